alter table comments drop column quoters;
