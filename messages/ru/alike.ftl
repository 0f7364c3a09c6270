# Слова, которые выглядят одинаково, и что имелось в виду.

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
no_break_space = это неразрывный пробел ({ $code }); поставьте обычный пробел
unusual_space = это необычный пробел ({ $code }); поставьте обычный пробел
invisible_character = это невидимый символ ({ $code }); удалите его
curly_quotation_mark = `{ $sign }` ({ $code }): это фигурная кавычка; напишите `{ $right }`
angle_quotation_mark = `{ $sign }` ({ $code }): это кавычка-ёлочка; напишите `{ $right }`
dash = `{ $sign }` ({ $code }): это тире; напишите дефис `-`
wide_character = `{ $sign }` ({ $code }): это полноширинный символ; напишите `{ $right }`
