ALTER TABLE "chunks" DROP CONSTRAINT "chunks_tenant_id_tenants_id_fk";
--> statement-breakpoint
ALTER TABLE "document_indexes" DROP CONSTRAINT "document_indexes_tenant_id_tenants_id_fk";
--> statement-breakpoint
ALTER TABLE "embeddings" DROP CONSTRAINT "embeddings_tenant_id_tenants_id_fk";
--> statement-breakpoint
ALTER TABLE "pages" DROP CONSTRAINT "pages_tenant_id_tenants_id_fk";
--> statement-breakpoint
ALTER TABLE "postings" DROP CONSTRAINT "postings_tenant_id_tenants_id_fk";
