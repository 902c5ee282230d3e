drop table rule_trial_hits;
drop table rule_trials;
