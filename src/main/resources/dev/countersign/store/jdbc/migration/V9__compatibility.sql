-- Which versions may use these tables: those that have the migration of this number or a later one. A migration that takes away or changes what
-- the versions before it use raises the number; one that only adds leaves it, so that nodes of the version before work on, and may start again.
create table countersign_compatibility (
    id smallint not null primary key,
    oldest_migration integer not null
);

insert into countersign_compatibility (id, oldest_migration) values (1, 8);

insert into countersign_chore (name, due_at) values ('forget-events', timestamp with time zone '1970-01-01 00:00:00+00');
