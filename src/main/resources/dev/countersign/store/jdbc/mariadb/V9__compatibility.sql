-- Which versions may use these tables: those that have the migration of this number or a later one. A migration that takes away or changes what
-- the versions before it use raises the number; one that only adds leaves it, so that nodes of the version before work on, and may start again.
create table if not exists countersign_compatibility (
    id smallint not null primary key,
    oldest_migration integer not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

insert into countersign_compatibility (id, oldest_migration)
select 1, 8 from dual where not exists (select 1 from countersign_compatibility where id = 1);

insert into countersign_chore (name, due_at)
select 'forget-events', '1970-01-01 00:00:00' from dual
where not exists (select 1 from countersign_chore where name = 'forget-events');
