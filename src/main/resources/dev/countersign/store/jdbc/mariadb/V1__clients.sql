-- MariaDB's own migrations: equal in version and name to those of the other databases (in the folder migration), and in what they lead to.
-- MariaDB commits at each statement that changes a table, so each statement here may run again after a failure in the middle.
-- Every table says for itself what it needs: texts are compared character by character, trailing blanks included (utf8mb4_nopad_bin),
-- and an index may have 3072 bytes (dynamic). datetime(6) holds UTC; timestamp would end in 2038.

-- One row. A change counts it up first and so holds its lock until the commit: changes follow each other in the order of
-- their numbers. The lock is never taken for a look-up.
create table if not exists countersign_counter (
    id smallint not null primary key,
    n bigint not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

insert into countersign_counter (id, n)
select 1, 0 from dual where not exists (select 1 from countersign_counter where id = 1);

-- The second index is for the question whether another administrator is left.
create table if not exists countersign_client (
    client_id varchar(255) not null primary key,
    name varchar(255) not null,
    description varchar(2000) not null,
    access_type varchar(20) not null,
    enabled boolean not null,
    method varchar(255) not null,
    scopes varchar(4000) not null,
    administrator boolean not null,
    version bigint not null,
    created_at datetime(6) not null,
    updated_at datetime(6) not null,
    index countersign_client_administrator (administrator, enabled, client_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- The last index is for the question what ends soon.
create table if not exists countersign_client_secret (
    client_id varchar(255) not null,
    secret_id varchar(100) not null,
    place integer not null,
    label varchar(100) not null,
    hash varchar(4000) not null,
    created_at datetime(6) not null,
    expires_at datetime(6),
    last_used_at datetime(6),
    primary key (client_id, secret_id),
    constraint countersign_client_secret_id unique (secret_id),
    foreign key (client_id) references countersign_client (client_id) on delete cascade,
    index countersign_client_secret_end (expires_at, secret_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- A varchar of a million characters would be longer than a row may be.
create table if not exists countersign_client_property (
    client_id varchar(255) not null,
    name varchar(255) not null,
    content mediumtext not null,
    primary key (client_id, name),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists countersign_client_audience (
    client_id varchar(255) not null,
    place integer not null,
    resource varchar(4000) not null,
    primary key (client_id, place),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- What a search finds a client by: its id and its name, from the beginning of each word on. A search is a range of these.
create table if not exists countersign_client_term (
    term varchar(64) not null,
    client_id varchar(255) not null,
    primary key (term, client_id),
    constraint countersign_client_term_of unique (client_id, term),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- Outlives its client. The id is the number that the counter had.
create table if not exists countersign_event (
    id bigint not null primary key,
    happened_at datetime(6) not null,
    actor varchar(500) not null,
    action varchar(100) not null,
    client_id varchar(255) not null,
    detail varchar(2000) not null,
    index countersign_event_client (client_id, id desc)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists countersign_master_key (
    id varchar(255) not null primary key,
    check_value varchar(255) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- What happens once in the store's life, and did.
create table if not exists countersign_mark (
    name varchar(100) not null primary key,
    made_at datetime(6) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;
