drop index case_reasons_added_by;
drop index flags_of_account;
drop table deletions;
