# Verdicts with their reasons, audits, proposals, guides.

## Verdicts

allowed = allowed
denied = denied
undetermined = undetermined
until = { $verdict } until { $moment }, then { $then }
at_least_until = { $verdict } until { $moment } at least
actions = { $count ->
    [one] { $count } action
   *[other] { $count } actions
}: { $parts }
actions_allowed = { $count } allowed
actions_denied = { $count } denied
actions_undetermined = { $count } undetermined

## Reasons

permitted_by = permitted by { $rule }
denied_by = denied by { $rule }: { $message }
depends_on = depends on { $rules }
all_depend_on = all that is marked `?` also depends on { $rules }
nothing_permits = nothing permits `{ $action }` here
out_of_range = `{ $name }` may only be a number { $range }
lies_in_itself = would lie in itself
unknown_target = it is not known what `{ $name }` refers to, and that would change
our_reading = our reading
settled = documents differ ({ $conflict }): { $other }. In force is { $in_force }: { $because }
considered = considered, but did not apply:
counted = { $count } of { $path }
total = { $sum } in total of { $path }
overflow = this calculation leaves the range of 64-bit integers
overflow_here = the verdict depends on it
said_in = { $text } ({ $language ->
    [ru] in Russian
    [en] in English
   *[other] in the language `{ $language }`
})

## Obligations

pending = pending
met = met
met_late = met late
overdue = overdue
obligation = { $rule }: { $subject }, { $status }, due { $due }

## Places

this_rule = this rule
no_permission_here = does not permit this
document_says = the document says so
quote_of = { $message }: «{ $quote }»
value_now = `{ $path }` is now `{ $value }`
left_out = `{ $path }` is left out
default_value = `{ $path }` is left out, so it is `{ $value }`
left_out_here = `{ $name }` is left out next to this
unknown = { $count ->
    [one] { $paths } is unknown; add it to get a verdict
   *[other] { $paths } are unknown; add them to get a verdict
}
unknown_value = unknown
absent_value = absent
left_out_value = left out
counted_here = { $count } counted here
total_here = { $sum } in total here
not_found_here = not found among these { $count }
unknown_number = how many is unknown

## Audits

violation = violation
upcoming = upcoming
due = due { $moment }
cannot_tell = cannot tell whether `{ $rule }` is kept: { $count ->
    [one] { $paths } is unknown
   *[other] { $paths } are unknown
}
violations = violations
nothing_found = nothing found
all_states = all states

## What would make an action allowed

proposals = { $count ->
    [0] no way was found to make it allowed
    [one] what would make it allowed:
   *[other] what would make it allowed (any one of these):
}
find_out = to be found out: { $paths }
fix_all = `--fix=all` also looks for ways that give somebody more rights
gives_role = gives { $people } { $role } rights
gives_use = gives { $people } the use of { $role } rights
gives_rights = gives { $people } new rights: { $actions }
other_people = others
all_of_this = all of this:
only_permitted_by = permitted only by { $rule }
in_the_way = in the way now: { $rule }
somebody_else = somebody else
somebody_does = { $who }: { $step }
nobody_does = { $step }; no action changes this
nobody_found = { $step }; nobody was found who can change this here
at_least = at least { $value }
at_most = at most { $value }
tell = say `{ $name }`: { $values }
tell_instead = say `{ $name }`: { $values }, not { $now }
told = with `{ $name }`: { $values }
told_instead = with `{ $name }`: { $values }, not { $now }
in_place_of = { $person } may do it in place of { $actor }
do_first = first do { $call }{ $others ->
    [0] { "" }
    [one] { " " }(or { $others } other)
   *[other] { " " }(or { $others } others)
}
may_do_first = { $person } may first do { $call }{ $others ->
    [0] { "" }
    [one] { " " }(or { $others } other)
   *[other] { " " }(or { $others } others)
}
wait_until = wait until { $moment }
turns_out = if it turns out that `{ $path }` is { $values }{ $others ->
    [0] { "" }
    [one] { " " }(or { $others } other)
   *[other] { " " }(or { $others } others)
}
were = if `{ $path }` were { $values }{ $others ->
    [0] { "" }
    [one] { " " }(or { $others } other)
   *[other] { " " }(or { $others } others)
}
were_instead = if `{ $path }` were { $values }, not { $now }{ $others ->
    [0] { "" }
    [one] { " " }(or { $others } other)
   *[other] { " " }(or { $others } others)
}
some_had = if some { $noun } had `{ $value }` in its `{ $field }`
some_has = if it turns out that some { $noun } has `{ $value }` in its `{ $field }`
none_had = if no { $noun } had `{ $value }` in its `{ $field }`
none_has = if it turns out that no { $noun } has `{ $value }` in its `{ $field }`
is_empty = if it turns out that there are no `{ $path }`
has_no_more = if it turns out that there are no other `{ $path }`

## How an action is done

how = how
no_steps = no steps are documented
who_may = who may
nobody = nobody
deadlines_met = deadlines it meets
denies_with = denies with: { $message }
under_conditions = under which conditions

over_budget = { $cost } { $cost ->
        [one] element
       *[other] elements
    } would have to be looked at, and { $budget } may be
over_any_budget = more elements would have to be looked at than can be counted, and { $budget } may be
rule_over_budget = `{ $rule }` costs too much: { $what }
within_budget = compare a field of the elements by `is`, `is one of` or `is in`, so that they are looked up; or allow more with `--budget`
costs_most = this costs most
actions_over_budget = { $count } over the budget
search_stopped = the search was stopped before all was tried: there may be other ways
not_judged = this action was not judged
effects_over_budget = the effects cost too much: { $what }
