-- Up to which credential it was written down that it ends in so many days: those before it, by their ends and ids, are done. 1970: none yet.
create table if not exists countersign_expiry_notice (
    days smallint not null primary key,
    ends_at datetime(6) not null,
    credential_id varchar(100) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

insert into countersign_expiry_notice (days, ends_at, credential_id)
select 30, '1970-01-01 00:00:00', '' from dual where not exists (select 1 from countersign_expiry_notice where days = 30);
insert into countersign_expiry_notice (days, ends_at, credential_id)
select 7, '1970-01-01 00:00:00', '' from dual where not exists (select 1 from countersign_expiry_notice where days = 7);
insert into countersign_expiry_notice (days, ends_at, credential_id)
select 1, '1970-01-01 00:00:00', '' from dual where not exists (select 1 from countersign_expiry_notice where days = 1);

insert into countersign_chore (name, due_at)
select 'tell-what-ends', '1970-01-01 00:00:00' from dual
where not exists (select 1 from countersign_chore where name = 'tell-what-ends');
