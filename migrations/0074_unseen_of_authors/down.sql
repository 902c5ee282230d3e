drop index comments_unseen;
