drop index cases_by_score;
alter table cases drop column score;
