# Части, из которых складываются сообщения.

and = { $first } и { $last }
or = { $first } или { $last }
more = ещё { $count }

## Слова вокруг сообщения

error = ошибка
warning = предупреждение
advice = совет
help-word = подсказка
note = примечание
more-places = и ещё { $count ->
    [one] { $count } место
    [few] { $count } места
   *[many] { $count } мест
}
more-messages = и ещё { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
