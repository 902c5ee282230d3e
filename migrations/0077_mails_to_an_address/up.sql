set local lock_timeout = '5s';

-- Mails to an address, for whoever asks that nothing is kept of them.
create index outbox_by_recipient on outbox (lower(recipient));
