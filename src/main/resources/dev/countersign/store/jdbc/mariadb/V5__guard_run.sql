-- Which run of the server was begun last: a journal of used assertions counts when it is of this one. The first value stands for a store with which no server
-- has run before; the other one for a run of a version that did not write it down.
create table if not exists countersign_guard_run (
    id smallint not null primary key,
    run varchar(36) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_nopad_bin;

insert into countersign_guard_run (id, run)
select 1, case when count(*) = 0 then '00000000-0000-0000-0000-000000000000' else '00000000-0000-0000-0000-000000000001' end
from countersign_event
having not exists (select 1 from countersign_guard_run where id = 1);
