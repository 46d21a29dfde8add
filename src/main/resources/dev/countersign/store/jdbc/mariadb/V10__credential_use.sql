-- When a credential was used last that is kept elsewhere: with clients in a file, or in a store of the deployer's own. Names no client, which need
-- not be in these tables.
create table if not exists countersign_credential_use (
    credential_id varchar(100) not null primary key,
    last_used_at datetime(6) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;
