# What is wrong with what rules say: names, types, parts that are missing.

## Names

unknown_name = `{ $name }` is unknown here
unknown_action = unknown action `{ $name }`
unknown_role = unknown role `{ $name }`
unknown_document = unknown document `{ $name }`
import_path = the path begins in the folder of this file
unknown_rule = unknown rule `{ $name }`
unknown_set = unknown collection `{ $name }`
name_those_of_a_role = a role is no collection; name its elements with `{ $definition }`
unknown_let = unknown named expression `{ $name }`
unknown_field = `{ $noun }` has no field `{ $name }`
unknown_value = `{ $enumeration }` has no value `{ $name }`
unknown_type = unknown type `{ $name }`
unknown_time_zone = unknown time zone `{ $name }`
iana_time_zone = write a name of the IANA database, such as `"Europe/Moscow"`
not_a_language = `{ $tag }` is not the code of a language
longer_code = language `{ $tag }` has a code of two letters
language_codes = write a code of two letters, such as `en` or `ru`, or of three where the language has no shorter one
not_who_acts = expected `{ $expected }`, found `{ $found }`: actions are taken by each `{ $expected }`
every_role = `every` is about everyone who acts, and `{ $name }` is a role
no_actor_here = there is no `actor` here
actor_as_parameter = give a named expression a parameter, such as `let old(u: user) = …`; rules about states have no actor
no_limit_for_actor = rules about states have no actor; a limit for each of those who act ends in `for each` and a field of what is counted
actors_are_forbidden = a rule about states has no actor; what depends on who acts is a condition of a `forbid`
no_element_here = no `{ $name }` is named here; whoever acts is `actor`
not_named_here = no `{ $name }` is named here
name_a_parameter = make it a parameter of the action, `({ $name })`; to ask about all, write `any … in …`
compare_the_role = a role is compared: `actor.{ $field } is { $role }`
without_quotation_marks = write `{ $value }`, without quotation marks
write_every = about everyone, a `permit` says `every { $noun }`, a `forbid` says `nobody`
write_is_absent = write `is absent`, or in place of `is not …` write `is present`
write_is_present = write `is present`, or in place of `is not …` write `is absent`
write_digits = write `{ $number }`
write_at_least = write `is at least …`
write_at_most = write `is at most …`
value_of_an_enum = a value of an enum stands after `is`
field_for_value = `{ $name }` is a field, not a value
value_of_a_field = `{ $name }` is a value of field `{ $field }`, not of `{ $subject }`
no_fields = { $ty } has no field `{ $name }`
elements_have_fields = only elements of collections have fields
two_meanings = `{ $name }` can mean two things
write_one = write `{ $first }` or `{ $second }`
taken = { $kind ->
    [action] action `{ $name }` is declared twice
    [document] document `{ $name }` is declared twice
    [exception] exception `{ $name }` is declared twice
    [field] field `{ $name }` is declared twice
    [id] id `{ $name }` is declared twice
    [parameter] parameter `{ $name }` is declared twice
    [role] role `{ $name }` is declared twice
    [set] collection `{ $name }` is declared twice
    [type] type `{ $name }` is declared twice
    [value] value `{ $name }` is declared twice
   *[name] name `{ $name }` is declared twice
}
again_here = again here
first_here = first here
declared_here = declared here
two_texts = two texts in `{ $language }`
two_lists = two lists of names in `{ $language }`
two_roles_called = the name `{ $name }` is given twice
empty_name = expected a name, found an empty text
write_a_name = write what documents call the role, such as `called en "reader"`
means_something = `{ $name }` is a word of the language
given_with_actions = `{ $name }` is given with every action
stands_for_other = `{ $name }` already stands for something else here
built_in_type = `{ $name }` is a built-in type
default_is_taken = `default` is the id of what denies when no rule permits
choose_another_name = choose another name
choose_another_id = choose another id

## State

state_twice = the state is declared twice
one_state = a pack has one `state`; choose one of several packs with `--rules`
two_time_zones = a state has one time zone
time_zone_without_default = the time zone has no default
dates_in_time_zone = every date is counted in it
write_time_zone = write `= UTC`, or the usual time zone in quotation marks
time_zone_cannot_change = the time zone of the state cannot change
two_acting_collections = two collections have a field of type `Role`
one_acting_collection = the elements of one collection act: use `Role` in that one only
nobody_can_act = nobody can act
needs_an_actor = this action needs an actor
declare_actors = declare a collection with a key and a field of type `Role` in `state`
key_is_a_text = key `{ $name }` must be a required text
default_is_a_literal = expected a value that is written out as a default
optional_with_default = `{ $name }` is optional and has a default
range_of_int = only an `Int` has a range
plural_of_number = `{ $name }` is no number that a word goes with
plural_forms = a word in `{ $language }` has { $count ->
    [one] one form
   *[other] { $count } forms
} beside a number, found { $found }
plural_russian = write one, few and many, such as `{"{"}count: место, места, мест{"}"}`
plural_english = write one and other, such as `{"{"}count: place, places{"}"}`
plural_shape = write the number and the forms of the word, such as `{"{"}count: place, places{"}"}`
empty_range = no number is in this range
range_of_let = a parameter of a named expression has no range
range_of_field = give the range to the field or to the parameter of the action
default_out_of_range = expected a number { $range }
left_out_this_value = left out, it has this value
left_out_no_value = left out, it has no value
keep_one = keep one of the two
one_and_many = `{ $one }` and `{ $many }` are swapped
reference_without_default = a reference has no default
compare_the_key = compare its `{ $key }` with a text, or the element itself with another
no_key_to_refer_by = an element of `{ $collection }` cannot be referred to: they have no key
nests_by_no_reference = `{ $name }` is { $ty }, and nothing lies in that
never_lies_inside = a `{ $inner }` never lies in a `{ $outer }`
say_what_it_lies_in = say it with the collection: `each folder by id inside parent`
an_element = an element

