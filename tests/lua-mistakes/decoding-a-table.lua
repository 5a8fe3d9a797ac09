local value = json.decode({}) -- mistake: param-type-mismatch
print(value)
