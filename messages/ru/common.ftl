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

## Words that look alike, and what was meant (data)

did_you_mean = возможно, имелось в виду `{ $name }`
known_here = здесь известны: { $names }
there_is = есть `{ $word }` ({ $why })
foreign_letter = `{ $letter }` ({ $code }): это { $script ->
    [Cyrillic] кириллическая буква
    [Latin] латинская буква
    [Greek] греческая буква
   *[other] другой символ
}; напишите { $right_script ->
    [Cyrillic] кириллическую букву
    [Latin] латинскую букву
    [Greek] греческую букву
   *[other] символ
} `{ $right }` ({ $right_code })
letter_apart = буква `{ $whole }` записана двумя символами ({ $letter } и { $mark }); напишите её одним ({ $code })
no_break_space = { $code }: это неразрывный пробел; поставьте обычный пробел
unusual_space = { $code }: это необычный пробел; поставьте обычный пробел
invisible_character = { $code }: это невидимый символ; удалите его
curly_quotation_mark = `{ $sign }` ({ $code }): это фигурная кавычка; напишите `{ $right }`
angle_quotation_mark = `{ $sign }` ({ $code }): это кавычка-ёлочка; напишите `{ $right }`
dash = `{ $sign }` ({ $code }): это тире; напишите дефис `-`
wide_character = `{ $sign }` ({ $code }): это полноширинный символ; напишите `{ $right }`
