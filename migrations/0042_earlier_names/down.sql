drop table earlier_names;
