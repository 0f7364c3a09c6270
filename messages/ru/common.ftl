# Части, из которых складываются сообщения.

and = { $first } и { $last }
or = { $first } или { $last }
from_to = от { $from } до { $to }
from_on = от { $from }
standard_input = стандартный ввод
more = ещё { $count }

## Места в документе без строк

place_paragraph = абзац { $number }
place_cell = таблица { $table }, строка { $row }, столбец { $column }
place_footnote = сноска { $number }
place_endnote = концевая сноска { $number }
in_document = { $file }, { $place }

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

## Имена, похожие на другие (rules)

did_you_mean = возможно, имелось в виду `{ $word }`
known_here = здесь известны: { $names }

## Типы (rules)

type_bool = условие (`Bool`)
type_int = число (`Int`)
type_string = текст (`String`)
type_email = адрес почты (`Email`)
type_date = дата (`Date`)
type_time_zone = часовой пояс (`TimeZone`)
type_enum = значение типа `{ $name }`
type_element = элемент `{ $name }`
type_list = список `{ $name }`
type_mismatch = ожидается { $expected }, а здесь { $found }

## Тексты, которые нельзя прочитать (rules)

reading_failed = не удаётся прочитать текст: { $why }
reading_a_folder = это папка
reading_denied = нет доступа
text_too_large = текст длиннее { $most } { $most ->
    [one] байта
   *[many] байт
}
line_too_long = строка { $line } длиннее { $most } { $most ->
    [one] байта
   *[many] байт
}
not_utf8 = байт { $byte } в строке { $line } — не UTF-8
save_as_utf8 = сохраните файл в UTF-8
not_text = { $kind ->
    [pdf] это файл PDF, а не текст
    [old_word] это файл старого Word или Excel, а не текст
    [excel] это файл Excel, а не текст
    [rtf] это файл RTF, а не обычный текст
    [image] это изображение, а не текст
    [archive] это архив, а не текст
    [word] это файл Word или архив, а не текст
   *[binary] это не текстовый файл
}
save_as_text = сохраните его как обычный текст в UTF-8
save_windows_1251_as_utf8 = это похоже на Windows-1251: сохраните файл в UTF-8
save_utf16_as_utf8 = похоже на UTF-16: сохраните файл в UTF-8
