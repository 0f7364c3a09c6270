# Rules and the documents they come from: what became of passages, what does not agree, what was not accepted.

## What cites a passage

statement = { $kind ->
    [rule] rule `{ $name }`
    [role] role `{ $name }`
    [action] action `{ $name }`
    [conflict] conflict `{ $name }`
   *[aside] an aside
}
cited_by = { $kind ->
    [rule] cited by rule `{ $name }`
    [role] cited by role `{ $name }`
    [action] cited by action `{ $name }`
    [conflict] cited by conflict `{ $name }`
   *[aside] cited by an aside
}

## Facts of passages

english_word = { $text }
russian_word = «{ $text }»
counted = { $amount } { $unit }
decimal = { $whole }.{ $fraction }
at_most = at most { $number }
no_later_before = at least { $number } before
no_sooner_before = at most { $number } before
before = { $number } before
at_least = at least { $number }
exactly = exactly { $number }
more_than = more than { $number }
less_than = less than { $number }
within = within { $number }
no_later = by { $number }
after = after { $number }
past = after { $number }
lasting = for { $number }
starting = from { $number }
since = from { $number }
up_to = to { $number }
every = every { $number }
must = must
must_not = must not
may = may
may_not = may not
should = should
only = only
except = except
negations = { $count ->
    [one] a negation
   *[other] { $count } negations
}
roles = roles: { $roles }
all_facts = { $facts }
and_next = { $first }; { $next }
no_facts = no numbers, modality, negations or roles
changed = { $was } → { $is }
word_became = { $was } became { $is }
words_left = gone { $words }
words_came = new { $words }
order_unknown = what is let and what is not may have changed places
words_unknown = its words at the review are not recorded
words = { $words }
named_word = `{ $word }`
came = { $fact } is new
left = { $fact } is gone
negations_came = { $count ->
    [one] a negation is new
   *[other] { $count } negations are new
}
negations_left = { $count ->
    [one] a negation is gone
   *[other] { $count } negations are gone
}
role_came = role "{ $role }" is mentioned now
role_left = role "{ $role }" is no longer mentioned
empty_cell = nothing
cell_says = `{ $text }`
changes = { $changes }
cell_of = { $column }: { $says }
cell_changed = row `{ $row }`, column `{ $column }`: { $was } became { $is }
cell_left = row `{ $row }`: column `{ $column }` with { $was } is gone
cell_came = row `{ $row }`: column `{ $column }` with { $is } is new
column_renamed = column `{ $was }` became `{ $is }`
columns_swapped = columns `{ $one }` and `{ $other }` changed places
columns_reordered = columns changed places: { $was } → { $is }
row_renamed = row `{ $was }` became `{ $is }`
row_left = row `{ $row }` is gone
row_came = row `{ $row }` is new

## Numbers of rules

stated = { $count }
stated_with = { $number }, this one included
stated_after = { $number } afterwards
allowed = { $number } allowed
forbidden = { $number } forbidden
stated_period = { $count } { $unit ->
    [minute] { $count ->
        [one] minute
       *[other] minutes
    }
    [hour] { $count ->
        [one] hour
       *[other] hours
    }
    [week] { $count ->
        [one] week
       *[other] weeks
    }
    [month] { $count ->
        [one] month
       *[other] months
    }
    [year] { $count ->
        [one] year
       *[other] years
    }
   *[day] { $count ->
        [one] day
       *[other] days
    }
}
stated_within = within { $count } { $unit ->
    [minute] { $count ->
        [one] minute
       *[other] minutes
    }
    [hour] { $count ->
        [one] hour
       *[other] hours
    }
    [week] { $count ->
        [one] week
       *[other] weeks
    }
    [month] { $count ->
        [one] month
       *[other] months
    }
    [year] { $count ->
        [one] year
       *[other] years
    }
   *[day] { $count ->
        [one] day
       *[other] days
    }
}
stated_lasting = for { $period }

## Citations, as they stand

not_found = document `{ $document }` not found: `{ $path }`
cannot_be_shown = this passage cannot be shown
cannot_be_checked = { $count ->
    [one] one citation of it cannot be checked
   *[other] { $count } citations of it cannot be checked
}
no_heading = `{ $document }` has no heading `{ $heading }`
heading_not_found = this heading is not in the document
quote_not_found = `{ $document }` does not contain this quote
not_in_document = not found in the document
quote_ambiguous = `{ $document }` contains this quote more than once
which = this quote is ambiguous
here = here
and_here = and here
quote_more = quote more of it, or add `under` and the heading it stands under
word_for_word = quote the document word for word; `…` stands for omitted words
nearest = the most similar passage
write_ellipsis = words that are left out are written as one sign, `…`: `"{ $quote }"`
from_quote_to_document = difference between the quote and the document: { $difference }

## Citations, against what was reviewed

