# Parts that messages of every kind are put together from.

and = { $first } and { $last }
or = { $first } or { $last }
standard_input = standard input
more = { $count } more
from_to = from { $from } to { $to }
from_on = from { $from }

## Places in a document without lines

place_paragraph = paragraph { $number }
place_cell = table { $table }, row { $row }, column { $column }
place_footnote = footnote { $number }
place_endnote = endnote { $number }
in_document = { $file }, { $place }

## Words around a message

error = error
warning = warning
advice = advice
help-word = help
note = note
more-places = and { $count ->
    [one] one more place
   *[other] { $count } more places
}
more-messages = and { $count ->
    [one] one more message
   *[other] { $count } more messages
}

## Names that are like others (rules)

did_you_mean = did you mean `{ $word }`?
known_here = known here: { $names }

## Types (rules)

type_bool = a condition (`Bool`)
type_int = a number (`Int`)
type_string = a text (`String`)
type_email = an email (`Email`)
type_date = a date (`Date`)
type_time_zone = a time zone (`TimeZone`)
type_enum = a value of `{ $name }`
type_element = one `{ $name }`
type_list = a `{ $name }`
type_mismatch = expected { $expected }, found { $found }

## Texts that cannot be read (rules)

reading_failed = the text cannot be read: { $why }
reading_a_folder = this is a folder
reading_denied = access is denied
text_too_large = the text is longer than { $most } bytes
line_too_long = line { $line } is longer than { $most } bytes
not_utf8 = the byte { $byte } in line { $line } is not UTF-8
save_as_utf8 = save the file as UTF-8
not_text = { $kind ->
    [pdf] this is a PDF file, not text
    [old_word] this is a file of an old Word or Excel, not text
    [excel] this is an Excel file, not text
    [rtf] this is an RTF file, not plain text
    [image] this is an image, not text
    [archive] this is an archive, not text
    [word] this is a Word file or an archive, not text
   *[binary] this is not a text file
}
save_as_text = save it as plain text in UTF-8
save_windows_1251_as_utf8 = this looks like Windows-1251: save the file as UTF-8
save_utf16_as_utf8 = this looks like UTF-16: save the file as UTF-8
