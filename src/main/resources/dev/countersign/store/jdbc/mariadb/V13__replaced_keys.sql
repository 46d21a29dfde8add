-- When a key that was replaced ends, by which key it was, and after how many seconds without a use it ends before that.
alter table countersign_client_certificate add column if not exists expires_at datetime(6);
alter table countersign_client_certificate add column if not exists replaced_by varchar(100);
alter table countersign_client_certificate add column if not exists unused_for bigint;

create index if not exists countersign_client_certificate_replaced on countersign_client_certificate (replaced_by, client_id);
