set local lock_timeout = '5s';

drop index outbox_by_recipient;
