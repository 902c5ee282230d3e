drop table sanctions;
