# What is wrong with the text of a rule file.

## Characters

curly_mark = `{ $character }` ({ $code }) is a curly quotation mark
low_mark = `{ $character }` ({ $code }) is a low quotation mark
angle_mark = `{ $character }` ({ $code }) is an angle quotation mark
single_mark = `{ $character }` ({ $code }) is a single quotation mark
other_mark = `{ $character }` ({ $code }) is a quotation mark of another kind
dash = `{ $character }` ({ $code }) is a dash
wide = `{ $character }` ({ $code }) is a full-width character
no_break_space = this is a no-break space ({ $code })
unusual_space = this is an unusual space ({ $code })
write_a_space = write a space
lone_carriage_return = { $code }, a carriage return without a line feed, hides what stands before it
old_line_ends = the lines end with carriage returns alone, as on an old Mac
save_line_ends = save the file with `LF` or `CRLF` at the ends of lines
fence = this line fences code in Markdown and does not belong to rules
delete_fences = delete this line and the closing one
invisible = nobody can see this character ({ $code })
turns_direction = { $code } turns the direction of the text, so that people and the program read different things
ends_lines = { $code } ends a line for some programs and not for others
control_character = { $code } is a control character
delete_character = delete it
mixed_scripts = `{ $word }` mixes letters of two alphabets
odd_letter = { $script ->
    [Cyrillic] `{ $letter }` ({ $code }) is a Cyrillic letter
    [Latin] `{ $letter }` ({ $code }) is a Latin letter
    [Greek] `{ $letter }` ({ $code }) is a Greek letter
   *[other] `{ $letter }` ({ $code }) is a letter of another alphabet
}
write_latin = write the Latin `{ $letter }` ({ $code })
write_cyrillic = write the Cyrillic `{ $letter }` ({ $code })
one_alphabet = write the whole word in one alphabet

## Brackets and texts

unclosed_bracket = this `{ $bracket }` is never closed
opened_here = opened here
not_closed_before_this = `{ $close }` is missing before this
close_in_its_column = close it with `{ $close }` on a line of its own, indented as the line that opens it
close_before_next = close it with `{ $close }` before the next declaration begins
wrong_bracket = expected `{ $expected }`, found `{ $found }`
closes_nothing = this `{ $bracket }` closes nothing
not_opened = `{"{"}` is missing at the end of this line
unclosed_text = this text is never closed
cut_text = a quotation mark inside this text ends it too early
close_text = end the text with `"` on the same line; a long text may be several in a row
unknown_escape = `{ $escape }` has no meaning in a text
known_escapes = write `\\` for a backslash and `\"` for a quotation mark

## Sizes

file_too_large = this file is longer than { $most } bytes
declaration_too_large = this declaration is longer than { $most } words and signs
text_too_long = this text is longer than { $most } bytes
word_too_long = this word is longer than { $most } bytes
nested_too_deep = brackets, `not` and `where` are nested more than { $most } deep
too_many_operators = this declaration has more than { $most } arithmetic operators
name_a_part = give a part of it a name with `let`
too_slow = this declaration takes too long to read
divide = divide it into smaller parts

## Numbers, dates and periods

not_an_integer = `{ $number }` is out of range
integer_range = write a number from { $least } to { $most }
not_a_date = `{ $date }` is not a date
date_needs_offset = add the offset, such as `+03:00` or `Z`
date_shape = write a date as `2024-05-11` or `2024-05-11T09:00:00+03:00`
date_impossible = the calendar has no such date
not_a_number = `{ $number }` is not written as a number
not_a_unit = expected a unit of time, found `{ $word }`
not_a_length = `{ $number }` cannot be the length of a period
length_range = write a number from { $least } to { $most }

## Expected and found

expected_found = expected { $expected }, found { $found }
found_end = the end of the declaration
a_declaration = a declaration
a_name = a name
a_role = a role
a_collection = a collection
an_id = an id
a_text = a text in quotation marks
a_number = a number
a_date = a date
a_period = a period such as `10 days`
a_language_and_text = a language and a text, such as `en "…"`
a_language = a language such as `en`
a_document = the name of a document
a_document_and_quote = a document and a quote
under_heading = `under` and a heading
a_field = a field
by_field = `by` and a field
equals_value = `=` and a value
a_type = a type
like_role = `like` and a role
called_names = `called`, a language and names
except_actions = `except` and actions
bracket_parameters = `(` and parameters
a_parameter = a parameter
a_field_and_value = a field and its value
a_field_becomes = a field and `becomes`
each_and_noun = `: each` and a word for one of them
an_action = an action
waiving_numbers = `waiving` and numbers
a_condition = a condition
a_value = a value
white_space = white space
something_else = something else
next_clause = the next clause

