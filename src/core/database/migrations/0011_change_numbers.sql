-- Numbers every change that is synced, and keeps what was deleted (docs/sync.md).

-- The transaction's number in the tenant's order of changes, taken at its first change under the lock of the tenant's row; null where
-- the tenant itself is being deleted.
create function next_change_number(tenant uuid) returns bigint language plpgsql as $$
declare
  held text := current_setting('app.change_number', true);
  number bigint;
begin
  if split_part(held, '=', 1) = tenant::text then return split_part(held, '=', 2)::bigint; end if;
  update tenants set change_number = change_number + 1 where id = tenant returning change_number into number;
  if number is not null then perform set_config('app.change_number', tenant || '=' || number, true); end if;
  return number;
end
$$;
--> statement-breakpoint
-- Before any row is locked: of two transactions, each would else hold the row that the other needs, or the tenant's.
create function lock_changes() returns trigger language plpgsql as $$
begin
  perform from tenants where id = nullif(current_setting('app.tenant_id', true), '')::uuid for no key update;
  return null;
end
$$;
--> statement-breakpoint
create function stamp_change() returns trigger language plpgsql as $$
begin
  new.change_number := coalesce(next_change_number(new.tenant_id), 0);
  return new;
end
$$;
--> statement-breakpoint
create function stamp_new() returns trigger language plpgsql as $$
begin
  new.change_number := coalesce(next_change_number(new.tenant_id), 0);
  delete from tombstones where tenant_id = new.tenant_id and entity = tg_argv[0] and entity_id = new.id;
  return new;
end
$$;
--> statement-breakpoint
create function stamp_new_member() returns trigger language plpgsql as $$
begin
  new.change_number := coalesce(next_change_number(new.tenant_id), 0);
  delete from tombstones where tenant_id = new.tenant_id and entity = 'member' and entity_id = new.user_id;
  return new;
end
$$;
--> statement-breakpoint
create function stamp_tenant() returns trigger language plpgsql as $$
declare
  held text := current_setting('app.change_number', true);
begin
  if tg_op = 'INSERT' then
    new.change_number := 1;
  elsif split_part(coalesce(held, ''), '=', 1) <> new.id::text then
    new.change_number := old.change_number + 1;
    perform set_config('app.change_number', new.id || '=' || new.change_number, true);
  end if;
  new.settings_change := new.change_number;
  return new;
end
$$;
--> statement-breakpoint
create function bury(tenant uuid, of_entity text, of_id uuid, of_user uuid) returns void language plpgsql as $$
begin
  -- A tenant that is being deleted leaves nothing.
  if not exists (select from tenants where id = tenant) then return; end if;
  insert into tombstones (tenant_id, entity, entity_id, user_id, change_number)
  values (tenant, of_entity, of_id, of_user, next_change_number(tenant))
  on conflict (tenant_id, entity, entity_id)
  do update set user_id = excluded.user_id, change_number = excluded.change_number, created_at = now();
end
$$;
--> statement-breakpoint
create function bury_row() returns trigger language plpgsql as $$
begin
  perform bury(old.tenant_id, tg_argv[0], old.id, null);
  return null;
end
$$;
--> statement-breakpoint
create function bury_member() returns trigger language plpgsql as $$
begin
  perform bury(old.tenant_id, 'member', old.user_id, null);
  return null;
end
$$;
--> statement-breakpoint
create function bury_chat() returns trigger language plpgsql as $$
begin
  perform bury(old.tenant_id, 'chat', old.id, case when old.sharing = 'private' then old.user_id end);
  return null;
end
$$;
--> statement-breakpoint
-- Messages that go with their chat leave nothing: whoever hears of the chat removes them too.
create function bury_message() returns trigger language plpgsql as $$
declare
  chat chat_sessions%rowtype;
begin
  select * into chat from chat_sessions where tenant_id = old.tenant_id and id = old.chat_id;
  if found then
    perform bury(old.tenant_id, 'message', old.id, case when chat.sharing = 'private' then chat.user_id end);
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- Those that go with their document leave nothing, as messages do.
create function bury_annotation() returns trigger language plpgsql as $$
begin
  if exists (select from documents where tenant_id = old.tenant_id and id = old.document_id) then
    perform bury(old.tenant_id, 'annotation', old.id, null);
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- On a client, while a mutation is applied.
create function note_touched() returns trigger language plpgsql as $$
declare
  touched record;
  before jsonb;
begin
  if tg_op = 'DELETE' then touched := old; else touched := new; end if;
  if tg_op <> 'INSERT' then before := to_jsonb(old); end if;
  insert into touched_rows (tenant_id, mutation_id, entity, entity_id, before)
  values (touched.tenant_id, current_setting('app.mutation_id')::bigint, tg_argv[0], touched.id, before)
  on conflict do nothing;
  return null;
