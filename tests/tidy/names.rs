//! What has a name in the field bears that name: the private words that stood here once do not come back.

use super::source::{House, Named, root};

/// A name as it was, and the field's. It is looked for as a whole name of a type, a variant (`Exit::No` of that enum
/// alone), a function, a method, a constant, a module or a file.
///
/// Words that are as good as any where they do not stand for this (`near`, `rest`, `words`, `facts`, `weak`, `period`,
/// `Open` of a node in a walk) are not listed; the files that they named are, in [`FILES`].
const NAMES: &[(&str, &str)] = &[
    // base
    ("Shelf", "LazyVec"),
    ("shelf", "lazy_vec"),
    ("Deferred", "LazyText"),
    ("deferred", "lazy_text"),
    // calls and output
    ("Told", "Argument, or Output where it is what was printed"),
    ("told", "arguments; render, print or format where it makes text"),
    ("tell", "pass; send, print or write where something goes out"),
    ("said", "text_of or describe, of what it is"),
    ("Front", "Session"),
    ("beside", "fork of a session; relative_to of a path; refuse_together of a key"),
    ("look_aside", "stderr_style"),
    ("Done", "VerbResult"),
    ("Stopped", "Errors"),
    ("Exit::Well", "Success"),
    ("Exit::No", "Denied"),
    ("Exit::Open", "Error"),
    ("Exit::Undecided", "Undetermined"),
    ("Given", "Input"),
    ("Stated", "StateSource; NumberInRule of documents"),
    ("Looker", "Validator"),
    ("Made", "Output"),
    ("Worked", "ChunkResult"),
    ("complain", "report"),
    ("hears", "accepts_more"),
    ("enough", "too_many_errors"),
    // input
    ("Said", "Event, or Phrase of a text"),
    ("Telling", "EventSink"),
    ("hear", "event"),
    ("Filling", "StateBuilder"),
    ("irregular", "fallback"),
    ("Places", "SpanTable, or SourceMap of a text"),
    ("Near", "RelativeSpan"),
    ("NOWHERE", "RelativeSpan::NONE"),
    ("Misfit", "BuildError"),
    ("NoSuch", "UnknownId"),
    ("NoMoment", "ParseMomentError"),
    ("NoAmount", "ParseAmountError"),
    // knowledge base and tables
    ("Stake", "AffectedInvariant; Invariant of a cause"),
    ("stakes", "impact"),
    ("at_stake", "affected_invariants"),
    ("Moved", "ReadSet"),
    ("Recount", "AffectedCounter"),
    ("timely", "time_dependent"),
    ("Filed", "RuleEntry; Rule of a cause"),
    ("heirs", "subroles"),
    ("spares", "exempts"),
    ("stops", "also_forbids"),
    ("Probe", "Predicate"),
    ("Ask", "Lookup"),
    ("Answer", "Masks; Predicate of an operand"),
    ("Kept", "StateSlot; Stored of a text"),
    ("Held", "CodeSlot; Contains of a list; NumberBinding of a number"),
    ("Mark", "OutcomeWord; SentenceFacts of a sentence"),
    ("Marks", "OutcomeBits"),
    ("Beyond", "spill"),
    // judging
    ("settle", "decide_slow"),
    ("Tracer", "Trace"),
    ("smallest", "minimal_facts"),
    ("levers", "variable_inputs"),
    ("lever", "variable_input"),
    ("Lever", "Input"),
    ("otherwise", "sandbox"),
    ("Otherwise", "Sandbox"),
    ("Back", "Undo"),
    ("edges", "branch_distance"),
    ("Holds", "Validity"),
    ("turns", "next_change or breakpoints"),
    // tests of rules
    ("Scene", "Fixture"),
    ("Climb", "HillClimb"),
    ("Stage", "Env"),
    ("seat", "load_portal"),
    ("possible", "reachable"),
    // documents
    ("Marked", "Annotated"),
    ("Standing", "CitationStatus"),
    ("stated", "rule_numbers"),
    ("cited", "citations; citation of one"),
    ("Settlement", "ConflictStatus"),
    ("Sure", "Certainty"),
    ("firm", "strong"),
    ("What", "FactKind, or what it is"),
];

/// Where such a name is the word that the field itself would take, or has become it.
const EXCEPT: &[(&str, &str, &str)] = &[
    ("src/documents", "Moved", "a passage that stands elsewhere has moved, and people's JSON says so"),
    (
        "src/cli/output/render",
        "turns",
        "a text that has no room on one side of its column turns to the other",
    ),
    ("src/prose/facts", "Mark", "a punctuation mark"),
    ("src/testing/coverage.rs", "Kept", "a limit is kept or broken"),
];

/// Files and folders as they were called, and where their content is.
const FILES: &[(&str, &str)] = &[
    ("src/words", "src/base"),
    ("src/eval/facts.rs", "src/eval/trace.rs"),
    ("src/eval/settle.rs", "src/eval/minimal_facts.rs"),
    ("src/eval/period.rs", "src/eval/validity.rs"),
    ("src/eval/change.rs", "src/eval/effects.rs"),
    ("src/kb/from_model/stakes.rs", "src/kb/from_model/impact.rs"),
    ("src/tables/compile/terms.rs", "src/tables/compile/dnf.rs"),
    ("src/tables/compile/seen.rs", "src/tables/compile/operands.rs"),
    ("src/tables/compile/breaks.rs", "src/tables/compile/violations.rs"),
    ("src/testing/possible.rs", "src/testing/reachable.rs"),
    ("src/testing/boundaries/settle.rs", "src/testing/boundaries/improve_base.rs"),
    ("src/testing/boundaries/near.rs", "src/testing/boundaries/neighbours.rs"),
    ("src/testing/boundaries/fill.rs", "src/testing/boundaries/populate.rs"),
    ("src/testing/boundaries/after.rs", "src/testing/boundaries/after_effects.rs"),
    ("src/testing/boundaries/base.rs", "src/testing/boundaries/base_state.rs"),
];

/// What still bears an old name: where, and what to call it.
pub(crate) fn old_names(house: &House) -> Vec<String> {
    let mut old = Vec::new();
    for Named { file, line, name, of } in &house.names {
        let variant = of.as_ref().map(|of| format!("{of}::{name}"));
        let listed = NAMES.iter().find(|(listed, _)| listed == name || variant.as_deref() == Some(listed));
        let excepted = EXCEPT.iter().any(|(place, excepted, _)| file.starts_with(place) && excepted == name);
        if let Some((_, field)) = listed.filter(|_| !excepted) {
            old.push(format!("{file}:{line}: `{}`: call it {field}", variant.as_ref().unwrap_or(name)));
        }
    }
    for (path, now) in FILES.iter().filter(|(path, _)| root().join(path).exists()) {
        old.push(format!("{path}: what was there is in {now}"));
    }
    old
}

/// Exceptions that except nothing any more.
pub(crate) fn vain_exceptions(house: &House) -> Vec<(&'static str, &'static str)> {
    let vain = |(place, excepted, _): &&(&str, &str, &str)| {
        !house.names.iter().any(|named| named.file.starts_with(place) && named.name == *excepted)
    };
    EXCEPT.iter().filter(vain).map(|(place, excepted, _)| (*place, *excepted)).collect()
}
