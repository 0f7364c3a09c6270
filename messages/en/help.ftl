# The help of the command line. `VERB` describes a verb, `VERB-ARGUMENT` one of its arguments, `ARGUMENT` one that every verb
# has, `ARGUMENT-VALUE` one of its values.

## The words around

usage = Usage:
commands = Commands
command = COMMAND
arguments = Arguments
options-word = [OPTIONS]
options = Options
default = default: { $value }
values = one of: { $values }
help = Print help
version = Print the version, with its commit
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-version = VERSION

## The program

ustav = Judge actions by rules that stay true to the documents they come from
ustav-exit-codes = Exit codes: 0 all is well; 1 a rule says no; 2 nothing could be decided; 3 nothing was denied, but something is undetermined.

## For every verb

rules = A rule file, a folder with rule files, or an artefact of `compile --out`; may be repeated
format = How results are printed
format-human = for people
format-json = for machines
format-github = workflow commands, shown by GitHub beside the lines
format-sarif = SARIF 2.1.0, for code scanning
format-junit = JUnit XML, for test reports
lang = The language of messages [default: that of the locale, else en]
lang-ru = Russian
lang-en = English
color = When to use colours
color-auto = on a terminal
color-always = always
color-never = never
quiet = Print one line a result, without excerpts
budget = How many elements a verdict (10,000,000) or an audit (1,000,000,000) may look at

## Verbs

check = Judge proposed actions, each on its own, against a state
check-state = The state: a YAML or JSON file, `-` for standard input
check-actions = The actions: files with one action, a list of them, several YAML documents, or JSON Lines (`.jsonl`)
check-explain = Also show the rules that were considered and did not apply
check-fix = Also show what would make a denied action allowed, and who can do that

simulate = Play actions in order: an allowed one takes effect, a denied one changes nothing
simulate-state = The state: a YAML or JSON file, `-` for standard input
simulate-actions = The actions in order: YAML, JSON, or JSON Lines (`.jsonl`), which are played as they arrive
simulate-stop = Stop at the first action that is not allowed
simulate-out = Write the resulting state to this file, as YAML; `-` prints it instead of the steps

audit = Find what in a state breaks a rule, and which deadlines are coming
audit-states = The states: YAML or JSON files, or JSON Lines (`.jsonl`) with one state a line; `-` for standard input
audit-at = The date or date-time of the audit [default: now]
audit-within = Of what is upcoming, show only what is due within this time, such as `7d` or `2w`

can = List every action with its verdict, for an actor or for a role
can-state = The state: a YAML or JSON file, `-` for standard input
can-actor = The id of the actor
can-role = What this role could do, from the rules alone
can-at = The date or date-time of the actions [default: now]
can-explain = Show the excerpts that each verdict rests on

test = Run scenario files and report unexpected outcomes
test-paths = Scenario files, folders with them, `-` for standard input [default: `scenarios` beside the rules]
test-filter = Run only scenarios with this text in their name or file name
test-coverage = Report which rules, exceptions, actions and passages the scenarios reach
test-min_coverage = Exit with 1 below this percentage of coverage
test-mutate = Change the rules, one small change at a time, and report the changes that no scenario notices
test-min_score = Exit with 1 only below this percentage of noticed changes
test-watch = Run again whenever a file changes, until interrupted
test-boundaries = Run nothing: print the cases at the edges of the rules as a scenario file, for a person to confirm
test-out = Write the cases to this file; a file with confirmed cases is not overwritten

verify = Check that rules and documents still agree: citations, numbers, conflicts, coverage
verify-coverage = Also list every normative sentence of the documents, and what covers it
verify-min_coverage = Exit with 1 below this percentage of covered sentences
verify-against = Compare with the documents of this git revision instead of what was reviewed
verify-at = The day for which to check whether temporarily settled conflicts still are [default: today]

