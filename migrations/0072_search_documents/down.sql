drop table search_progress, search_documents;
