CREATE TABLE "annotations" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"rects" jsonb NOT NULL,
	"quote" text NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"change_number" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "annotations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "annotations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "document_aliases" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"change_number" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "document_aliases_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "document_aliases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "resynced_rows" (
	"tenant_id" uuid NOT NULL,
	"entity" text NOT NULL,
	"entity_id" uuid NOT NULL,
	CONSTRAINT "resynced_rows_tenant_id_entity_entity_id_pk" PRIMARY KEY("tenant_id","entity","entity_id")
);
--> statement-breakpoint
ALTER TABLE "resynced_rows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sync_rejections" (
	"tenant_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"mutation_id" bigint NOT NULL,
	"error" jsonb NOT NULL,
	CONSTRAINT "sync_rejections_tenant_id_client_id_mutation_id_pk" PRIMARY KEY("tenant_id","client_id","mutation_id")
);
--> statement-breakpoint
ALTER TABLE "sync_rejections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"sent" integer NOT NULL,
	"received" integer NOT NULL,
	"documents" integer NOT NULL,
	"error" jsonb,
	CONSTRAINT "sync_runs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "sync_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sync_states" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"next_mutation_id" bigint DEFAULT 1 NOT NULL,
	"cursor" jsonb,
	"is_resyncing" boolean DEFAULT false NOT NULL,
	"is_paused" boolean DEFAULT false NOT NULL,
	"keeps_files" boolean DEFAULT false NOT NULL,
	"bytes_per_second" integer,
	"synced_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "sync_states" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "touched_rows" (
	"tenant_id" uuid NOT NULL,
	"mutation_id" bigint NOT NULL,
	"entity" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"before" jsonb,
	CONSTRAINT "touched_rows_tenant_id_mutation_id_entity_entity_id_pk" PRIMARY KEY("tenant_id","mutation_id","entity","entity_id")
);
--> statement-breakpoint
ALTER TABLE "touched_rows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "upload_parts" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"start" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "upload_parts_tenant_id_user_id_sha256_start_pk" PRIMARY KEY("tenant_id","user_id","sha256","start")
);
--> statement-breakpoint
ALTER TABLE "upload_parts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "tombstones_change";--> statement-breakpoint
-- contract: unused since 0.1.0
DROP TABLE "outbox";--> statement-breakpoint
CREATE TABLE "outbox" (
	"tenant_id" uuid NOT NULL,
	"mutation_id" bigint NOT NULL,
	"name" text NOT NULL,
	"args" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"rejection" jsonb,
	CONSTRAINT "outbox_tenant_id_mutation_id_pk" PRIMARY KEY("tenant_id","mutation_id")
);--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "outbox_tenant" ON "outbox" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
ALTER TABLE "chat_sessions" ADD COLUMN "sharing" text DEFAULT 'private' NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "question_id" uuid;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "settings_change" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "tombstone_floor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tombstones" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_tenant_id_document_id_documents_tenant_id_id_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_aliases" ADD CONSTRAINT "document_aliases_tenant_id_document_id_documents_tenant_id_id_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resynced_rows" ADD CONSTRAINT "resynced_rows_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_rejections" ADD CONSTRAINT "sync_rejections_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_rejections" ADD CONSTRAINT "sync_rejections_tenant_id_client_id_sync_clients_tenant_id_client_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."sync_clients"("tenant_id","client_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_states" ADD CONSTRAINT "sync_states_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "touched_rows" ADD CONSTRAINT "touched_rows_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_parts" ADD CONSTRAINT "upload_parts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "annotations_of_document" ON "annotations" USING btree ("tenant_id","document_id","page");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "annotations_changed" ON "annotations" USING btree ("tenant_id","change_number","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "document_aliases_changed" ON "document_aliases" USING btree ("tenant_id","change_number","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "chat_sessions_changed" ON "chat_sessions" USING btree ("tenant_id","change_number","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "documents_changed" ON "documents" USING btree ("tenant_id","change_number","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "folders_changed" ON "folders" USING btree ("tenant_id","change_number","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "memberships_changed" ON "memberships" USING btree ("tenant_id","change_number","user_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "messages_changed" ON "messages" USING btree ("tenant_id","change_number","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "tombstones_changed" ON "tombstones" USING btree ("tenant_id","change_number","entity_id");--> statement-breakpoint
-- contract: unused since 0.1.0
ALTER TABLE "sync_clients" DROP COLUMN "cursor";--> statement-breakpoint
CREATE POLICY "annotations_tenant" ON "annotations" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "document_aliases_tenant" ON "document_aliases" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "resynced_rows_tenant" ON "resynced_rows" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "sync_rejections_tenant" ON "sync_rejections" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "sync_runs_tenant" ON "sync_runs" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "sync_states_tenant" ON "sync_states" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "touched_rows_tenant" ON "touched_rows" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "upload_parts_tenant" ON "upload_parts" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);