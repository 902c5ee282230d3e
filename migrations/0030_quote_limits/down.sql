alter table settings
    drop column quotes_per_comment,
    drop column quote_length,
    drop column bare_quotes;
