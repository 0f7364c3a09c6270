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
no_break_space = this is a no-break space ({ $code }); write an ordinary space
unusual_space = this is an unusual space ({ $code }); write an ordinary space
invisible_character = this is an invisible character ({ $code }); delete it
curly_quotation_mark = `{ $sign }` ({ $code }) is a curly quotation mark; write `{ $right }`
angle_quotation_mark = `{ $sign }` ({ $code }) is an angle quotation mark; write `{ $right }`
dash = `{ $sign }` ({ $code }) is a dash; write the hyphen `-`
wide_character = `{ $sign }` ({ $code }) is a full-width character; write `{ $right }`
