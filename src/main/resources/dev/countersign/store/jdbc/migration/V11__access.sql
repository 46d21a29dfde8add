-- Who may read the administration, from which addresses a client may come (ranges, separated by spaces), and what maintains it.
alter table countersign_client add column auditor boolean default false not null;
alter table countersign_client add column allowed_sources varchar(2500) default '' not null;
alter table countersign_client add column managed_by varchar(255);
