drop table reasons;
