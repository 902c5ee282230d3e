drop table devices;
drop table sign_in_attempts;
