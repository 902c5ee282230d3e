drop index cases_opened, cases_claimed, cases_by_rule, cases_of_article, cases_of_kind, cases_by_weight;
alter table cases drop column weight, drop column rules;