## What to write instead

write = write `{ $word }`
write_is_to_compare = write `is` to compare
write_more = write `is more than`, of dates `is after`
write_of_dates = write `{ $words }`, of dates `{ $dates }`
write_less = write `is less than`, of dates `is before`
comment_sign = a comment begins with `#`
no_sign_needed = delete it: a clause ends where the next one begins
unresolved_merge = an unresolved merge
keep_one_version = keep one version and delete the marker lines
condition_ends = the condition ends after `{ $word }`
write_a_value = write a value
write_a_condition = write a condition
line_begins_with = the line begins with `{ $mark }`
full_stop = a full stop at the end of a line
one_word_name = a name is one word: `{ $name }`
one_word_or_parameters = a name is one word, `{ $name }`; parameters stand in brackets, `{ $parameters }`
group_or_collection = write `{ $one }` for a group of single values, `{ $many }` for many elements
field_without_type = field `{ $name }` has no type
compared_already = `{ $phrase }` compares already
delete_word = delete `{ $word }`
write_count_of = write `count of` and a collection
typed_on_russian_keys = `{ $word }` is `{ $keyword }` typed with the Russian keyboard layout: write `{ $keyword }`
english_keyword = keywords are English: `{ $word }`
keyword_as_name = `{ $word }` is a word of the language and cannot be a name
declarations_begin_with = a declaration begins with { $words }
yaml_elsewhere = this looks like a state or an action; keep it in a file of its own, such as `state.yaml`
kinds_of_rules = write what kind of rule it is: `permit`, `forbid`, `limit`, `never` or `deadline`
not_indented = this line belongs to `{ $declaration }` above and is not indented
indent_lines = put two spaces before `{ $word }`, and before each line below that belongs to it
declaration_at_line_start = a declaration begins at the start of a line: remove the spaces before `{ $word }`
one_word_id = an id is one word: `{ $id }`
rule_needs_id = a rule needs an id, such as `{ $example }`
rule_has_no_id = expected an id, found `{ $word }`
no_comma_before = delete the comma before `{ $bracket }`
comma_missing = a comma is missing before `{ $word }`
comma_or_one_word = write a comma, `{ $first }, { $second }`, or one word, `{ $first }_{ $second }`
actions_or_one_word = write `{ $first }, { $second }` for two actions, `{ $first }_{ $second }` for one; what it is done to is a parameter and not written here

## Who may do what

write_may = write `{ $role } may { $action }`
who_may_do_what = write who may do what, such as `{ $example }`
may_for_can = write `may` in place of `{ $word }`
may_not_for_cannot = write `may not` in place of `{ $word }`
permit_has_no_not = a `permit` allows; to deny, write a `forbid`
forbid_needs_not = a `forbid` denies, with `may not`; to allow, write a `permit`
duty_is_no_rule = a `permit` says `may`, a `forbid` says `may not`; a duty with a date is a `deadline`
nobody_may = about everyone, write `nobody may`
roles_with_commas = write a comma between roles: `{ $roles }`
role_of_one_word = write one word, `{ $first }_{ $second }`, or a comma between two roles, `{ $first }, { $second }`
no_article = write the role without `{ $article }`
like_one_role = a role is like one other: write `like { $role }`, and name `{ $name }` in the permits of `{ $other }`
line_of_its_own = write `{ $next }` on a line of its own
write_except = write `except` and actions, or a `forbid`
rights_are_permits = what a role may do stands in a `permit`: `{ $sentence }`
condition_behind = write the action first, and the condition on the next line after `when`
names_with_commas = write a comma between names: `{ $names }`
objects_are_parameters = write `{ $sentence }`: what is acted on is a parameter of the action, and what must be true of it stands after `when`
quantities_are_limits = write `{ $sentence }`; how many there may be is a `limit`, or a condition such as `when count of … is less than …`
exception_of_a_rule = write `{ $sentence }`, and on a line of its own `{ $unless }`
only_what_is_named = write `{ $sentence }`: a rule is about what it names only
delete_what_is_not_named = delete `{ $words }`: a rule is about what it names only
exceptions_are_conditions = an exception is a condition, such as `unless actor.role is …`; actions are excepted from `do anything` only
exceptions_of_roles = of a role, write `{ $unless }`; actions are excepted from `do anything` only
no_else = each case is a rule of its own: write another `permit` or `forbid`; what no rule permits is denied
otherwise_behind_when = `otherwise` stands behind a condition: `… becomes … when … otherwise …`
no_then = the condition comes after the action, on a line that begins with `when`

