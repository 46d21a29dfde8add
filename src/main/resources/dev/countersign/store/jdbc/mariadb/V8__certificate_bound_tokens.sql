-- Whether the client's tokens are bound to its TLS certificate (RFC 8705, section 3).
alter table countersign_client add column if not exists certificate_bound boolean default false not null;
