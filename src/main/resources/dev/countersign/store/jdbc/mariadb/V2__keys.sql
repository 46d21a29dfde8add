-- Public keys that were registered for a client, bare or in a certificate. They never change. The last index is for the question what ends soon.
create table if not exists countersign_client_certificate (
    client_id varchar(255) not null,
    certificate_id varchar(100) not null,
    place integer not null,
    kid varchar(255) not null,
    alias varchar(255) not null,
    kind varchar(20) not null,
    der mediumtext not null,
    created_at datetime(6) not null,
    not_after datetime(6),
    last_used_at datetime(6),
    primary key (client_id, certificate_id),
    constraint countersign_client_certificate_id unique (certificate_id),
    foreign key (client_id) references countersign_client (client_id) on delete cascade,
    index countersign_client_certificate_end (not_after, certificate_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- Assertions that were used. Outlives its client: one of the same id may be made again while they could still be sent.
-- claim: a random text of the statement that wrote the row, by which it finds those that it has won. The index is for those that may be forgotten.
create table if not exists countersign_used_assertion (
    client_id varchar(255) not null,
    jti_hash varchar(43) not null,
    keep_until datetime(6) not null,
    claim varchar(36) not null,
    primary key (client_id, jti_hash),
    index countersign_used_assertion_end (keep_until)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

-- Chores that one node at a time does. The node that moves the time forward does it, and the others see to it again from then on.
create table if not exists countersign_chore (
    name varchar(100) not null primary key,
    due_at datetime(6) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

insert into countersign_chore (name, due_at)
select 'forget-used-assertions', '1970-01-01 00:00:00' from dual
where not exists (select 1 from countersign_chore where name = 'forget-used-assertions');
