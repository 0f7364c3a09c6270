# States and actions in YAML and JSON.

## What is expected, and what was found

expected_found = expected { $expected }, found { $found }
bool = `true` or `false`
whole_number = a whole number
text = a text
email = an e-mail address
date = a date
time_zone = a time zone
role = a role
value_of_enum = a value of `{ $name }`
id_of = the id of a `{ $name }`
list_of_type = a list (of `{ $name }`)
list_of_elements = a list of `{ $name }` elements
fields_of_state = the fields of the state
fields_of_group = the fields of `{ $name }`
fields_of_element = the fields of a `{ $name }`
an_action = an action with `actor` and `action`
name_of_action = the name of an action
found_list = a list
found_mapping = a mapping
found_nothing = nothing
found_comment = a comment
found_word = `{ $text }`
found_number = the number `{ $text }`
found_date = the date `{ $text }`
found_empty_text = an empty text
found_text = the text `{ $text }`

## What to write

write = write `{ $text }`
write_without_quotes = write `{ $text }` without quotation marks
write_bool = write `true` or `false`
write_in_quotes = write it in quotation marks: `"{ $text }"`
hash_is_comment = a `#` behind a space begins a comment; put a text that begins with it into quotation marks: `"#…"`
write_null = where there is no value, write `null`; as a text, write `"{ $text }"`
write_digits = write digits only, such as `5`
whole_or_thousands = numbers are whole for now; write `{ $number }` if thousands are meant
whole_numbers = numbers are whole for now; write one such as `{ $number }`, or use a smaller unit
write_number_in_range = write a number from `{ $least }` to `{ $most }`
looks_like = { $name } `{ $text }` looks like another one, `{ $other }`: { $why }
differs_by_case = { $name } `{ $text }` differs from `{ $other }` by letter case alone
easily_confused = { $name } `{ $text }` is easily taken for `{ $other }`
the_other = the other one
number_in_range = a whole number { $range }
out_of_range = the number of `{ $name }` is outside of its range
email_without = delete { $code }: write `{ $text }`
email_is_visible = an e-mail address has no { $code }: delete it
email_has_one_sign = an e-mail address has one `@`, such as `anna@acme.example`
email_lacks_name = write the name before `@`
email_lacks_domain = write the domain behind `@`
write_list = write a list: `[{ $text }]`
write_empty_list = where there is none, write `[]`
write_items = write each element as an item: `- { $key }: { $id }`
write_below = write `{ $key }:` and on the next line `{ $text }`
write_field = write each field of the state on a line of its own: `{ $key }: …`
write_state = write a state like this: `{ $key }:`, and below it each element, `{ $text }` with its other fields
write_table = write each row of the table as an element, below the line `{ $key }:`, such as `{ $row }`
add_collection = the state lists nothing under `{ $key }`; write `{ $key }:` and below it `{ $text }` with the other fields
leave_out = leave `{ $name }` out where its value is unknown
write_date = write it as `2024-05-11` or `2024-05-11T09:00:00+03:00`
write_either = write `{ $one }` if { $by ->
    [year] the year
    [month] the month
   *[day] the day
} comes first, `{ $other }` if { $other_by ->
    [year] the year
    [month] the month
   *[day] the day
} does
write_with_zone = add the offset; with that of `{ $zone }`: `{ $text }`
write_with_offset = add the offset: `{ $text }` for Moscow, `{ $utc }` for UTC
write_place = write a name of the IANA database, such as `Europe/Moscow`
write_place_or_offset = write a place, such as `Europe/Moscow`, or `{ $zone }` for this offset all year

## Dates

no_such_day = the calendar has no `{ $text }`
no_such_time = there is no time `{ $text }`
last_day = the last day of that month is `{ $day }`
time_range = hours go from 00 to 23, minutes and seconds from 00 to 59, offsets to 23:59
wrong_form = wrong form of a date: `{ $text }`
no_offset = `{ $text }` has no offset from UTC

## Keys and ids