end
$$;
--> statement-breakpoint
create trigger tenants_stamp_new before insert on tenants for each row execute function stamp_tenant();
--> statement-breakpoint
create trigger tenants_stamp before update of name, slug, allowed_models, default_language on tenants
for each row execute function stamp_tenant();
--> statement-breakpoint
create trigger memberships_lock before insert or update or delete on memberships
for each statement execute function lock_changes();
--> statement-breakpoint
create trigger memberships_stamp_new before insert on memberships for each row execute function stamp_new_member();
--> statement-breakpoint
create trigger memberships_stamp before update on memberships for each row execute function stamp_change();
--> statement-breakpoint
create trigger memberships_bury after delete on memberships for each row execute function bury_member();
--> statement-breakpoint
create function stamp_memberships() returns trigger language plpgsql as $$
begin
  update memberships set role = role where user_id = new.id;
  return null;
end
$$;
--> statement-breakpoint
create trigger users_stamp after update of name on users
for each row when (old.name is distinct from new.name) execute function stamp_memberships();
--> statement-breakpoint
create trigger folders_lock before insert or update or delete on folders
for each statement execute function lock_changes();
--> statement-breakpoint
create trigger folders_stamp_new before insert on folders for each row execute function stamp_new('folder');
--> statement-breakpoint
create trigger folders_stamp before update on folders for each row execute function stamp_change();
--> statement-breakpoint
create trigger folders_bury after delete on folders for each row execute function bury_row('folder');
--> statement-breakpoint
create trigger documents_lock before insert or delete or update of name, folder_id, tags, deleted_at, status, error on documents
for each statement execute function lock_changes();
--> statement-breakpoint
create trigger documents_stamp_new before insert on documents for each row execute function stamp_new('document');
--> statement-breakpoint
-- The progress of a document at work is nobody else's matter until it has come to an end.
create trigger documents_stamp before update on documents
for each row when (
  (old.name, old.folder_id, old.tags, old.deleted_at) is distinct from (new.name, new.folder_id, new.tags, new.deleted_at)
  or (
    new.status in ('ready', 'failed', 'cancelled')
    and (old.status, old.error) is distinct from (new.status, new.error)
  )
)
execute function stamp_change();
--> statement-breakpoint
create trigger documents_bury after delete on documents for each row execute function bury_row('document');
--> statement-breakpoint
create trigger document_aliases_lock before insert on document_aliases
for each statement execute function lock_changes();
--> statement-breakpoint
create trigger document_aliases_stamp_new before insert on document_aliases
for each row execute function stamp_change();
--> statement-breakpoint
create trigger annotations_lock before insert or update or delete on annotations
for each statement execute function lock_changes();
--> statement-breakpoint
create trigger annotations_stamp_new before insert on annotations
for each row execute function stamp_new('annotation');
--> statement-breakpoint
create trigger annotations_stamp before update on annotations for each row execute function stamp_change();
--> statement-breakpoint
create trigger annotations_bury after delete on annotations for each row execute function bury_annotation();
--> statement-breakpoint
create trigger chat_sessions_lock before insert or update or delete on chat_sessions
for each statement execute function lock_changes();
--> statement-breakpoint
create trigger chat_sessions_stamp_new before insert on chat_sessions for each row execute function stamp_new('chat');
--> statement-breakpoint
create trigger chat_sessions_stamp before update on chat_sessions for each row execute function stamp_change();
--> statement-breakpoint
create trigger chat_sessions_bury after delete on chat_sessions for each row execute function bury_chat();
--> statement-breakpoint
create trigger messages_lock before insert or delete or update of rating on messages
for each statement execute function lock_changes();
--> statement-breakpoint
create trigger messages_stamp_new before insert on messages
for each row when (new.status <> 'streaming') execute function stamp_new('message');
--> statement-breakpoint
-- An answer is saved many times while it is written, and sent once it is not any more.
create trigger messages_stamp before update on messages
for each row when (new.status <> 'streaming') execute function stamp_change();
--> statement-breakpoint
create trigger messages_bury after delete on messages
for each row when (old.status <> 'streaming') execute function bury_message();
--> statement-breakpoint
create trigger folders_touched after insert or update or delete on folders
for each row when (current_setting('app.mutation_id', true) <> '') execute function note_touched('folder');
--> statement-breakpoint
create trigger documents_touched after insert or update or delete on documents
for each row when (current_setting('app.mutation_id', true) <> '') execute function note_touched('document');
--> statement-breakpoint
create trigger document_aliases_touched after insert or delete on document_aliases
for each row when (current_setting('app.mutation_id', true) <> '') execute function note_touched('alias');
--> statement-breakpoint
create trigger annotations_touched after insert or update or delete on annotations
for each row when (current_setting('app.mutation_id', true) <> '') execute function note_touched('annotation');
--> statement-breakpoint
create trigger chat_sessions_touched after insert or update or delete on chat_sessions
for each row when (current_setting('app.mutation_id', true) <> '') execute function note_touched('chat');
--> statement-breakpoint
create trigger messages_touched after insert or update or delete on messages
for each row when (current_setting('app.mutation_id', true) <> '') execute function note_touched('message');
