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
version = Print the version
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-version = VERSION

## The program

ustav = Check who may do what, by rules that stay true to the documents they come from
ustav-exit-codes = Exit codes: 0 everything is fine; 1 a rule says no; 2 nothing could be decided, because a file or the command is wrong; 3 nothing was denied, but something is undetermined.

## For every verb

rules = A rule file, a folder with rule files, or one file that `compile --out` wrote; may be given several times
format = How results are printed
format-human = for people
format-json = for other programs
format-github = for GitHub: each message beside its line
format-sarif = for code scanners, as SARIF 2.1.0
format-junit = for test reports, as JUnit XML
lang = The language of messages [default: that of the system, else English]
lang-ru = Russian
lang-en = English
color = When to use colours
color-auto = in a terminal window only
color-always = always
color-never = never
quiet = Print one line for each result, without excerpts from files
budget = The most elements of a state that are looked at: 10,000,000 for a verdict, 1,000,000,000 for an audit unless set here

## Verbs

check = Say of each action whether it is allowed in a state
check-state = The state: a YAML or JSON file; `-` takes it from another command (standard input)
check-actions = Files with one action, a list of actions, or several with `---` between them; files that end in `.jsonl` have one on each line
check-explain = Also show the rules that were considered but do not apply
check-fix = Also show what would have to change for a denied action to be allowed, and who can change it; `=all` adds ways that give somebody more rights

simulate = Play actions one after another: an allowed one changes the state, a denied one does not
simulate-state = The state: a YAML or JSON file; `-` takes it from another command (standard input)
simulate-actions = A file with the actions in order; one that ends in `.jsonl` has one on each line, and each is played as soon as it is read
simulate-stop = Stop at the first action that is not allowed
simulate-out = Save the resulting state to this file, as YAML; `-` prints it instead of the steps

audit = Find what in a state breaks a rule already, and which deadlines are near
audit-states = The states: YAML or JSON files; files that end in `.jsonl` have one on each line; `-` takes them from another command (standard input)
audit-at = The date, or date and time, for which to look [default: now]
audit-within = Of the deadlines to come, show only those within this time, such as `7d` or `2w`

can = List all actions, each with its verdict for one actor or one role
can-state = The state: a YAML or JSON file; `-` takes it from another command (standard input)
can-actor = The id of the actor, as the state has it
can-role = What somebody with this role may do, as far as the rules alone tell
can-at = The date, or date and time, of the actions [default: now]
can-explain = Also show the rules and passages that each verdict rests on

test = Play scenario files and report what comes out other than expected
test-paths = Scenario files, or folders with them; `-` takes one from another command (standard input) [default: the folder `scenarios` beside the rules]
test-filter = Play only scenarios with this text in their name or file name
test-coverage = Report which rules, exceptions, actions and passages the scenarios reach
test-min_coverage = End with exit code 1 if less than this percentage is covered
test-mutate = Change the rules in small ways, one at a time, and report the changes that no scenario notices
test-min_score = End with exit code 1 only if less than this percentage of the changes is noticed
test-watch = Play again whenever a file changes, until `Ctrl+C` is pressed
test-boundaries = Play nothing; print borderline cases of the rules as a scenario file, for a person to confirm
test-out = Write the cases to this file; a file with confirmed cases is not overwritten

verify = Check that rules and documents still agree: quotes, numbers, conflicts, coverage
verify-coverage = Also list all sentences of the documents that permit, forbid or require something, each with what covers it
verify-explain = Show the places in their texts, and name all that hangs on what changed
verify-min_coverage = End with exit code 1 if less than this percentage of these sentences is covered
verify-strict = End with exit code 1 also when sentences changed that state nothing
verify-original = A text that a document retells, as it is today: what changed in it, and what hangs on that
verify-against = Compare with the documents of a git revision (a branch, a tag or a commit), not with what was reviewed
verify-at = The day for which to check whether conflicts that are settled for a time still are [default: today]

accept = Record that a passage was reviewed, and update its quote in the rules
accept-item = What was reviewed: a rule, a role, an action, a conflict, or the first digits of a passage as `verify` prints them
accept-reason = Why it is right as it is now
accept-moved = Accept everything that only moved, word for word
accept-new = Accept everything that is cited and was never reviewed
accept-unread = Accept the sentences that state nothing as they are now
accept-migrate = Bring a lock of an earlier version over: who accepted what, and why, stays
accept-original = Record the text that a document retells, as it is now
accept-ties = Which sentences of the original are retold by which of ours (TOML)
accept-by = Who reviewed it [default: the name that git has]
accept-quote = Quote these words of the document in place of those that it lacks
accept-aside = Write an `aside` with the reason into the rules: the sentence decides nothing
accept-dry_run = Show what would be recorded, and write nothing

review = Go through what has to be reviewed, one by one, and record each choice
review-by = Who reviews it [default: the name that git has]

report = Write one HTML page with documents and rules side by side
report-out = The file to write; `-` prints it
report-against = Compare with the documents of a git revision (a branch, a tag or a commit), not with what was reviewed
report-at = The day for which to check whether conflicts that are settled for a time still are [default: today]

new = Make a small pack that works, with comments that teach
new-name = The folder of the pack: one that is not there yet, or an empty one

draft = Write a rule file from documents, with nothing invented: what has to be decided stands in comments
draft-documents = A document; without any, those that the rules declare
draft-into = Write into this rule file: create it, or add the sentences that it quotes nowhere; with `--state`, a folder for both files
draft-state = Print an example state and an example action of each kind, from what the rules declare

how = Show the documented steps of an action and its conditions
how-action = The name of the action

fmt = Tidy up the form of rule files: indentation, blank lines, spaces
fmt-paths = Rule files and folders with them; `-` takes one from another command (standard input) [default: the rules]
fmt-check = Change nothing; end with exit code 1 if a file is not tidy

explain = Explain an error by its code
explain-code = A code such as E0201 [default: list all]

compile = Check the rules, and print what the program makes of them or save it as one file
compile-emit = Print what the program made of the rules at this stage, as YAML (or JSON), to look for mistakes
compile-out = Save all rules to this one file; every command takes it in place of rule files
emit-tree = the rules as they were read
emit-model = the rules with all names and types looked up
emit-kb = the knowledge base: rules under the actions that they decide
emit-plan = what each rule goes through and looks up, and what that costs

completions = Print a script that lets the `Tab` key complete commands, or the manual page
completions-shell = The shell that runs your commands, or `man` for the manual page

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
one_at_a_time = name one code at a time
separate_paths = write each path as an argument of its own: `{ $paths }`
add_flag = add `{ $flag }`
without_flag = write the value alone, without `{ $flag }`
quote_value = put a value with a space in quotation marks: `{ $whole }`
one_value = give one value at a time: `{ $flag }`
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
the-rule = a rule, a passage, `--moved`, `--new`, `--unread` or `--migrate`
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
also-accept = approve, confirm
also-review = inbox, triage
also-report = html, page, site
also-new = init, create, start
also-draft = sketch, generate, scaffold
also-how = steps, show, describe
also-fmt = format, pretty
also-explain = error, code
also-compile = build, pack
also-completions = complete, completion, man
