-- Encryption for what SQL code itself must protect. Secrets of connections do
-- not use it: the server seals them, so that their key never enters a statement.

create extension if not exists pgcrypto with schema extensions;

create function private.encryption_key() returns text
language plpgsql stable set search_path = '' as $$
declare
  key text := current_setting('app.encryption_key', true);
begin
  if key is null or octet_length(key) < 32 then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'The setting app.encryption_key is absent or shorter than 32 bytes.',
      hint = 'Set it for the transaction: set_config(''app.encryption_key'', …, true).';
  end if;
  return key;
end
$$;
comment on function private.encryption_key() is 'The key of the two functions below; never one that is absent or too short.';

create function public.encrypt_sensitive_data(data jsonb) returns text
language sql volatile strict security definer set search_path = '' as $$
  select replace(encode(extensions.pgp_sym_encrypt_bytea(
    convert_to(data::text, 'utf8'), private.encryption_key(), 'cipher-algo=aes256'), 'base64'), e'\n', '')
$$;
comment on function public.encrypt_sensitive_data(jsonb) is
  'The JSON as base64 of an OpenPGP message (AES-256, random session key, integrity protected), under the setting app.encryption_key.';

create function public.decrypt_sensitive_data(encrypted_data text) returns jsonb
language sql stable strict security definer set search_path = '' as $$
  select convert_from(extensions.pgp_sym_decrypt_bytea(decode(encrypted_data, 'base64'), private.encryption_key()), 'utf8')::jsonb
$$;
comment on function public.decrypt_sensitive_data(text) is
  'What encrypt_sensitive_data was given; raises when the key is another one or a bit was changed.';

grant execute on function public.encrypt_sensitive_data(jsonb), public.decrypt_sensitive_data(text) to service_role;
