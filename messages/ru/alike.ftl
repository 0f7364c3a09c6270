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
write_hyphen = напишите дефис `-`
odd = { $what }; { $remedy }
