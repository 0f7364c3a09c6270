//! `ustav review`: go through what has to be reviewed, one by one. Each choice is what a command does, and is told as
//! that command.

use crate::base::{Language, Message, msg};
use crate::cli::arguments::{Accept, Arguments, Format, Review as ReviewVerb};
use crate::cli::io::accepting::{Accepted, accept, check_words};
use crate::cli::io::answers::ask;
use crate::cli::io::artefact;
use crate::cli::io::review::{ReviewOptions, day_of, review, rules_option, shell_word};
use crate::cli::io::stdout::print;
use crate::cli::io::turn::Turn;
use crate::cli::output::render::visible;
use crate::cli::output::verify::inbox::{Choices, InboxItem, inbox};
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::documents::problems::Acceptable;
use std::collections::HashSet;

/// What a person may do with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Accept,
    Requote,
    SetAside,
    Explain,
    Skip,
    Quit,
    Help,
}

impl Choice {
    /// The keys of each: on a Latin keyboard, and on a Russian one.
    const ALL: [(Self, &'static str, [&'static str; 2]); 7] = [
        (Self::Accept, "accept", ["a", "п"]),
        (Self::Requote, "requote", ["r", "ц"]),
        (Self::SetAside, "aside", ["s", "н"]),
        (Self::Explain, "explain", ["e", "о"]),
        (Self::Skip, "skip", ["n", "д"]),
        (Self::Quit, "quit", ["q", "в"]),
        (Self::Help, "help", ["?", "?"]),
    ];

    fn of(answer: &str) -> Option<Self> {
        let answer = answer.to_lowercase();
        Self::ALL.into_iter().find(|(.., keys)| keys.contains(&&*answer)).map(|(choice, ..)| choice)
    }

    /// Whether an item can be treated so.
    fn fits(self, item: &InboxItem) -> bool {
        match (self, &item.choices) {
            (Self::Accept, Choices::Problem(all)) => {
                !all.is_empty() && !all.iter().any(|own| matches!(own, Acceptable::Requoted(_)))
            }
            (Self::Requote, Choices::Problem(all)) => matches!(all.as_slice(), [Acceptable::Requoted(_)]),
            (Self::SetAside, Choices::Problem(all)) => {
                !all.is_empty() && all.iter().all(|own| matches!(own, Acceptable::Uncovered(_)))
            }
            (Self::Requote | Self::SetAside, Choices::Unread) => false,
            _ => true,
        }
    }
}

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &ReviewVerb) -> VerbResult {
    session.format_of(Format::of_verb("review"))?;
    check_words(None, verb.by.as_deref())?;
    artefact::refuse(&arguments.rules, msg!(verify.kept_in_rules))?;
    let mut skipped: HashSet<String> = HashSet::new();
    let mut recorded = 0;
    loop {
        let items = read_inbox(session, arguments)?;
        let open: Vec<&InboxItem> = items.iter().filter(|item| !skipped.contains(&item.text)).collect();
        let Some(item) = open.first() else {
            return Ok(ended(session, recorded, items.len()));
        };
        print(format!("\n{}", item.text))?;
        let Some(choice) = choose(session, item, open.len())? else {
            print("\n")?;
            return Ok(ended(session, recorded, items.len()));
        };
        match choice {
            Choice::Skip => {
                skipped.insert(item.text.clone());
            }
            Choice::Quit => return Ok(ended(session, recorded, items.len())),
            Choice::Accept | Choice::Requote | Choice::SetAside => {
                recorded += usize::from(record(session, arguments, verb, item, choice)?);
            }
            Choice::Explain | Choice::Help => {}
        }
    }
}

/// What is open now, read anew: somebody else may have changed the rules, the documents or the lock.
fn read_inbox(session: &mut Session, arguments: &Arguments) -> Result<Vec<InboxItem>, Errors> {
    // What the rules are warned of is not told before each item.
    let mut own = Session { quiet: true, ..session.fork_empty() };
    let items = items_of(&mut own, arguments);
    // Errors are drawn with the texts in which they are.
    session.sources = own.sources;
    items
}

fn items_of(session: &mut Session, arguments: &Arguments) -> Result<Vec<InboxItem>, Errors> {
    let pack = session.load_for_review(&arguments.rules)?;
    let options = ReviewOptions { day: day_of(None)?, against: None, shows_old_texts: true, migrates: false };
    let review = review(session, &pack, &options)?;
    session.quiet = false;
    let report = VerifyReport::new(&review, Vec::new(), None);
    Ok(inbox(session, &report))
}

