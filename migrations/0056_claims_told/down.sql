drop index cases_taken;
alter table cases drop column taken_from, drop column taken_word;
