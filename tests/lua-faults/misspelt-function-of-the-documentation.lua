print(docs.reed("integrations.plivo")) -- fault: undefined-field
