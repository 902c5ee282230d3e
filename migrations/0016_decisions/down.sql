drop table log;
drop table decisions;
drop function refuse_change();
