#!/bin/sh
# Run by Postgres's image once, on an empty volume. DocuChat's login is no superuser: nothing it is made to run reaches beyond its database.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" <<'SQL'
create role docuchat_app nologin nobypassrls noinherit;
create role docuchat login password :'password';
grant docuchat_app to docuchat;
create database docuchat owner docuchat;
-- From now on the superuser comes in by the container's own socket alone: docker compose exec postgres psql -U postgres
alter role postgres password null;
\connect docuchat
create extension vector;
SQL
