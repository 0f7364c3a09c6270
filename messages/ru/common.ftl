# Части, из которых складываются сообщения.

and = { $first } и { $last }
or = { $first } или { $last }
more = ещё { $count }
