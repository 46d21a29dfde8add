-- What a client may do with access tokens. grant_types: separated by single blanks, maybe none. token_lifetime: in seconds; null: the server's.
-- Tokens that were issued before tokens_not_before are dead.
alter table countersign_client add column grant_types varchar(1000) default 'client_credentials' not null;
alter table countersign_client add column token_lifetime integer;
alter table countersign_client add column introspection boolean default false not null;
alter table countersign_client add column tokens_not_before timestamp(6) with time zone;

-- The keys that sign access tokens; private keys are encrypted under the master key.
create table countersign_signing_key (
    kid varchar(255) ${exact} not null primary key,
    algorithm varchar(20) not null,
    public_key varchar(4000) not null,
    sealed_private_key varchar(20000) not null,
    created_at timestamp(6) with time zone not null,
    active_since timestamp(6) with time zone,
    retired_at timestamp(6) with time zone,
    last_token_expires_at timestamp(6) with time zone
);

-- Tokens that were revoked, until some time after they have expired. n rises in the order of the commits.
create table countersign_revoked_token (
    jti varchar(64) ${exact} not null primary key,
    n bigint not null,
    expires_at timestamp(6) with time zone not null,
    constraint countersign_revoked_token_n unique (n)
);

-- For those that may be forgotten.
create index countersign_revoked_token_end on countersign_revoked_token (expires_at);

-- The version of the signing keys, and the number of the last revocation.
insert into countersign_counter (id, n) values (2, 0);
insert into countersign_counter (id, n) values (3, 0);

insert into countersign_chore (name, due_at) values ('forget-revoked-tokens', timestamp with time zone '1970-01-01 00:00:00+00');
insert into countersign_chore (name, due_at) values ('rotate-signing-keys', timestamp with time zone '1970-01-01 00:00:00+00');
