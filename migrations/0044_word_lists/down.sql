drop table word_lists;