state_has_no = the state has no field `{ $key }`
group_has_no = `{ $name }` has no field `{ $key }`
element_has_no = a `{ $name }` has no field `{ $key }`
action_has_no = the action `{ $name }` has no parameter `{ $key }`
expected_key = expected `{ $expected }`, found `{ $key }`
outdented = `{ $key }` belongs to `{ $owner }`, but begins in the same column
belongs_here = it belongs to this
indent = { $kind ->
    [list] indent what belongs to `{ $owner }` by two spaces, and begin each element with a dash
    [element] begin it in the column of the first key of its element, behind the dash
   *[group] indent what belongs to `{ $owner }` by two spaces
}
split = this begins an element of its own, but belongs to the one before
one_dash = write what belongs together under one dash, or in one pair of braces
neither_key = expected `actor` and `action`, found neither
write_an_action = write an action as `actor: …`, `action: …` and its arguments, each on a line of its own
arguments_beside = write the arguments beside `action`, not under `{ $key }`
missing_key = the action has no `{ $key }`
add_action = add `action: …` with the name of the action
add_actor = add `actor: …` with the id of who acts
unknown_action = the rules have no action `{ $name }`
unknown_element = the state has no `{ $noun }` with the id `{ $id }`
id_is_here = this id looks alike
missing_argument = the argument `{ $name }` of `{ $action }` is missing
add_argument = add `{ $name }: …` (`{ $type }`)
in_a_circle = elements lie in one another in a circle: `{ $ids }`
lies_in = `{ $inner }` lies in `{ $outer }`
outermost_lies_in_nothing = one of them has to lie in something else, or in nothing
id_twice = the id `{ $id }` is given twice in `{ $collection }`
key_twice = the key `{ $key }` is given twice
first_here = first here
again_here = again here
needs_own_id = each `{ $noun }` needs its own `{ $key }`
missing_id = a `{ $noun }` has no `{ $key }`
list_under_key = expected an action, found a list of actions under `{ $key }`
write_list_itself = delete the line `{ $key }:` and write the list itself
second_action = a second action begins here
separate_actions = put a line `---` between two actions, or write them as a list: `- actor: …`
second_element = the keys of this element are given twice, beginning with `{ $key }`
begin_with_dash = if a second element begins here, put a dash before it: `- { $key }: …`
action_for_state = expected a state, found an action
swapped = the state and the action are swapped
scenario_file = this is a scenario file
test_scenarios = run it with `ustav test FILE`
state_for_action = expected an action, found a state
perhaps_swapped = name the state first, then the actions

## Limits

too_many_values = more than { $most } values; fields that are left out count, too
limit_here = the limit is reached here
more_values_than = more than { $most } values
more_anchors_than = more than { $most } anchors
longer_than = a text of more than { $most } bytes
deeper_than = more than { $most } lists and mappings inside one another
more_copies_than = the aliases stand for more than { $most } values

## YAML and JSON

