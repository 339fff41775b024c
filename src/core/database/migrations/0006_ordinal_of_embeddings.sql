ALTER TABLE "embeddings" ADD COLUMN "ordinal" integer;--> statement-breakpoint
UPDATE "embeddings" SET "ordinal" = "chunks"."ordinal" FROM "chunks"
WHERE "chunks"."tenant_id" = "embeddings"."tenant_id" AND "chunks"."id" = "embeddings"."chunk_id";--> statement-breakpoint
ALTER TABLE "embeddings" ALTER COLUMN "ordinal" SET NOT NULL;