facts_changed = facts changed in `{ $document }`: { $changes }
heading_changed = heading "{ $was }" of `{ $document }` became "{ $is }", and { $count ->
    [one] one passage that is cited stands under it
   *[other] { $count } passages that are cited stand under it
}
heading_exchanged = { $count ->
    [one] one passage that is cited
   *[other] { $count } passages that are cited
} moved in `{ $document }` from under "{ $was }" to "{ $is }"
heading_now = the heading now
heading_changes = changes: { $changes }
reworded = passage of `{ $document }` reworded; its facts and its words of substance are the same
moved = passage moved, word for word: now in `{ $document }`
moved_under = passage moved, word for word: now in `{ $document }` under "{ $heading }"
not_reviewed = this passage of `{ $document }` is not reviewed yet
with_code = { $text } ({ $code })
never_reviewed = nothing is reviewed yet: there is no { $files }
passages_quoted = { $count ->
    [one] one passage is quoted from documents
   *[other] { $count } passages are quoted from documents
}
review_all = `{ $command }` records them all as they stand now
resembled_twice = `{ $document }` no longer contains this passage, and several others resemble it
document_gone = `{ $document }` is gone, and with it what was reviewed
restore_document = restore the file, or correct its path; where it may be absent, write `optional` behind it
not_in_revision = `{ $document }` was not in revision `{ $revision }`: nothing of it can be compared
compare_with_lock = hold it against what was reviewed instead: `{ $command }`
document_unknown = `{ $document }` is missing, and nothing of it was ever reviewed
lost = `{ $document }` no longer contains this passage
says_now = the document says this now
quoted_from = quoted from here
or_this = or this one
reviewed = reviewed on { $date } by { $by } ("{ $because }"): { $facts }
reviewed_by = { $date } by { $by }: "{ $because }"
compared_with = compared with revision `{ $revision }` of { $date }
at_revision = in revision `{ $revision }` of { $date }: { $facts }
only_moved = only moved
difference = difference: { $difference }
affects = affects { $what }
actions = { $count ->
    [one] action { $actions }
   *[other] actions { $actions }
}
scenarios = { $count ->
    [one] scenario { $scenarios }
   *[other] scenarios { $scenarios }
}
quoted = "{ $text }"

section_renamed = heading "{ $was }" of `{ $document }` became "{ $is }", and what stands under it is set aside
section_has_other_heading = what is set aside in `{ $document }` stands under another heading than when it was reviewed, "{ $is }"
section_moved = section "{ $heading }" moved, with what is set aside in it: now in `{ $document }`
section_moved_under = section "{ $heading }" moved, with what is set aside in it: now in `{ $document }` under "{ $under }"
section_not_reviewed = this section of `{ $document }` is set aside and not reviewed yet
heading_ambiguous = `{ $document }` has heading `{ $heading }` more than once
which_heading = this heading is ambiguous
this_section = this section

## What to do

accept_moved = `{ $command }` accepts everything that only moved
accept_exact = if the rules are right as they are: `{ $command }`
accept_requoted = if the rules are right as they are: `{ $command }`, which also updates the quote
correct_heading = write the present heading after `under`, or leave `under` out
correct_path = correct the path of the document, or restore its `ustav.lock`
accept_section = if nothing in it decides anything: `{ $command }`
accept_section_renamed = if nothing in it decides anything: `{ $command }`, which also updates the heading
one_heading = give one of the two another heading, set aside a section that both stand in, or quote what decides nothing
name_near_heading = write a heading of the document after `under`, perhaps `{ $heading }`, or remove the `aside`
name_other_heading = write a heading of the document after `under`, or remove the `aside`
requote_by = quote what the document says now, as with `{ $command }`, or remove the citation
requote = quote what the document says now, or remove the citation

## Numbers that differ

