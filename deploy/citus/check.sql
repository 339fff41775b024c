-- What keeps Citus from distributing the tables by tenant_id, one row each; none when nothing does. Every table is distributed by its
-- tenant_id, but for those that README.md declares as reference tables, of which every node has a copy.
with reference_tables(name) as (
  values ('tenants'), ('users')
),
tables as (
  select class.oid, class.relname as name, reference_tables.name is not null as is_reference
  from pg_class class
  join pg_namespace namespace on namespace.oid = class.relnamespace
  left join reference_tables on reference_tables.name = class.relname
  where namespace.nspname = 'public' and class.relkind in ('r', 'p')
),
-- The columns of each constraint or unique index, in order, and those they refer to.
keys as (
  select index.indrelid as table_oid, index_class.relname as name, index.indisprimary as is_primary,
    array(
      select attribute.attname::text
      from unnest(index.indkey) with ordinality as key(number, position)
      join pg_attribute attribute on attribute.attrelid = index.indrelid and attribute.attnum = key.number
      order by key.position
    ) as columns
  from pg_index index
  join pg_class index_class on index_class.oid = index.indexrelid
  where index.indisunique
),
foreign_keys as (
  select constraint_.conrelid as table_oid, constraint_.confrelid as target_oid, constraint_.conname as name,
    array(
      select mine.attname || ' -> ' || theirs.attname
      from unnest(constraint_.conkey, constraint_.confkey) as pair(mine, theirs)
      join pg_attribute mine on mine.attrelid = constraint_.conrelid and mine.attnum = pair.mine
      join pg_attribute theirs on theirs.attrelid = constraint_.confrelid and theirs.attnum = pair.theirs
    ) as pairs
  from pg_constraint constraint_
  where constraint_.contype = 'f'
)
select name as table_name, 'has no primary key that begins with tenant_id' as problem
from tables
where not is_reference and not exists (
  select from keys where table_oid = tables.oid and is_primary and columns[1] = 'tenant_id'
)
union all
select tables.name, format('%s is unique across tenants, which no node can see', keys.name)
from tables
join keys on keys.table_oid = tables.oid
where not is_reference and not 'tenant_id' = any(keys.columns)
union all
select tables.name, format('%s refers to %s without the tenant, whose rows may lie elsewhere', foreign_keys.name, target.name)
from tables
join foreign_keys on foreign_keys.table_oid = tables.oid
join tables target on target.oid = foreign_keys.target_oid
where not tables.is_reference and not target.is_reference and not 'tenant_id -> tenant_id' = any(foreign_keys.pairs)
union all
select tables.name, format('%s lets a reference table refer to %s, which is distributed', foreign_keys.name, target.name)
from tables
join foreign_keys on foreign_keys.table_oid = tables.oid
join tables target on target.oid = foreign_keys.target_oid
where tables.is_reference and not target.is_reference
order by table_name, problem;
