-- By which secret one was replaced, and after how many seconds without a use it then ends.
alter table countersign_client_secret add column if not exists replaced_by varchar(100);
alter table countersign_client_secret add column if not exists unused_for bigint;

create index if not exists countersign_client_secret_replaced on countersign_client_secret (replaced_by, client_id);

insert into countersign_chore (name, due_at)
select 'end-unused-secrets', '1970-01-01 00:00:00' from dual
where not exists (select 1 from countersign_chore where name = 'end-unused-secrets');
