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
]
