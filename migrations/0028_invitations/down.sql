update settings set joining = 'closed' where joining = 'invitation';
alter table settings drop constraint settings_joining_check, add constraint settings_joining_check check (joining in ('open', 'closed'));
alter table accounts drop column invitation_id;
drop table invitations;
