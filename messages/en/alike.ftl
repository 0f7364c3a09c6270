# Words that look alike, and what was meant.

there_is = there is `{ $word }` ({ $why })
foreign_letter = `{ $letter }` ({ $code }) is { $script ->
    [Cyrillic] a Cyrillic letter
    [Latin] a Latin letter
    [Greek] a Greek letter
   *[other] another character
}; write { $right_script ->
    [Cyrillic] the Cyrillic
    [Latin] the Latin
    [Greek] the Greek
   *[other] the character
} `{ $right }` ({ $right_code })
letter_apart = `{ $whole }` is written as two characters ({ $letter } and { $mark }); write it as one ({ $code })
write_hyphen = write the hyphen `-`
odd = { $what }; { $remedy }
