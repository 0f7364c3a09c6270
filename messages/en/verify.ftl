# What `verify`, `accept` and `report` print beside the findings.

## Sentences of documents

sentence = { $line }: { $coverage ->
    [covered] covered
    [aside] aside
    [partial] partly covered
    [stale] changed
   *[uncovered] not covered
}: «{ $text }»
sentence_cited = { $line }: { $coverage ->
    [covered] covered
    [aside] aside
    [partial] partly covered
    [stale] changed
   *[uncovered] not covered
}: «{ $text }» ({ $citing })
sentence_alone = { $line }: «{ $text }»
aside = aside
aside_because = under "{ $heading }": { $because }
not_in_aside = not reviewed under "{ $heading }", which is set aside

## The summary

not_checked = { $citations ->
    [0] `{ $path }` is missing
    [one] not checked: one citation of `{ $path }`, which is missing
   *[other] not checked: { $citations } citations of `{ $path }`, which is missing
}
citations = citations: { $counts }
citations_of = { $status ->
    [unchanged] { $count } unchanged
    [moved] { $count } moved
    [reworded] { $count } reworded
    [facts_changed] { $count } with changed facts
    [step_changed] { $count } with another step
    [lost] { $count } lost
    [ambiguous] { $count } ambiguous
    [new] { $count } new
   *[absent] { $count } not checked
}
settled = settled: { $conflict }, `{ $document }` is in force
readings = { $count ->
    [one] one sentence of { $path } is our reading, and no document's word
   *[other] { $count } sentences of { $path } are our readings, and no document's word
}
original_read = the original of `{ $document }` was read on { $day }
original_agrees = the original of `{ $document }` says what it said: { $count ->
    [one] one sentence
   *[other] { $count } sentences
}
original_is = `{ $found }` names no document and file
write_original = write the document and the file: `--original article=article.html`
unknown_document = no document is called `{ $name }`
ties_unreadable = this is no list of ties
no_tie = nothing is tied in this file
tied_to_nothing = a sentence of the original is tied to nothing, and it is not said why
write_tie = write `[[tie]]`, `original = "…"`, and `ours = ["…"]` or `because = "…"`
tie_ambiguous = this stands in the text more than once
tie_not_found = this does not stand in the text word for word
no_ties_yet = nothing is recorded of the original of `{ $document }`: `--ties` says which sentences retell which
original_recorded = recorded the original of `{ $document }`: { $count ->
    [one] one sentence
   *[other] { $count } sentences
}, { $retold } of them retold
settled_by = settled: { $conflict }, `{ $document }` is in force by rule `{ $rule }`
uncited = { $count ->
    [one] rule without citations: { $rules }
   *[other] rules without citations: { $rules }
}
coverage = coverage: sentences { $sentences }, numbers { $numbers }, tried by scenarios { $exercised }
not_bound = { $count ->
    [one] not bound: one number that a rule states, too, but whose bound or unit cannot be compared; `ustav verify --coverage` names it
   *[other] not bound: { $count } numbers that rules state, too, but whose bounds or units cannot be compared; `ustav verify --coverage` names them
}
not_bound_listed = { $count ->
    [one] not bound: one number that a rule states, too, but whose bound or unit cannot be compared
   *[other] not bound: { $count } numbers that rules state, too, but whose bounds or units cannot be compared
}
not_bound_number = { $place }: the document states { $says }, { $citing } states { $stated }
unread_changed = { $count ->
    [one] one sentence of `{ $path }` that is read as stating nothing changed, in line { $lines }; `{ $command }` records it
   *[other] { $count } sentences of `{ $path }` that are read as stating nothing changed, in lines { $lines }; `{ $command }` records them
}
unread_in_places = { $count ->
    [one] one sentence of `{ $path }` that is read as stating nothing changed: { $places }; `{ $command }` records it
   *[other] { $count } sentences of `{ $path }` that are read as stating nothing changed: { $places }; `{ $command }` records them
}
reordered = sentences of `{ $path }` stand in another order than at the review; `{ $command }` records it
unread_gone = { $count ->
    [one] one sentence that was read as stating nothing is gone from `{ $path }`; `{ $command }` records it
   *[other] { $count } sentences that were read as stating nothing are gone from `{ $path }`; `{ $command }` records it
}
aside_gone = { $count ->
    [one] one sentence that was set aside with its section is gone from `{ $path }`; `{ $command }` records it
   *[other] { $count } sentences that were set aside with their sections are gone from `{ $path }`; `{ $command }` records it
}
all_covered = { $count ->
    [0] nothing has drifted; the documents have no normative sentence
    [one] nothing has drifted, and the only normative sentence is covered
   *[other] nothing has drifted, and all { $count } normative sentences are covered
}
not_all_covered = { $all ->
    [one] nothing has drifted, but the only normative sentence has no rule
   *[other] nothing has drifted, but { $count } of { $all } normative sentences have no rule
}
nothing_checked = no passage was checked: { $count ->
    [one] the only document is missing
   *[other] all { $count } documents are missing
}
share = { $all ->
    [0] — (0 of 0)
   *[other] { $percent } % ({ $reached } of { $all })
}
short = { $reached } % of the normative sentences are covered, expected at least { $least } %
not_there = `{ $path }` is missing: its citations are not checked
skipped = the document is missing

