set local lock_timeout = '5s';

-- What was rejected is erased after 30 days: each of these has what is not erased yet.
create index comments_to_erase on comments (id) where state = 'rejected' and body_html <> '';
create index comment_revisions_to_erase on comment_revisions (comment_id, revision) where state = 'rejected' and source <> '';
create index taglines_to_erase on taglines (case_id) where state in ('rejected', 'deleted') and words <> '';
