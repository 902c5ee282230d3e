set local lock_timeout = '5s';

-- Whom a comment answers, quotes and mentions hears of it once, whatever it does of the three and however often it is
-- edited.
create unique index events_told_once on events (comment_id, told_id) where kind in ('reply', 'quote', 'mention');