tags = `!` begins a tag, and tags are not supported
remove_tag = delete it, or put a text that begins with `!` into quotation marks
space_after_colon_of = a space is missing after the colon of `{ $key }`
space_after_colon = a space is missing after this colon
write_key_value = write `{ $key }: { $value }`
colon_missing = a colon is missing: `{ $key }: { $value }`
colon_missing_of = a colon is missing after `{ $key }`
no_key_in_line = this line has no key and no colon
key_missing = a key is missing: `{ $key }: { $value }`
column = `{ $word }` begins in column { $column }, `{ $other }` above it in column { $other_column }
same_column = begin both in the same column
escape_character = delete it; in double quotation marks, it can be written as an escape, as in `"\u007f"`
tab = a tab in the indentation
indent_with_spaces = indent with spaces
unknown_escape = there is no escape `{ $text }`
backslash = write a backslash itself as `\\`; in single quotation marks, as `\`
colon_in_value = unexpected colon in a value
quote_value = put a text with a colon and a space into quotation marks: `"{ $text }"`
braces_or_quotes = write keys and values in braces, `{ $pairs }`, and a text with a colon in quotation marks, `"{ $text }"`
comma_or_quotes = put a comma before a key, `{ $value }, { $key }: …`, and a text with a colon into quotation marks, `"{ $text }"`
line_or_quotes = begin a key on a line of its own, `{ $key }: …`, and put a text with a colon into quotation marks, `"{ $text }"`
comma_missing = a comma is missing before the key `{ $key }`
key_on_other_line = the key `{ $key }` stands on the line of another one
line_of_its_own = begin `{ $key }: …` on a line of its own, in the column of the key before it
comment_hides = `#` begins a comment here, so that the closing bracket is not read
no_comment_sign = a comment does not begin with `{ $sign }`
write_comment = begin a comment with `#`: `# { $text }`
write_value_and_comment = begin a comment with `#`: `{ $value }  # { $text }`
write_comments = begin each line of a comment with `#`
bullet = an item of a list does not begin with `{ $sign }`
list_without_key = this list has no key
add_key_of_list = write `{ $key }:` on the line above it
add_some_key = write the key that it belongs to on the line above it, such as `users:`
section = `{ $name }` is a section of INI or TOML, not YAML
write_section = write `{ $key }:`, and below it what belongs to it, each key indented by two spaces: `  key: value`
markup = this is HTML or XML, not YAML
quote_or_line = put a text with a colon and a space into quotation marks; begin a key on a line of its own
data_is_yaml = states, actions and scenarios are YAML or JSON: write them into a plain text file, such as `state.yaml`
table = this is a table, not YAML
write_rows = write each row as an element: `{ $row }`
expected_key_and_colon = expected a key and a colon
keys_in_one_column = the keys of one mapping begin in the same column
expected_dash = expected a dash
dashes_in_one_column = the items of one list begin in the same column
unexpected_dash = unexpected dash
list_on_own_line = begin a list with dashes on a line of its own, outside of brackets
delete_dash_or_line = delete the `-`; a list with dashes begins on a line of its own
document_ended = the document ended before this
check_indentation = check the indentation; separate documents by a line `---`
bracket_closes_nothing = this bracket closes nothing
bracket_not_closed = this bracket is not closed
close_bracket = close it with `{ $close }`
bracket_closed_by = this bracket is closed by `{ $close }`
quote_not_closed = this quotation mark is not closed
quote_still_open = a text in quotation marks is still open here
close_or_indent = close it, or indent the lines on which it goes on
quote_ended = the text in quotation marks ended before this
single_quote_twice = write a `'` inside single quotation marks twice; or add the missing comma
escape_double_quote = write a `"` inside double quotation marks as `\"`; or add the missing comma
expected_comma_or = expected a comma or `{ $close }`
expected_value = expected a value
unexpected_colon = unexpected colon
check_brackets = check whether a bracket or a quotation mark above is closed
comment_in_text = a comment stands inside a text
comment_above = write the comment above the text, or put the text into quotation marks
space_before_comment = a space is missing before this `#`
block_text = the text of this block has to begin on a line of its own
wrong_indentation = the indentation fits none of the lines above
forbidden_character = the character { $code } is not allowed here
begins_with = a text without quotation marks cannot begin with `{ $sign }`
no_ellipsis = this line says nothing
delete_line = delete this line
sign_at_end = unexpected `{ $sign }` at the end of the line
delete_signs = delete each `{ $sign }` at the end of a line, or put braces around all of it: `{"{"}…{"}"}`
backtick = a backtick is no quotation mark
placeholder = this is a placeholder
fill_in = write the value in its place
keep_one = delete one of the two
write_without_brackets = write one value, without brackets: `{ $text }`
one_value = write one value, without brackets
action_alone = write `action: { $name }`, and each argument on a line of its own
fields_at_top = delete the line `{ $key }:`, and begin the lines below it in the first column
one_dash_only = write one dash before each element
put_in_quotes = put it into quotation marks
not_readable = this is not valid YAML
write_several_items = write each element as an item on a line of its own: { $items }
write_no_value = where there is no value, write `null`, or leave the key out
ids_like = the state has `{ $ids }` and others
field_of = write the id: this is the `{ $field }` of `{ $id }`
space_after_dash = a space is missing after this dash
dash_missing = a dash is missing before this element
write_dash = write `{ $text }`
round_bracket = keys and values cannot stand in round brackets
braces = write braces: `{"{"}…{"}"}`
fence = this line is not part of the YAML
remove_fence = delete the lines that begin with "{ $sign }"
semicolon = unexpected semicolon between keys
comma_in_value = the comma before this ends the value
unknown_alias = nothing before this is marked `&{ $name }`
quote_asterisk = put a text that begins with `*` into quotation marks
stray_quote = a quotation mark inside a text without quotation marks
add_comma = add the missing comma, or put the whole text into quotation marks
empty_key = a key is missing
no_merging = merging with `<<` is not supported
write_keys_out = write the keys out
key_not_text = a key has to be a text
holds_itself = a value cannot contain itself
part_of_this = this alias is part of what it stands for
begins_here = the value begins here
json_comment = JSON has no comments
remove_comment = remove the comment
json_comma_behind = a comma behind the value
remove_comma = remove the comma
json_list = put several objects into a list: `[{"{…}, {…}"}]`
json_comma_missing = a comma is missing

## What a service is told

moment_shape = written neither as `2024-05-11` nor as `2024-05-11T09:00:00+03:00`
moment_impossible = the calendar has no such day or time
moment_without_offset = a time of day without an offset such as `+03:00`
action_unknown = the rules have no such action
no_parameter = the action has no parameter `{ $name }`
wrong_type = the argument `{ $name }` has another type than its parameter
argument_missing = the argument `{ $name }` is missing
actor_unknown = the state has no such actor
argument_unknown = the state has no such element: argument { $number }
no_state = `{ $name }` holds no state
not_one_state = expected one state in `{ $name }`, found { $count }

not_audited = this state was not audited
