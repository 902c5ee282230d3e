alter table settings drop column flags_to_hide;
