# Files, arguments, artefacts, JSON Lines, git, and the verbs that print rules and pages.

## Files

cannot_read = cannot read { $name }: { $cause }
cannot_write = cannot write { $what }: { $cause }
another_review = another run of `ustav accept` has been changing the rules in `{ $path }` for a minute
standard_output = standard output
temporary_file = a temporary file
manual_page = the manual page
not_a_file = it is not a file
broken_link = the link leads nowhere
read_only = the file is read-only
no_folder = there is no folder `{ $folder }`
not_found = there is no such file
permission_denied = permission denied
is_a_folder = it is a folder
not_a_folder = part of the path is not a folder
exists_already = it exists already
storage_full = the disk is full
quota_exceeded = the disk quota is used up
file_too_large = the file is too large
read_only_filesystem = the disk is read-only
invalid_filename = the name is not valid
busy = another program is using it
broken_pipe = nothing reads it any more
cut_off = the connection was cut off
timed_out = it took too long
network = the network cannot be reached
out_of_memory = there is not enough memory
input_output = the device failed
too_many_open_files = too many files are open
circle_of_links = the links lead in a circle
system_error = system error { $number }
unknown_cause = unknown cause ({ $kind })
stdin_twice = standard input can be read only once
stdin_once = write `-` for one argument, and name a file for the other
bytes_together = all files of this kind together may have at most { $most } MB
file_of_its_own = put each state into a file of its own
second_document = a second document begins here
imported_here = imported here
named_here = named here
named_from_here = named here, relative to the folder of this file

## Rules

no_rules_there = there is no file or folder `{ $path }`
name_rules = name a rule file, or a folder with rule files, with `--rules`
name_rules_alone = name a rule file, or a folder with rule files
too_many_entries = there are more than { $most } files and folders around `{ $folder }`
name_folder_of_rules = name a folder that holds only the rules
no_rule_files = the folder `{ $folder }` has no rule files
rule_file_names = names of rule files end in `.rules`
not_a_rule_file = `{ $path }` is not a rule file
is_a_rule_file = `{ $path }` is a rule file
write_rules = name rules with `--rules { $path }`
name_a_file = name a file in it
quote_path = put a path with a space in quotation marks: `"{ $path }"`
not_a_path = write this into a file, such as `action.yaml`, and name the file here
write_hyphens = write two hyphens: `{ $flag }`
no_rule_declared = no rule is declared in { $files }
declare_a_permit = a pack declares at least one `permit`

## States and actions

one_state = expected one state
no_state_in = { $path } has no state
no_state_to_audit = there is no state to audit
audit_takes_states = `audit` takes states; to judge actions: `ustav check STATE ACTIONS`
no_action = there is no action to judge
nothing_here = nothing here
too_many_actions = more than { $most } actions
fewer_actions_at_a_time = split them between several runs
object_on_each_line = expected one object on each line
not_an_object = this is not one object
json_lines_hold_objects = JSON Lines have one `{"{…}"}` on each line

## Scenarios

no_scenario_file = found no scenario file
where_scenarios_are = put scenario files into { $folders }, or name them
no_scenario_file_in = `{ $folder }` has no scenario file
scenario_file_names = names of scenario files end in `.yaml` or `.yml`
one_document = expected one document
scenarios_under_one_key = put all scenarios under one `scenarios`
no_scenario_in = { $file } has no scenario
scenario_without_state = the scenario has no state
no_scenario_has_state = no scenario has a state
no_state_named = neither the scenario nor its file names a state
name_a_state = add `state: …` with the path of a state, or the state itself

## Arguments

format_lacking = this command has no format `{ $format }`
formats = it has { $formats }
not_a_moment = expected a date, found `{ $text }`
not_a_period = expected a number with a unit of time, found `{ $text }`
write_a_period = write it like `7d`, `2w`, `36h`, `30min`, `3mo` or `1y`
unknown_code = there is no code `{ $code }`
ask_how = codes look like `E0201`; of an action: `ustav how { $name }`
codes_are_listed = `ustav explain` lists all codes
whose_actions = the actor is not named
name_actor_or_role = give a state and `--actor ID`, or `--role ROLE`
unknown_actor = the state has no user `{ $actor }`
unknown_role = there is no role `{ $role }`
unknown_action = there is no action `{ $action }`
explain = `ustav explain { $code }` tells more

## Artefacts

rules_not_artefact = `{ $path }` is an artefact: { $why }
only_rules_are_formatted = only rules can be formatted
name_the_rules_of_the_artefact = name the rules that it was compiled from
artefact_beside_rules = `{ $path }` is an artefact, which is a whole pack
give_artefact_alone = name it alone, or compile all the rules to one artefact
artefact_not_printed = an artefact cannot be printed
name_a_file_for_the_artefact = name the file to write it to
artefact_not_written = cannot write the rules as an artefact: { $cause }

## Git

git_not_found = the program `git` was not found
git_does_not_run = the program `git` does not run: { $cause }
git_says = git says: "{ $reason }"
no_git_here = cannot look up revision `{ $revision }` of `{ $file }`
unknown_revision = git knows no revision `{ $revision }`
name_a_revision = name a revision of the repository that holds the rules, such as `main`

## Compiling and formatting

compiled = compiled: { $rules ->
    [one] { $rules } rule
   *[other] { $rules } rules
}, { $actions ->
    [one] { $actions } action
   *[other] { $actions } actions
}, { $roles ->
    [one] { $roles } role
   *[other] { $roles } roles
}, { $documents ->
    [one] { $documents } document
   *[other] { $documents } documents
}
stage_too_long = more than { $most } MB would be printed
stage_not_printed = cannot print this stage: { $cause }
not_formatted = not formatted: { $file }
formatted = formatted: { $file }
written = written: { $file }

## Progress

progress_actions = actions
progress_actions_read = actions read
progress_states = states
progress_waiting = waiting for another review, seconds:

no_budget = `{ $name }` is no budget: `{ $value }`
whole_number = write a whole number of elements, such as `10000000`
