-- One file for all databases. ${exact}: how a column says that its text is compared character by character.

-- One row. Whoever changes anything counts it up first and so holds its lock until the commit: changes follow each other in the order of
-- their numbers. The lock is never taken for a look-up.
create table countersign_counter (
    id smallint not null primary key,
    n bigint not null
);

insert into countersign_counter (id, n) values (1, 0);

create table countersign_client (
    client_id varchar(255) ${exact} not null primary key,
    name varchar(255) not null,
    description varchar(2000) not null,
    access_type varchar(20) not null,
    enabled boolean not null,
    method varchar(255) not null,
    scopes varchar(4000) not null,
    administrator boolean not null,
    version bigint not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null
);

-- For the question whether another administrator is left.
create index countersign_client_administrator on countersign_client (administrator, enabled, client_id);

create table countersign_client_secret (
    client_id varchar(255) ${exact} not null,
    secret_id varchar(100) ${exact} not null,
    place integer not null,
    label varchar(100) not null,
    hash varchar(4000) not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone,
    last_used_at timestamp(6) with time zone,
    primary key (client_id, secret_id),
    constraint countersign_client_secret_id unique (secret_id),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
);

-- For the question what ends soon.
create index countersign_client_secret_end on countersign_client_secret (expires_at, secret_id);

create table countersign_client_property (
    client_id varchar(255) ${exact} not null,
    name varchar(255) ${exact} not null,
    content varchar(1000000) not null,
    primary key (client_id, name),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
);

create table countersign_client_audience (
    client_id varchar(255) ${exact} not null,
    place integer not null,
    resource varchar(4000) not null,
    primary key (client_id, place),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
);

-- What a search finds a client by: its id and its name, from the beginning of each word on. A search is a range of these.
create table countersign_client_term (
    term varchar(64) ${exact} not null,
    client_id varchar(255) ${exact} not null,
    primary key (term, client_id),
    constraint countersign_client_term_of unique (client_id, term),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
);

-- Outlives its client. The id is the number that the counter had.
create table countersign_event (
    id bigint not null primary key,
    happened_at timestamp(6) with time zone not null,
    actor varchar(500) not null,
    action varchar(100) not null,
    client_id varchar(255) ${exact} not null,
    detail varchar(2000) not null
);

create index countersign_event_client on countersign_event (client_id, id desc);

create table countersign_master_key (
    id varchar(255) ${exact} not null primary key,
    check_value varchar(255) not null
);

-- What happens once in the store's life, and did.
create table countersign_mark (
    name varchar(100) ${exact} not null primary key,
    made_at timestamp(6) with time zone not null
);
