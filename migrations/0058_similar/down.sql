drop index case_reasons_evidence;
