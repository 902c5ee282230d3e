update comment_revisions set source = originals.source, html = originals.html from originals
 where comment_revisions.comment_id = originals.comment_id and comment_revisions.revision = originals.revision;

update comments set body_html = originals.html from originals
 where comments.id = originals.comment_id and comments.revision = originals.revision;

drop index comment_revisions_by_renderer;
drop table originals;
alter table comments drop column withheld;
drop index quotes_unsettled;
alter table quotes drop column unsettled, drop column life;
