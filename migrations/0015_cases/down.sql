drop table flags;
drop table case_reasons;
drop table cases;