/// Ask until the answer is something that can be done with the item; nothing where nobody answers any more.
fn choose(session: &Session, item: &InboxItem, left: usize) -> Result<Option<Choice>, Errors> {
    let language = session.language;
    let key = |keys: [&'static str; 2]| {
        let [latin, russian] = keys;
        if language == Language::Russian { russian } else { latin }
    };
    let fitting = || Choice::ALL.into_iter().filter(|(choice, ..)| choice.fits(item));
    let shown = fitting().map(|(_, name, keys)| {
        let name = msg!(review.choice, choice = name).text(language);
        format!("[{}] {name}", session.style.paint("1", key(keys)))
    });
    let choices: Vec<String> = shown.collect();
    let question = msg!(review.question, count = left, choices = choices.join(", ")).text(language);
    loop {
        let Some(answer) = ask(&format!("{question} "))? else { return Ok(None) };
        match Choice::of(&answer).filter(|choice| choice.fits(item)) {
            Some(Choice::Explain) => print(&item.explained)?,
            Some(choice) if choice != Choice::Help => return Ok(Some(choice)),
            _ => {
                for (_, name, keys) in fitting() {
                    let what = msg!(review.means, choice = name).text(language);
                    print(format!("  {}  {what}\n", key(keys)))?;
                }
            }
        }
    }
}

/// Record an item as the command would that is told; whether that was done.
fn record(
    session: &mut Session,
    arguments: &Arguments,
    verb: &ReviewVerb,
    item: &InboxItem,
    choice: Choice,
) -> Result<bool, Errors> {
    let is_moved = |all: &[Acceptable]| all.iter().all(|own| *own == Acceptable::Moved);
    let needs_reason = match &item.choices {
        Choices::Problem(all) => !is_moved(all),
        Choices::Unread => false,
    };
    let mut quote = None;
    if choice == Choice::Requote {
        quote = answered(session, &msg!(review.what_is_said), &msg!(review.no_quote))?;
        if quote.is_none() {
            return Ok(false);
        }
    }
    let mut reason = None;
    if needs_reason {
        let question = msg!(review.why, choice = if choice == Choice::SetAside { "aside" } else { "accept" });
        reason = answered(session, &question, &msg!(review.no_reason))?;
        if reason.is_none() {
            return Ok(false);
        }
    }
    let turn = Turn::take(session, &arguments.rules)?;
    // What was read is what is signed.
    if !read_inbox(session, arguments)?.iter().any(|own| own.text == item.text) {
        print(format!("{}\n", msg!(review.changed_meanwhile).text(session.language)))?;
        return Ok(false);
    }
    let mut is_recorded = false;
    let given = Accept { reason, quote, by: verb.by.clone(), ..Accept::default() };
    for request in requests(item, choice, &given) {
        let told = visible(&command(arguments, &request));
        print(format!("{}\n", session.style.paint("2", &told)))?;
        let mut own = Session { quiet: true, ..session.fork_empty() };
        let came = accept(&mut own, &arguments.rules, &request);
        own.quiet = false;
        match came {
            Ok(Accepted::Recorded(report)) => {
                print(report.human(&own))?;
                is_recorded = true;
            }
            Ok(Accepted::Nothing(why)) => print(format!("{}\n", why.text(own.language)))?,
            Ok(Accepted::Refused(why)) | Err(why) => own.report(&why),
        }
    }
    drop(turn);
    Ok(is_recorded)
}

/// An answer that says something; nothing where none is given, which is told.
fn answered(session: &Session, question: &Message, lacks: &Message) -> Result<Option<String>, Errors> {
    let answer = ask(&format!("{} ", question.text(session.language)))?.filter(|own| !own.is_empty());
    if answer.is_none() {
        print(format!("{}\n", lacks.text(session.language)))?;
    }
    Ok(answer)
}

/// What `accept` is asked for.
fn requests(item: &InboxItem, choice: Choice, given: &Accept) -> Vec<Accept> {
    let request = || Accept {
        reason: given.reason.clone(),
        quote: given.quote.clone(),
        by: given.by.clone(),
        aside: choice == Choice::SetAside,
        ..Accept::default()
    };
    let Choices::Problem(all) = &item.choices else {
        return vec![Accept { unread: true, ..request() }];
    };
    let requests = all.iter().map(|own| match own {
        Acceptable::Item(name) | Acceptable::Requoted(name) | Acceptable::Uncovered(name) => {
            Accept { item: Some(name.clone()), ..request() }
        }
        Acceptable::Moved => Accept { moved: true, ..request() },
        Acceptable::New => Accept { new: true, ..request() },
    });
    requests.collect()
}

/// The command that does the same.
fn command(arguments: &Arguments, request: &Accept) -> String {
    let mut words: Vec<String> = vec!["ustav".into(), "accept".into()];
    words.extend(request.item.clone());
    let flags = [
        (request.moved, "--moved"),
        (request.new, "--new"),
        (request.unread, "--unread"),
        (request.aside, "--aside"),
    ];
    words.extend(flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag.to_owned()));
    let values = [("--quote", &request.quote), ("--reason", &request.reason), ("--by", &request.by)];
    for (flag, value) in values {
        words.extend(value.iter().map(|value| format!("{flag} {}", shell_word(value))));
    }
    words.join(" ") + &rules_option(&arguments.rules)
}

/// What was done, and how much is left.
fn ended(session: &Session, recorded: usize, left: usize) -> VerbOutput {
    let message = msg!(review.ended, count = recorded, left = left);
    let exit = if left == 0 { Exit::Success } else { Exit::Denied };
    VerbOutput { text: format!("{}\n", message.text(session.language)), exit }
}
