CREATE TABLE "quota_reservations" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"tokens" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "quota_reservations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "quota_reservations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "audit_events_recent";--> statement-breakpoint
DROP INDEX "quotas_one";--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "removed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "allowed_domains" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "default_language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "quota_reservations" ADD CONSTRAINT "quota_reservations_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_email" UNIQUE("tenant_id","email");--> statement-breakpoint
ALTER TABLE "quotas" ADD CONSTRAINT "quotas_one" UNIQUE NULLS NOT DISTINCT("tenant_id","user_id","window");--> statement-breakpoint
CREATE POLICY "quota_reservations_tenant" ON "quota_reservations" AS PERMISSIVE FOR ALL TO "docuchat_app" USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);--> statement-breakpoint
-- People are written by the owner's code alone (core/tenants), which checks the current role of whoever asks under the tenant's lock.
revoke insert, update, delete on invitations from docuchat_app;
--> statement-breakpoint
-- What was done cannot be unsaid.
revoke update, delete on audit_events from docuchat_app;
