alter table articles drop column moderated_at;