## A block for each cause

at_place = { $place }: { $what }
says_otherwise = says otherwise now
see_also = see also
more_places = { $count ->
    [one] one more place
   *[other] { $count } more places
}
more_steps = { $count ->
    [one] and one more, as in `--explain`
   *[other] and { $count } more, as in `--explain`
}
cited_by = cited by
citing_at = { $citing } ({ $place })
listed = { $what }
hangs_on = hangs on it
so_many_actions = { $count ->
    [one] one action
   *[other] { $count } actions
}
so_many_scenarios = { $count ->
    [one] one scenario
   *[other] { $count } scenarios
}
named_by_explain = { $what } (named by `--explain`)
was_reviewed = reviewed
to_do = to do

## Accepting

accepted = accepted { $passage }: { $citing }, { $place }
quote_becomes = { $place } quotes: "{ $quote }"
settled_again = settled: { $conflict }, `{ $document }` is in force
stays_open = conflict `{ $conflict }` is still open: `{ $command }` settles it as it was
would_write = would write { $file }
would_accept = would accept { $passage }: { $citing }, { $place }
by_no_rule = covered by no rule
says_now = now: "{ $text }"
section_of = { $count ->
    [0] section "{ $heading }", without a sentence
    [one] section "{ $heading }", with one sentence
   *[other] section "{ $heading }", with { $count } sentences
}
hangs_on_this = hangs on it: { $what }
heading_over_it = the heading over it: { $changes }
same_in_other_words = reworded, its facts and words of substance are the same
another_step = a step that retells it is another
not_to_be_set_aside = only a sentence that nothing covers can be set aside
set_aside_what = name it by the first digits that `ustav verify` prints
not_one_quote = expected one open quote for other words
quote_by_itself = name the passage by the first digits that `ustav verify` prints, and write words after `--quote`
nothing_to_accept = nothing to accept
cites_nothing = nothing to accept: { $citing } cites no document; write what it rests on as `cites DOCUMENT "…"`
wrote = wrote { $file }
empty_reason = the reason is empty
empty_name = the name is empty
say_who = say who reviewed it, or leave `--by` out
say_why = say why the rules are right as they are: whoever reads `ustav.lock` later will want to know
kept_in_rules = what is accepted is recorded in the rules
unknown_item = expected a rule, a role, an action, a conflict or a passage, found `{ $item }`
ambiguous_item = several passages begin with `{ $item }`
more_digits = write more digits

## What is compared

no_document = no document is declared in { $files }
declare_document = name the documents the rules come from: `document article "article.md"`
as_it_was = as it was in this revision
other_reading = the other reading is in force