contradict = two passages cited by { $citing } contradict each other: { $stated } and { $says }
numbers_differ = { $citing } states { $stated }, its document states { $says }
number_gone = { $citing } states { $stated }, its document no longer does
rule_states = the rule states { $stated }
document_states = the document states { $says }
document_lacks = the document no longer states this number
document_agrees = the document states the same as the rule
states = { $citing } states { $stated }
is_reopened = { $citing } is open again
write_number = write { $says } in { $place }, or put the document back
correct_neighbours = { $count ->
    [one] correct the sentence that still says the old number, or put the document back
   *[other] correct the { $count } sentences that still say the old number, or put the document back
}
then_accept = then `{ $command }`
decide_by = decide again: `{ $command }`
settle = settle it with a `conflict` between the two passages, or correct one of them
correct_number = correct the number in the rule or in the document; for a number that means something else, write `waiving` after its quote
opposite = { $citing } { $rule ->
    [permits] permits
    [forbids] forbids
    [requires] requires
   *[limits] limits
}, its document { $document ->
    [permits] permits
    [forbids] forbids
    [requires] requires
   *[frees] frees from it
}
directs = { $citing } { $rule ->
    [permits] permits this
    [forbids] forbids this
    [requires] requires this
   *[limits] limits this
}
rule_directs = the rule { $rule ->
    [permits] permits
    [forbids] forbids
    [requires] requires
   *[limits] limits
}
document_directs = the document { $document ->
    [permits] permits
    [forbids] forbids
    [requires] requires
   *[frees] frees from it
}
correct_rule_or_document = correct the rule or the document; where they speak of different cases, state the condition in the rule, or settle it with a `conflict`
step_names = a step of { $citing } names `{ $name }`, its sentence does not
step_changed = a step that retells a passage of `{ $document }` says another thing than when it was reviewed
accept_step = read the step beside its sentence; if it says the same: `{ $command }`
step_here = this step
sentence_of_step = the sentence that it retells
correct_step = write the step as the document has it, or cite the sentence that names this
original_changed = a sentence of the original of `{ $document }` changed: { $changes }
original_gone = a sentence of the original of `{ $document }` is gone: { $words }
not_retold = no sentence of `{ $document }` retells this sentence of the original
retelling_gone = what retold this sentence of the original is not in `{ $document }` any more: { $words }
original_unrecorded = nothing is recorded of the original of `{ $document }`
record_original = say which sentences retell which, and record it: `{ $command }`
in_other_words = other words
original_says = the original says this now
retold_here = retold here
hangs_on = on this hang: { $names }
retell_and_accept = read both, retell it if it means something else, then record the original: `{ $command }`
tie_it = retell it, and tie the sentences to one another with `--ties`; where nothing has to be retold, tie it to nothing and say why

## Conflicts

reopened = a passage of `{ $conflict }` changed: the conflict is open again
decide_again = decide again which reading is in force, then accept the passages
expired = conflict `{ $conflict }` was settled only until { $until }
new_date = decide again, and write the new date after `until`
open_again = this conflict is open again
this_conflict = this conflict
passage_unchanged = unchanged
passage_changed = changed
passage_new = not reviewed yet

## Sentences that nothing covers

number_uncovered = { $count ->
    [one] no rule states this number of `{ $document }`: { $numbers }
   *[other] no rule states these numbers of `{ $document }`: { $numbers }
}
not_stated = what cites this states another number, or none
state_number = state the number in the rule, or write `waiving … because …` after the quote
uncovered = no rule covers this sentence of `{ $document }`
uncovered_now = no rule covers this sentence of `{ $document }` any more
new_here = new
was_covered = covered before
cite_or_aside = cite it in a rule; or, where it decides nothing, set it aside: `{ $command }`
new_in_aside = this sentence of `{ $document }` is new in section "{ $heading }", which is set aside
changed_in_aside = this sentence of `{ $document }` changed in section "{ $heading }", which is set aside
moved_into_aside = this sentence of `{ $document }` was not reviewed in section "{ $heading }", which is set aside
under_aside = set aside under "{ $heading }"
cite_it = cite it in a rule, where it decides something
accept_in_aside = where it decides nothing either: `{ $command }`
accept_gap = to leave it without a rule: `{ $command }`

## What cannot be accepted

refused_ambiguous = cannot be accepted: the quote fits two passages
refused_lost = cannot be accepted: the document does not contain the quote
refused_missing = cannot be accepted: `{ $document }` is missing
refused_number = a different number cannot be accepted: { $citing } states { $stated }, the document states { $says }
refused_no_number = a lost number cannot be accepted: { $citing } states { $stated }, the document no longer does
refused_opposite = the opposite cannot be accepted: { $citing } { $rule ->
    [permits] permits
    [forbids] forbids
    [requires] requires
   *[limits] limits
}, the document { $document ->
    [permits] permits
    [forbids] forbids
    [requires] requires
   *[frees] frees from it
}
quoted_here = quoted here
the_rule = the rule
the_document = the document
correct_then_accept = correct the one that is wrong, then accept
misfit = the new quote cannot be written into the rules
misfit_in = the new quote cannot be written into `{ $file }`
quote_by_hand = write the quote there by hand, then accept

## The lock

lock_unreadable = `ustav.lock` is damaged
lock_merge = `ustav.lock` contains an unresolved merge
lock_version = expected `ustav.lock` of version { $known }, found version { $found }
lock_old = `ustav.lock` was written by a program that read documents in another way
earlier_version = an earlier version
migrate_lock = run `ustav accept --migrate`: reviewers and reasons stay; `ustav verify` names what has to be reviewed again
lock_fact = `ustav.lock` contains an unknown entry, `{ $entry }`
damaged_here = not as `ustav accept` writes it
other_program = another version of the program wrote it: use that one, or remove the file and review the documents again
restore_lock = restore the last committed version, then run `ustav accept` for what was accepted since
