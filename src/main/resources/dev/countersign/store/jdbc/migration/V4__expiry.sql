-- Up to which credential it was written down that it ends in so many days: those before it, by their ends and ids, are done. 1970: none yet.
create table countersign_expiry_notice (
    days smallint not null primary key,
    ends_at timestamp(6) with time zone not null,
    credential_id varchar(100) ${exact} not null
);

insert into countersign_expiry_notice (days, ends_at, credential_id) values (30, timestamp with time zone '1970-01-01 00:00:00+00', '');
insert into countersign_expiry_notice (days, ends_at, credential_id) values (7, timestamp with time zone '1970-01-01 00:00:00+00', '');
insert into countersign_expiry_notice (days, ends_at, credential_id) values (1, timestamp with time zone '1970-01-01 00:00:00+00', '');

insert into countersign_chore (name, due_at) values ('tell-what-ends', timestamp with time zone '1970-01-01 00:00:00+00');
