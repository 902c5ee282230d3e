alter table articles drop column corrected_at;

alter table article_revisions
    drop column headline,
    drop column publication,
    drop column link,
    drop column byline,
    drop column published_on;
