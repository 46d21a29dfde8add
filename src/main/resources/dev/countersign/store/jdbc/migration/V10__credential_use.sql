-- When a credential was used last that is kept elsewhere: with clients in a file, or in a store of the deployer's own. Names no client, which need
-- not be in these tables.
create table countersign_credential_use (
    credential_id varchar(100) ${exact} not null primary key,
    last_used_at timestamp(6) with time zone not null
);
