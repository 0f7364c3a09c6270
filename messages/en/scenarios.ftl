# What is wrong with a scenario file. `$found` is a kind of value: a list, a mapping, text, a number.

## The shape

expected_file = expected the key `scenarios` with a list, found { $found }
expected_list = expected a list of scenarios, found { $found }
expected_scenario = expected a scenario with the keys `name`, `do` and `expect`, found { $found }
expected_step = expected a step with the keys `do` and `expect`, found { $found }
expected_audit = expected an audit with the keys `at` and `expect`, found { $found }
expected_name = expected the name of the scenario, found { $found }
expected_state = expected a state or the path of its file, found { $found }
expected_changes = expected keys of the state with their changes, found { $found }
expected_steps = expected a list of steps, found { $found }
expected_verdict = expected a verdict, found { $found }
expected_rules = expected the id of a rule or a list of ids, found { $found }
expected_rule = expected the id of a rule, found { $found }
state_for_scenarios = expected scenarios, found a state
one_scenario = expected a list under `scenarios`, found a scenario without it
action_for_scenarios = expected scenarios, found an action
quote_it = to make it text, put it in quotation marks: `"{ $text }"`
write_scenarios = write `scenarios:` and below it the scenarios, each with `- name: …`
write_scenario = write `- name: …` and below it `do: …` and `expect: …`
write_step = write `- do: …` and below it `expect: …`
write_audit = write `audit: {"{"}at: …, expect: […]{"}"}`
action_beside = the keys of an action stand beside those of the scenario
indent_action = write `do:`, and below it the keys of the action, indented by two spaces
expect_in_do = `expect` is no key of the action
move_expect = begin `expect` in the column of `do`
write_changes = write the fields that change, as a state has them: `with: {"{"}field: value{"}"}`
write_a_verdict = write `allowed`, `denied` or `undetermined`

## Keys

unknown_key = unknown key `{ $key }` in { $owner ->
    [file] a scenario file
    [scenario] a scenario
    [step] a step
   *[audit] an audit
}
no_scenarios = the file has no `scenarios`
add_scenarios = add `scenarios:` with a list of scenarios
no_name = the scenario has no `name`
add_name = add `name: …` with what the scenario shows
nothing_to_check = the scenario has nothing to check
add_do = add `do` and `expect`, or `steps`, or `audit`
no_action = the step has no `do`
add_action = add `do: {"{"}actor: …, action: …{"}"}`
without_do = `{ $key }` without `do`
nothing_expected = the scenario does not say which verdict it expects
of_this_action = for this action
add_expect = add `expect: allowed` (or `denied`, `undetermined`)
no_audit_expect = the audit has no `expect`
add_audit_expect = add `expect: […]` with the rules that are broken, or `expect: []` for none
not_beside = `{ $key }` cannot stand beside `{ $other }`
beside_this = beside this
within_steps = move it into a step: with `steps`, each step has its own `do`, `expect` and `because`

## Values

same_name = two scenarios are called `{ $name }`
first_here = first here
again_here = again here
names_differ = give one of them another name
empty_name = the name of the scenario is empty
what_it_shows = write what the scenario shows
no_steps = the list of steps is empty
add_step = add a step with `do` and `expect`, or remove `steps`
unknown_verdict = unknown verdict `{ $verdict }`
unknown_rule = no rule is called `{ $rule }`
not_audited = an audit never finds `{ $rule }`
about_actions = this rule is about actions
what_audits_find = an audit finds what breaks a `limit`, a `never` or a `deadline`

## Changes to the state

unknown_in_state = unknown key `{ $key }` in the state
unknown_in_group = unknown key `{ $key }` in `{ $group }`
unknown_in_element = unknown key `{ $key }` in a `{ $noun }`
nobody = the state has no { $noun } `{ $id }`
nothing_to_remove = nothing to remove here
expected_element = expected fields of this `{ $noun }` with their changes, found { $found }
other_id = the id of a `{ $noun }` cannot change
another_id = this is another id
than_this = than this
leave_out = remove `{ $key }` here

## Time and numbers

goes_back = time goes back: { $at } after { $latest }
earlier = this is earlier
than_this_time = than this
in_order = put the steps in the order in which they happen
needs_time = the action needs `at`: its verdict changes with time
changes_at = { $then ->
    [allowed] without `at`, it happens now; from { $until } on, the action is allowed
    [denied] without `at`, it happens now; from { $until } on, the action is denied
    [undetermined] without `at`, it happens now; from { $until } on, the verdict is undetermined
   *[later] without `at`, it happens now; after { $until }, the verdict may change
}
audit_needs_time = the audit needs `at`: what it finds changes with time
finds_otherwise = without `at`, it takes place now; from { $until } on, it finds something else
add_at = add `at: …` with the date that the scenario is about
overflow = the result of this calculation does not fit into a 64-bit integer
depends_on_it = the outcome depends on it
