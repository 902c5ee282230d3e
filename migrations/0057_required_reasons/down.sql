alter table settings drop column reason_required, drop column words_required;
