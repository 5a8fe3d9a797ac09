local value = json.decode({}) -- fault: param-type-mismatch
print(value)
