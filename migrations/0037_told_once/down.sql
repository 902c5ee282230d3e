drop index events_told_once;
