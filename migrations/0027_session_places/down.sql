alter table sessions drop column address_range, drop column id;
