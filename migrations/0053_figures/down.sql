drop index cases_decided;
