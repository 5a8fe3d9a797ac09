print(docs.reed("integrations.plivo")) -- mistake: undefined-field
