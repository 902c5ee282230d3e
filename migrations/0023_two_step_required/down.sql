alter table settings drop column two_step_required;
