ALTER TABLE "embeddings" ADD COLUMN "indexed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "serving_embedding" jsonb;--> statement-breakpoint
CREATE INDEX "embeddings_not_indexed" ON "embeddings" USING btree ("space","tenant_id") WHERE not "embeddings"."indexed";