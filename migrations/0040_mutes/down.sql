drop table notice_ways;
drop table thread_mutes;
drop table mutes;
