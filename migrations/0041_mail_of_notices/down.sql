alter table outbox drop column notice_id;
