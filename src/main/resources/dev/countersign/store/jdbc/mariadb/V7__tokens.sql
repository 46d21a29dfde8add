-- What a client may do with access tokens. grant_types: separated by single blanks, maybe none. token_lifetime: in seconds; null: the server's.
-- Tokens that were issued before tokens_not_before are dead.
alter table countersign_client add column if not exists grant_types varchar(1000) default 'client_credentials' not null;
alter table countersign_client add column if not exists token_lifetime integer;
alter table countersign_client add column if not exists introspection boolean default false not null;
alter table countersign_client add column if not exists tokens_not_before datetime(6);

-- The keys that sign access tokens; private keys are encrypted under the master key.
create table if not exists countersign_signing_key (
    kid varchar(255) not null primary key,
    algorithm varchar(20) not null,
    public_key varchar(4000) not null,
    sealed_private_key mediumtext not null,
    created_at datetime(6) not null,
    active_since datetime(6),
    retired_at datetime(6),
    last_token_expires_at datetime(6)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- Tokens that were revoked, until some time after they have expired. n rises in the order of the commits. The index is for those that may be forgotten.
create table if not exists countersign_revoked_token (
    jti varchar(64) not null primary key,
    n bigint not null,
    expires_at datetime(6) not null,
    constraint countersign_revoked_token_n unique (n),
    index countersign_revoked_token_end (expires_at)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- The version of the signing keys, and the number of the last revocation.
insert into countersign_counter (id, n)
select 2, 0 from dual where not exists (select 1 from countersign_counter where id = 2);
insert into countersign_counter (id, n)
select 3, 0 from dual where not exists (select 1 from countersign_counter where id = 3);

insert into countersign_chore (name, due_at)
select 'forget-revoked-tokens', '1970-01-01 00:00:00' from dual
where not exists (select 1 from countersign_chore where name = 'forget-revoked-tokens');
insert into countersign_chore (name, due_at)
select 'rotate-signing-keys', '1970-01-01 00:00:00' from dual
where not exists (select 1 from countersign_chore where name = 'rotate-signing-keys');
