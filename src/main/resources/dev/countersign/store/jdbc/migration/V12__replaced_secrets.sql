-- By which secret one was replaced, and after how many seconds without a use it then ends.
alter table countersign_client_secret add column replaced_by varchar(100) ${exact};
alter table countersign_client_secret add column unused_for bigint;

create index countersign_client_secret_replaced on countersign_client_secret (replaced_by, client_id);

insert into countersign_chore (name, due_at) values ('end-unused-secrets', timestamp with time zone '1970-01-01 00:00:00+00');
