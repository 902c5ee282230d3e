set local lock_timeout = '5s';

create index accounts_name_begins on accounts (name_folded text_pattern_ops);
create index accounts_email_begins on accounts (email_folded text_pattern_ops);
create index accounts_of_standing on accounts (standing, id);