## What the language does not have

not_in_language = the language has no `{ $word }`
no_between = write `is at least { $low }` and `is at most { $high }`, joined by `and`
no_between_dates = write `is not before { $low }` and `is not after { $high }`, each behind what is compared, joined by `and`
no_between_either = write `is at least { $low }` and `is at most { $high }`, of dates `is not before { $low }` and `is not after { $high }`, joined by `and`
no_between_values = write `is at least …` and `is at most …`, joined by `and`
no_text_search = texts are compared as a whole, with `is`; keep what matters about the text in a field of type `Bool`
no_periods = limits by period do not exist yet; count by a date: `where now is within 1 { $unit } of …` and a field
name_what_is_counted = write how many, and of what: `at most { $number } { $set }`
narrow_with_let = name the elements with a `let`, such as `let members: each member = users where …`, and write `each member must have …`
deadline_has_no_not = a `deadline` says what must be done in time; what must not be done too early is a `forbid` with a condition such as `when now is within 14 days of …`
no_sums = write `total of … of …`: the number, then the collection; there are no averages
no_default = parameters have no default; one that may be left out has a `?`: `{ $parameter }`
numbers_without_unit = numbers have no unit: delete `{ $word }`
no_all = write `every { $name } in { $set } where …`
no_none = write `none of { $set } where …`
no_some = write `any { $name } in { $set } where …`
no_ago = write `now is not within { $period } of …` and the date; where less time has passed, `now is within …`
field_behind_stop = a field stands behind a full stop, such as `actor.role`
not_or_absent = write `not { $path }`, or `{ $path } is absent` of a value that may be left out
period_alone = a period stands in `is within { $period } of …` or `is during { $period } from …`
not_whole = `{ $number }` is not a whole number
whole_or_thousands = numbers are whole for now; write `{ $number }` if thousands are meant
whole_numbers = numbers are whole for now; use a whole number or a smaller unit
no_working_days = periods are in calendar days for now; write `{ $count } days`
no_percent = percentages do not exist yet; compare products: `count of a * 100 is at most count of b * { $number }`
no_percent_number = percentages do not exist yet; compare products, multiplied by 100
no_division = there is no division; multiply the other side of the comparison
time_of_day = `{ $time }` is a time of day
no_time_of_day = times of day do not exist yet; write a date with its time and offset, such as `2024-05-11T{ $time }:00+03:00`
one_change = one `effect` changes one thing
conditions_of_actions = what must be true of an action stands in its `permit`, what must be true of one change behind it: `effect … when …`
effect_of_its_own = write the other change on a line of its own: `{ $effect }`
nothing_is_removed = nothing is removed from a collection for now; give its elements a field, such as `removed: Bool = false`, and write `effect { $name }.removed becomes true`
lists_are_changed = values of a list change one by one: `effect put … into { $list }`, `effect take … out of { $list }`
aside_forms = write what decides nothing: a passage, `aside { $name } "…"`, or all under a heading, `aside { $name } under "…"`
name_the_document = name the document first: `{ $clause } NAME "…"`
declare_the_document = declare the document, `{ $declaration }`, and write `{ $citation }`
path_of_a_document = write its path behind it, such as `document { $name } "{ $name }.md"`
quote_two_places = write `…` for what is left out, `{ $one }`, or another line, `{ $other }`
zone_in_quotes = write the time zone in quotation marks: `"{ $zone }"`
sets_not_conditions = a `never` names elements: a collection, then `where` and a condition
actions_are_forbidden = a `never` names elements; to deny an action, write a `forbid`: `… may not { $action }`
count_is_a_limit = write a `limit`: `{ $limit }`
elements_such_as = a `never` names elements: write `{ $set } where …`
write_date = write `{ $date }`
either_year = write `{ $date }`, or `{ $other }` where the day stands first
either_date = write `{ $date }`, or `{ $other }` where the month stands first