## Actions

add_to_set = `{ $name }` is a named set, and nothing can be added to it
add_to_collection = add to the collection itself
new_lacks_field = the new `{ $noun }` has no `{ $field }`
added_here = added here
neither_default_nor_optional = this field is required and has no default
key_cannot_change = `{ $name }` is the key of `{ $noun }` and cannot change
cannot_change = `{ $name }` cannot change
what_can_change = what can change is a value of the state, or a field of the actor or of a parameter
cannot_be_cleared = `{ $name }` always has a value and cannot be cleared
declared_required = declared without `?`
may_be_absent = a value that may be absent is written to a required field
is_optional = this is optional
always_has_value = this always has a value
both_or_neither = declare both with `?`, or neither
changed_twice = one action changes this twice

## Types

negative_limit = a limit cannot be `{ $number }`
limit_from_zero = write 0 or more; to allow none, write a `never`
lower_bound_for_each = expected one key that is an element of a collection
lower_bound_here = a lower bound is due for each element of that collection
lower_bound_of_elements = who has none is in no group of values; let the key be an element with an id, or write `at most`
one_of_several = for one of several values, write `… is one of a, b`
condition_compares = a condition compares a value, such as `… is …`
ask_presence = write `{ $path } is present`, or in place of `not { $path }` write `{ $path } is absent`
enum_values = the values are { $values }
value_for_condition = expected a condition, found another value for the comparison
a_list = a list
a_set = a set
a_set_or_list = a set or a list
entries_have_no_where = `where` does not narrow a list
ask_entries = write `any x in { $path } where …` to ask something of its entries
not_any = write `not any x in { $path } where …`
is_compares_one = to compare with one value, write `is`
is_in_list = for a list, write `is in`
dates_compare = for dates, write `is before`, `is after` or `is`
not_a_difference = `-` is between values that are not numbers
set_not_value = `{ $name }` is a collection, not a value
ask_set = write `count of { $name }`, or `any x in { $name } where …`
argument_count = `{ $name }` takes { $expected ->
    [0] no arguments
    [one] { $expected } argument
   *[other] { $expected } arguments
}, and { $found } { $found ->
    [one] is
   *[other] are
} given
set_with_parameter = a named set takes no parameters
delete_parameter = delete this parameter
value_has_no_elements = `{ $name }` is a value and has no elements
noun_belongs_to_set = delete `: each …`, which names the elements of a set
parameter_without_type = parameter `{ $name }` has no type
write_type = write `{ $name }: String`
role_is_no_element = write `{ $noun }`: a role is no element of the state
deadline_of_required = `{ $name }` always has a value, so it is never due
declare_optional = declare it with `?`

## Circles

let_in_circle = `{ $name }` is defined by itself
break_the_circle = define one of them without the others
prefers_itself = `{ $name }` is preferred over itself
preferences_in_circle = this closes the circle
role_like_itself = role `{ $name }` is like itself
one_role_without_like = one of these roles must be like no other

## Roles and exceptions

except_without_like = role `{ $name }` has an exception, but is like no other role
write_like = write `like` and the role whose rights it has
roles_too_deep = more than { $most } roles are each like the next
begins_here = the first of them
like_the_last = make some of them like the last one directly
nothing_to_except = no rule permits role `{ $role }` to `{ $action }`
cannot_break = action `{ $action }` cannot break `{ $rule }`
no_effect = this exception has no effect
delete_or_permit = delete the exception, or permit the action
delete_exception = delete the exception

## Documents

empty_heading = the heading is empty
name_the_heading = write the heading of the section as the document has it
empty_quote = the quote is empty
quote_the_document = quote the words of the document
conflict_without_reason = conflict `{ $name }` gives no reason
add_because = add `because en "…"`
settled_as_other = `{ $name }` is not one of the two documents
settle_as_one = write one of the two that disagree

## Messages of rules

unclosed_hole = this message has a `{"{"}` that is never closed
hole_shape = write a value in braces, such as `{"{"}actor.id{"}"}`

## Sizes

list_too_long = more than { $most } of one kind
last_of_them = the last of them
expression_too_large = with its named expressions written out, this has more than { $most } parts or is nested more than { $deepest } deep
fewer_named_expressions = use fewer named expressions inside one another
rules_too_large = with this, the rules have more than { $most } parts for all actions
too_much_from_here = too much from here on
smaller_rules = use fewer or smaller named expressions, or name fewer actions
too_many_declarations = more than { $most } declarations of one kind
too_many_roles = more than { $most } roles
divide_roles = divide the roles among several packs

## What is likely a mistake

conditions_exclude = these two conditions exclude each other, so the rule never applies
this_condition = this condition
and_this = and this one
join_with_or = all conditions must hold; where one is enough, join them with `or`
nothing_declared = this file declares nothing
delete_or_write = write its rules, or delete the file

gone_through_again = all `{$inner}` are gone through for each of `{$outer}`
goes_through = goes through all `{$collection}`
for_each_of_these = once for each of `{$collection}`
compare_to_look_up = compare a field by `is`, `is one of` or `is in` with something outside: then only those elements are looked up
every_of_nothing = also holds where there is nothing in `{ $path }`
holds_of_nothing = `every` of nothing is true
ask_for_one = if there must be one, add `{ $condition }` to the conditions of the permit
