-- An event may be about no client in particular, such as that all keys were forgotten.
alter table countersign_event modify column client_id varchar(255) null;

-- Whether the event makes every node forget what it remembers: of the client, or of all where it names none. Otherwise it is only a note of
-- something that was done and changed nothing.
alter table countersign_event add column if not exists is_change boolean default true not null;
