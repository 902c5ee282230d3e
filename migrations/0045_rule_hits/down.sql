drop table rule_hits;
