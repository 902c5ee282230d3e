drop index taglines_to_erase, comment_revisions_to_erase, comments_to_erase;
