/** The device store's schema, a statement list a version; `user_version` counts those applied. Append only. */

export const migrations: readonly string[] = [
  `
  create table profiles (
    id text primary key,
    name text not null,
    created_at text not null
  ) strict;

  create table workspaces (
    id text primary key,
    name text not null unique,
    tenant_id text not null unique,
    directory text not null unique,
    created_at text not null
  ) strict;

  create table settings (
    scope text not null,
    key text not null,
    value text not null check (json_valid(value)),
    primary key (scope, key)
  ) strict, without rowid;

  create table counters (
    key text primary key,
    value integer not null,
    expires_at_ms integer not null
  ) strict, without rowid;
  create index counters_expiry on counters (expires_at_ms);
  `,
  // Copies of organisations' workspaces. One that was left and kept has the tenant of one that is joined again.
  `
  create table workspaces_of_servers (
    id text primary key,
    name text not null unique,
    tenant_id text not null,
    directory text not null unique,
    created_at text not null,
    user_id text,
    server text check (json_valid(server))
  ) strict;
  insert into workspaces_of_servers (id, name, tenant_id, directory, created_at)
  select id, name, tenant_id, directory, created_at
  from workspaces;
  drop table workspaces;
  alter table workspaces_of_servers rename to workspaces;
  create unique index workspaces_joined on workspaces (tenant_id) where server is not null;
  `,
]
