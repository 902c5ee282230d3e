set local lock_timeout = '5s';

-- The words of such a mail are not in the row: they are read when it is sent, as they stand then.
alter table outbox add column notice_id bigint references notices on delete cascade;

create index outbox_of_notice on outbox (notice_id) where notice_id is not null;
