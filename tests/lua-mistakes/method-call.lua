local plivo = app.integrations.plivo
local page = plivo:list_numbers{limit = 1} -- mistake: param-type-mismatch
print(#page.objects)
