# Results of `test`: scenarios, coverage, mutation, boundary cases.

## Scenarios

scenarios = scenarios
changes = changes
actions_and_rules = actions and rules
to_confirm = { $name } (to confirm)
summary = { $all ->
    [one] { $all } scenario
   *[other] { $all } scenarios
}: { $passed } passed{ $failed ->
    [0] {""}
   *[other] , { $failed } failed
}{ $confirm ->
    [0] {""}
   *[other] , { $confirm } to confirm
}
waiting = waiting for changes
not_checked = { $count ->
    [one] one more check of this scenario was skipped
   *[other] { $count } more checks of this scenario were skipped
}: the state before { $count ->
    [one] it
   *[other] them
} would be different

## What was expected and what came

verdict = { $verdict ->
    [allowed] allowed
    [denied] denied
   *[undetermined] undetermined
}
nothing = nothing
expected_verdict = expected { $expected }, got { $actual } ({ $because })
expected_rules = { $actual } as expected, but not by the expected rules: expected { $expected }, got { $because }
audited = audit { $at }: { $lists }
expected_findings = { $severity ->
    [violation] violations
    [upcoming] upcoming
   *[undetermined] undetermined
}: expected { $expected }, got { $actual }
both = { $first }; { $last }
got = got { $verdict }
no_reason = not a reason for this verdict
also_because = also because of { $rules }
not_found = not found
also_found = also found: { $rules }

## Coverage

rules = rules
exceptions = exceptions of roles
actions = actions
passages = passages
rule = { $rule }: { $sides }
also_forbids = { $rule } (`also forbids`): { $sides }
action = { $action } ({ $judged ->
    [0] never judged
    [one] judged once
   *[other] judged { $judged } times
}): { $sides }
reached = ✓ { $side }
not_reached = · { $side }
side = { $side ->
    [applied] applied
    [not_applied] did not apply
    [broken] broken
    [kept] kept
    [upcoming] upcoming
    [running] running
    [not_running] not running
    [allowed] allowed
    [denied] denied
   *[unknown] unknown
}
coverage = coverage: { $percent } % ({ $reached } of { $all }){ $least ->
    [none] {""}
   *[other] , expected at least { $least } %
}
coverage_too_low = the scenarios cover { $percent } % of the rules, expected at least { $least } %

## Mutation

rule_removed = the rule is removed
becomes = `{ $before }` becomes `{ $after }`
no_default = `{ $name }` has no default
not_optional = `{ $name }` is not optional
becomes_within = `{ $before }` becomes `{ $after }` in `{ $whole }`
dropped = `{ $what }` is dropped
dropped_from = `{ $what }` is dropped from `{ $list }`
negated = `{ $what }` is negated
change = { $owner }: { $change }
unnoticed = { $owner }: { $change }, and no scenario notices
would_notice = this scenario would notice it:
noticed_by_rule = changes noticed, by rule
noticed_by_passage = changes noticed, by passage
ratio = { $reached } of { $all }
tally = { $name }{ $equivalent ->
    [0] {""}
   *[other] , { $equivalent } equivalent
}{ $refused ->
    [0] {""}
   *[other] , { $refused } not compiled
}
noticed = changes noticed: { $percent } % ({ $reached } of { $all }){ $equivalent ->
    [0] {""}
   *[other] , { $equivalent } equivalent
}{ $refused ->
    [0] {""}
   *[other] , { $refused } not compiled
}{ $least ->
    [none] {""}
   *[other] , expected at least { $least } %
}
noticing_stopped = the search for scenarios that would notice these changes was stopped before all was tried
not_tried = no changes were tried: first all scenarios have to pass
noticed_too_low = the scenarios notice { $percent } % of the changes, expected at least { $least } %
skipped = { $outcome ->
    [equivalent] equivalent
   *[refused] not compiled
}

## Boundary cases: the file

about_file = Boundary cases of the rules, written by `ustav test --boundaries`, with the verdicts as they are today.
about_confirm = Read each of them; where the result is right, remove `confirm: true`.
never_allowed = No way was found in which these are allowed: { $actions }
search_stopped = The search for cases was stopped before all was tried: there may be others
left_out = Left out: { $what }
only_first = { $what }: only the first { $most } cases
excepted_cases = exceptions
effect_cases = effects of actions
too_many_of_rule = { $owner }: { $elements } ({ $rule })
too_many = { $owner }: { $elements }
nothing_shows = { $action }: nothing was found that shows { $effect }
nothing_applies = { $rule }: nothing was found to which it applies
shows_change = that it changes { $what }
shows_condition = the condition under which it changes { $what }
field_of = the `{ $field }` of a { $noun }
new_element = the new { $noun }

## Boundary cases: their names

case = { $owner }: { $words }
case_like = { $owner }: { $words } (like { $role })
case_excepted = { $owner }: { $words } (excepted from { $rule })
case_numbered = { $name } ({ $number })
audit_case = audit: { $words }
plain_case = the plain case
then_action = { $name }; then { $action }
then_action_by = { $name }; then { $action } by { $who }
then_audit = { $name }; then an audit { $time }
is = { $place } is { $value }
is_absent = { $place } is absent
is_empty = { $place } is empty
is_among = { $text } is among { $field } of { $collection }
is_not_among = { $text } is not among { $field } of { $collection }
acts = { $who } acts
one_more = one more { $noun }
one_less = one { $noun } less
none_there = no { $collection }
on_day = on { $day }
day_begins = when { $day } begins
last_second = in the last second of { $day }
at_time = at { $time }
elements = { $count } { $count ->
    [one] { $noun }
   *[other] { $collection }
}
elements_counted = { $count } { $count ->
    [one] { $noun } that counts
   *[other] { $collection } that count
}
elements_counted_for = { $count } { $count ->
    [one] { $noun } that counts
   *[other] { $collection } that count
} for { $rule }
that_count = { $count ->
    [one] { $count } that counts
   *[other] { $count } that count
}

## What is wrong

no_scenario = no scenario to run
list_them = list the scenarios of a file under `scenarios`
none_matches = no scenario has `{ $filter }` in its name or in the name of its file
cannot_watch = standard input cannot be watched
name_files = name the files
exists = `{ $path }` exists already
confirmed_there = it has scenarios that somebody has confirmed; write to another file and compare the two
something_else_there = it is not a file of boundary cases; write to another file
cannot_write = the cases cannot be written as YAML: `{ $reason }`
