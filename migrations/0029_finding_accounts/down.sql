drop index accounts_of_standing;
drop index accounts_email_begins;
drop index accounts_name_begins;
