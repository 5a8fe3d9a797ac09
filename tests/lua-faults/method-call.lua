local plivo = app.integrations.plivo
local page = plivo:list_numbers{limit = 1} -- fault: param-type-mismatch
print(#page.objects)
