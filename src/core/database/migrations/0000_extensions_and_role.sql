-- What the tables stand on: pgvector, and the role of every tenant transaction. Roles belong to the whole cluster, so another
-- database may have made it; where the login role may not create roles, an administrator makes it once.
create extension if not exists vector;
--> statement-breakpoint
do $$
begin
  if not exists (select from pg_roles where rolname = 'docuchat_app') then
    create role docuchat_app nologin nobypassrls noinherit;
  end if;
  if not pg_has_role(current_user, 'docuchat_app', 'set') then
    execute format('grant docuchat_app to %I', current_user);
  end if;
end
$$;
