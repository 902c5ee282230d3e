drop table recommendations;
