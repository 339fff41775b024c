#!/bin/sh
# Puts the checked-out version into service without a pause: first the schema, then one API process after the other, then the workers.
# A step that fails ends it there, with what ran before still running. Also the first start. Rolling back is the same, on an older version.
set -eu
cd "$(dirname "$0")"

docker compose build migrate
docker compose up -d --wait postgres redis
docker compose run --rm migrate
for service in api-1 api-2; do
  docker compose up -d --no-deps --no-build --wait "$service"
done
docker compose up -d --no-deps --no-build --wait worker
docker compose up -d --no-deps --no-build --wait caddy
# Which does nothing where the file is the same.
docker compose exec -T caddy caddy reload --config /etc/caddy/Caddyfile
# The monitoring, where it is chosen.
docker compose up -d --no-build
