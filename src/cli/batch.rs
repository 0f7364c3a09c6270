//! `ustav check` on JSON Lines: chunks of lines are judged on all processors and told in the order of the input, so that
//! a stream of any length takes no more memory than a few chunks. A line that is not entirely regular is read by the
//! ordinary reader, which says what is wrong.

use super::arguments::{Check, Format};
use super::check::{judge, no_action, now};
use super::lines::{Chunk, Given, Lines};
use super::load::{Pack, cannot_write};
use super::progress::Progress;
use super::results::{exit_of_counts, json_of};
use super::{Done, Front, Outcome, Stopped, human};
use crate::eval::typed::NoSuch;
use crate::eval::{Portal, Verdict, why_not};
use crate::input::Request;
use crate::input::json_action::ActionReader;
use crate::values::Moment;
use crate::words::{Diagnostic, Source, SourceId, Span};
use rayon::prelude::*;
use std::io::{BufWriter, Write};
use std::path::Path;

/// So many bytes of lines are judged together by one thread.
const CHUNK: usize = 1 << 17;
/// So many chunks for each thread are read before they are judged.
const CHUNKS_PER_THREAD: usize = 2;

/// The actions of a run on JSON Lines.
pub(super) struct Batch<'p> {
    pack: &'p Pack,
    portal: &'p Portal,
    verb: &'p Check,
    format: Format,
    now: Moment,
    reader: ActionReader<'p>,
    told: usize,
    counts: [usize; 3],
}

/// What is due to be judged.
enum Due {
    Lines(Lines),
    Requests(Vec<Request>),
}

/// What came of a line.
enum Told {
    /// The result as it is printed, and the verdict.
    Text(String, Verdict),
    /// It is for the ordinary reader: its number, and where it stands in its chunk.
    Irregular(usize, std::ops::Range<usize>),
    /// Something in it cannot be judged.
    Wrong(Vec<Diagnostic>),
}

impl<'p> Batch<'p> {
    pub(super) fn new(pack: &'p Pack, portal: &'p Portal, verb: &'p Check, format: Format) -> Self {
        let reader = ActionReader::new(&pack.model);
        Self { pack, portal, verb, format, now: now(portal), reader, told: 0, counts: [0; 3] }
    }

    /// Judge all that is given. Of a file, all lines are read once before anything is told: so nothing is told where
    /// one of them is wrong.
    pub(super) fn run(mut self, front: &mut Front, given: Vec<(&Path, Given)>) -> Done {
        let mut due = Vec::new();
        let mut progress = Progress::new(front, None, "actions read");
        for (path, given) in given {
            due.push(match given {
                Given::Lines(mut lines) if path.is_file() => {
                    self.rounds(front, &mut lines, &mut progress, true)?;
                    Due::Lines(front.read_lines(path)?)
                }
                Given::Lines(lines) => Due::Lines(lines),
                Given::Whole(name, bytes) => {
                    let (_, documents, wrong) = front.read_data_from(name, bytes)?;
                    if !wrong.is_empty() {
                        return Err(wrong.into());
                    }
                    let read = |document| {
                        Request::read_all(&self.pack.model, Some(&self.portal.state), document, self.now)
                    };
                    let requests = documents.iter().map(read).collect::<Result<Vec<_>, _>>()?;
                    Due::Requests(requests.into_iter().flatten().collect())
                }
            });
        }
        drop(progress);
        let mut progress = Progress::new(front, None, "actions");
        for due in due {
            match due {
                Due::Lines(mut lines) => self.rounds(front, &mut lines, &mut progress, false)?,
                Due::Requests(requests) => {
                    for request in &requests {
                        let (text, verdict) = self.result(front, request)?;
                        front.intact()?;
                        self.put(&mut std::io::stdout().lock(), &text, verdict)?;
                        progress.step(1);
                    }
                }
            }
        }
        drop(progress);
        if self.told == 0 {
            return Err(no_action().into());
        }
        let [allowed, denied, undetermined] = self.counts;
        let text = match self.format {
            Format::Json => "\n]}\n".to_owned(),
            _ if self.told == 1 => String::new(),
            _ => {
                let counts = [
                    (Verdict::Allowed, allowed),
                    (Verdict::Denied, denied),
                    (Verdict::Undetermined, undetermined),
                ];
                human::counted(front, &counts, front.language.say("actions", "действий"))
            }
        };
        Ok(Outcome { text, exit: exit_of_counts(denied, undetermined) })
    }

