-- Tenant transactions act as docuchat_app, which owns no table, so that every policy holds for them.
grant usage on schema public to docuchat_app;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema public to docuchat_app;
--> statement-breakpoint
alter default privileges in schema public grant select, insert, update, delete on tables to docuchat_app;
--> statement-breakpoint
-- Who belongs to a tenant is not for its own transactions to say: a made-up membership would show a stranger's name and address.
revoke insert, update, delete on memberships from docuchat_app;
