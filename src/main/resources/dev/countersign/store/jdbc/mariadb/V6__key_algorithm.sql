-- The only JWS algorithm that a registered key may be used with, where the file that it came from said so. Keys from before this column have none.
alter table countersign_client_certificate add column if not exists algorithm varchar(20);