    /// Go through all lines: `reading` only finds out whether they can be read.
    fn rounds(
        &mut self,
        front: &mut Front,
        lines: &mut Lines,
        progress: &mut Progress,
        reading: bool,
    ) -> Result<(), Stopped> {
        let chunks = rayon::current_num_threads() * CHUNKS_PER_THREAD;
        loop {
            let mut round: Vec<(SourceId, Chunk)> = Vec::new();
            let mut failed = None;
            while round.len() < chunks {
                match lines.chunk(CHUNK) {
                    Ok(Some(chunk)) => {
                        let source = Source::at_line(lines.name(), chunk.text.as_str(), chunk.first_line);
                        round.push((front.sources.replace(None, source), chunk));
                    }
                    Ok(None) => break,
                    Err(diagnostic) => {
                        failed = Some(diagnostic);
                        break;
                    }
                }
            }
            let judged: Vec<Vec<Told>> = {
                let front = &*front;
                let one = |(id, chunk): &(SourceId, Chunk)| self.chunk(front, *id, chunk, reading);
                round.par_iter().map(one).collect()
            };
            let ended = round.is_empty() || failed.is_some();
            for ((_, chunk), told) in round.iter().zip(judged) {
                progress.step(told.len() as u64);
                self.tell(front, lines, chunk, told, reading)?;
            }
            for (id, _) in round {
                front.sources.forget(id);
            }
            if let Some(diagnostic) = failed {
                return Err(diagnostic.into());
            }
            if ended {
                return Ok(());
            }
        }
    }

    /// Judge the lines of a chunk.
    fn chunk(&self, front: &Front, id: SourceId, chunk: &Chunk, reading: bool) -> Vec<Told> {
        let mut told = Vec::new();
        for (number, range) in chunk.lines() {
            let line = chunk.text.get(range.clone()).unwrap_or_default();
            let read = if chunk.sound { self.request(line, id, range.start) } else { None };
            told.push(match read {
                None => Told::Irregular(number, range),
                Some(_) if reading => continue,
                Some(request) => match self.result(front, &request) {
                    Ok((text, verdict)) => Told::Text(text, verdict),
                    Err(Stopped(wrong)) => Told::Wrong(wrong),
                },
            });
        }
        told
    }

    /// The action of a line, if the line is entirely regular; `begin` is where it stands in its chunk.
    fn request(&self, line: &str, id: SourceId, begin: usize) -> Option<Request> {
        let read = self.reader.read_with_places(line, self.now)?;
        let place = |(start, end): (u32, u32)| Span::new(id, begin + start as usize, begin + end as usize);
        let request: Result<Request, NoSuch> =
            self.portal.request(&self.pack.model, &self.pack.kb, &read.action);
        let mut request = request.ok()?;
        request.action_span = Some(place(read.action_place));
        request.actor_span = Some(place(read.actor_place));
        let parameters = &self.pack.model.actions.get(request.action as usize)?.parameters;
        for (number, own) in parameters.iter().zip(read.places) {
            request.told.get_mut(usize::from(*number))?.span = own.map(place);
        }
        Some(request)
    }

    fn result(&self, front: &Front, request: &Request) -> Result<(String, Verdict), Stopped> {
        let mut judged = judge(self.pack, self.portal, request)?;
        if self.verb.fix {
            let (model, kb) = (&self.pack.model, &self.pack.kb);
            judged.proposals = Some(why_not(model, kb, self.portal, request, &judged.decision));
        }
        let verdict = judged.decision.verdict;
        let text = match self.format {
            Format::Json => {
                let json = json_of(front, self.pack, &judged, self.verb.explain);
                serde_json::to_string(&json).unwrap_or_default()
            }
            _ => human::one(front, self.pack, &judged, self.verb.explain),
        };
        Ok((text, verdict))
    }

    /// Tell what came of a chunk.
    fn tell(
        &mut self,
        front: &mut Front,
        lines: &mut Lines,
        chunk: &Chunk,
        told: Vec<Told>,
        reading: bool,
    ) -> Result<(), Stopped> {
        let stdout = std::io::stdout();
        let mut out = BufWriter::with_capacity(1 << 16, stdout.lock());
        for one in told {
            let (text, verdict) = match one {
                Told::Text(text, verdict) => (text, verdict),
                Told::Wrong(wrong) => return Err(wrong.into()),
                Told::Irregular(number, range) => {
                    let bytes = chunk.bytes.get(range).unwrap_or_default();
                    let Some(line) = lines.read_alone(bytes, number, &mut front.sources) else { continue };
                    let model = &self.pack.model;
                    let request = Request::read(model, Some(&self.portal.state), &line?.node, self.now)?;
                    if reading {
                        continue;
                    }
                    self.result(front, &request)?
                }
            };
            front.intact()?;
            self.put(&mut out, &text, verdict)?;
        }
        written(out.flush())
    }

    /// Print a result.
    fn put(&mut self, out: &mut impl Write, text: &str, verdict: Verdict) -> Result<(), Stopped> {
        let [allowed, denied, undetermined] = &mut self.counts;
        *match verdict {
            Verdict::Allowed => allowed,
            Verdict::Denied => denied,
            Verdict::Undetermined => undetermined,
        } += 1;
        let before = match (self.format, self.told) {
            (Format::Json, 0) => "{\"version\": 1,\n\"results\": [\n",
            (Format::Json, _) => ",\n",
            _ => "",
        };
        self.told += 1;
        written(out.write_all(before.as_bytes()).and_then(|()| out.write_all(text.as_bytes())))
    }
}

/// Whoever read the output has read enough where the pipe is broken: how the run ends hangs on all of it.
fn written(result: std::io::Result<()>) -> Result<(), Stopped> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(cannot_write("standard output", &error).into())
        }
        _ => Ok(()),
    }
}
