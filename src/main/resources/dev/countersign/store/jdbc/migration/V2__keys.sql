-- Public keys that were registered for a client, bare or in a certificate. They never change.
create table countersign_client_certificate (
    client_id varchar(255) ${exact} not null,
    certificate_id varchar(100) ${exact} not null,
    place integer not null,
    kid varchar(255) ${exact} not null,
    alias varchar(255) not null,
    kind varchar(20) not null,
    der varchar(100000) not null,
    created_at timestamp(6) with time zone not null,
    not_after timestamp(6) with time zone,
    last_used_at timestamp(6) with time zone,
    primary key (client_id, certificate_id),
    constraint countersign_client_certificate_id unique (certificate_id),
    foreign key (client_id) references countersign_client (client_id) on delete cascade
);

-- For the question what ends soon.
create index countersign_client_certificate_end on countersign_client_certificate (not_after, certificate_id);

-- Assertions that were used. Outlives its client: one of the same id may be made again while they could still be sent.
create table countersign_used_assertion (
    client_id varchar(255) ${exact} not null,
    jti_hash varchar(43) ${exact} not null,
    keep_until timestamp(6) with time zone not null,
    primary key (client_id, jti_hash)
);

-- For those that may be forgotten.
create index countersign_used_assertion_end on countersign_used_assertion (keep_until);

-- Chores that one node at a time does. Whoever moves the time forward does it, and the others see to it again from then on.
create table countersign_chore (
    name varchar(100) ${exact} not null primary key,
    due_at timestamp(6) with time zone not null
);

insert into countersign_chore (name, due_at) values ('forget-used-assertions', timestamp with time zone '1970-01-01 00:00:00+00');
