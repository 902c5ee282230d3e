drop table rule_refusals;
