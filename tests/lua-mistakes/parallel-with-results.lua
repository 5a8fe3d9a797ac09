local plivo = app.integrations.plivo
print(parallel(plivo.get_number("+14155552671"), plivo.get_number("+14155551234"))) -- mistake: redundant-parameter
