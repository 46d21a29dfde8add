-- When a key that was replaced ends, by which key it was, and after how many seconds without a use it ends before that.
alter table countersign_client_certificate add column expires_at timestamp(6) with time zone;
alter table countersign_client_certificate add column replaced_by varchar(100) ${exact};
alter table countersign_client_certificate add column unused_for bigint;

create index countersign_client_certificate_replaced on countersign_client_certificate (replaced_by, client_id);