accept = Record that a passage was reviewed, and update its quote in the rules
accept-item = What was reviewed: a rule, a role, an action, a conflict, or the first digits of a passage from `verify`
accept-reason = Why it is right as it is now
accept-moved = Everything that only moved, word for word
accept-new = Everything that is cited and was never reviewed
accept-by = Who reviewed it [default: the name in the configuration of git]

report = Write one HTML page with documents and rules side by side
report-out = The file to write; `-` prints it
report-against = Compare with the documents of this git revision instead of what was reviewed
report-at = The day for which to check whether temporarily settled conflicts still are [default: today]

how = Show the documented steps of an action and its conditions
how-action = The name of an action

fmt = Format rule files
fmt-paths = Rule files and folders, `-` for standard input [default: the rules]
fmt-check = Write nothing; exit with 1 if a file is not formatted

explain = Explain an error code
explain-code = A code such as E0201 [default: list all]

compile = Check the rules, and print or write what they compile to
compile-emit = Print this stage as YAML (or JSON)
compile-out = Write the compiled pack to this file; every verb takes it in place of rules
emit-tree = the syntax trees
emit-model = the checked model
emit-kb = the knowledge base
emit-plan = what each rule goes through and looks up, and what that costs

completions = Print a completion script for a shell, or the manual page
completions-shell = The shell, or `man` for the manual page

## Usage errors

error = error: { $message }
unknown_argument = there is no argument `{ $argument }`
unexpected_argument = unexpected argument `{ $argument }`
unknown_verb = there is no command `{ $verb }`
no_verb = expected a command
no_value = expected a value after { $argument }
expected_not = expected { $argument }, found `{ $value }`
expected_not_nothing = expected { $argument }, found an empty text
wrong_value = `{ $value }` is not a value of { $argument }
missing_argument = missing: { $arguments }
arguments_exclude = these exclude each other: { $argument } and { $other }
given_twice = { $argument } is given twice
number_of_values = { $argument } has too many or too few values
not_utf8 = an argument is not UTF-8
wrong_arguments = the arguments are not understood
in_the_file = { $verb ->
    [test] say it in the scenario: `{ $text }`
   *[other] say it in the file with the action: `{ $text }`
}
flag_of_verbs = `{ $flag }` belongs to { $verbs }
one_word = write it as one word: { $names }
without_flag = write the value alone, without `{ $flag }`
quote_value = put a value with a space in quotation marks: `{ $whole }`
write_as = write `{ $usage }`
known_values = expected { $values }
more = `ustav --help` lists commands and arguments
more_of_verb = `ustav { $verb } --help` lists its arguments
expected_number = expected a whole number, such as `500000`
expected_percent = expected a whole number from 0 to 100

## What an argument without a flag is

the-state = a file with the state
the-states = files with states
the-actions = a file with the actions
the-action = the name of an action
the-rule = a rule, a passage, `--moved` or `--new`
the-shell = a shell, or `man`
the-code = a code
the-paths = files or folders

## Names of values

value-state = STATE
value-states = STATES
value-actions = ACTIONS
value-action = ACTION
value-file = FILE
value-when = WHEN
value-time = TIME
value-id = ID
value-role = ROLE
value-path = PATH
value-paths = PATHS
value-text = TEXT
value-percent = PERCENT
value-rev = REVISION
value-rule-passage = RULE|PASSAGE
value-name = NAME
value-code = CODE
value-emit = STAGE
value-shell = SHELL
value-format = FORMAT
value-lang = LANGUAGE
value-n = NUMBER

## Words that people use for a verb; none of them is printed

also-check = validate, judge, evaluate, eval, decide, is
also-simulate = play, replay, run, apply
also-audit = inspect, scan
also-can = rights, permissions, may
also-test = tests, scenario, scenarios
also-verify = drift, compare, coverage
also-accept = approve, confirm, review
also-report = html, page, site
also-how = steps, show, describe
also-fmt = format, pretty
also-explain = error, code
also-compile = build, pack
also-completions = complete, completion, man
