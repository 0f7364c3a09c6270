//! JSON Lines on all processors: chunks of lines are worked on each by itself, and their outputs are printed in the
//! order of the input while further ones are read and worked on. A stream of any length takes no more memory than a few
//! chunks.

use crate::base::Sources;
use crate::cli::io::json_lines::{Chunk, Line, Lines};
use crate::cli::io::progress::Progress;
use crate::cli::session::{Errors, Session};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

/// How many bytes of lines one thread works on together.
const CHUNK: usize = 1 << 16;
/// How many chunks for each thread are in flight.
const CHUNKS_PER_THREAD: usize = 4;
/// From so many bytes on, those in flight are waited for: a chunk may be one long line.
const MOST_BYTES: usize = 64 << 20;

/// What is done with each line.
pub(crate) trait Work: Sync {
    /// The output of lines that follow each other.
    type Output: Default + Send;

    /// Do the work on a line, and add to the output of the lines before.
    fn work(&self, session: &Session, line: &Line, output: &mut Self::Output) -> Result<(), Errors>;
}

/// A chunk that is worked on: how many bytes it has, and where its result will come from.
type InFlight<M> = (usize, Receiver<ChunkResult<M>>);

/// What came of a chunk of lines.
struct ChunkResult<M> {
    output: M,
    lines: u64,
    /// The first error, with the texts that it points into.
    error: Option<(Errors, Sources)>,
}

/// Work on all lines of a stream. The output of those before a line with an error is printed as well.
///
/// # Errors
/// That of the first line that has one, or of reading or printing.
pub(crate) fn work_on<W: Work>(
    session: &mut Session,
    lines: &mut Lines,
    work: &W,
    progress: &mut Progress,
    mut print: impl FnMut(W::Output) -> Result<(), Errors>,
) -> Result<(), Errors> {
    let most = rayon::current_num_threads() * CHUNKS_PER_THREAD;
    let (name, shared) = (lines.name.clone(), &*session);
    let mut texts = None;
    let done = rayon::in_place_scope(|scope| {
        let mut in_flight = VecDeque::new();
        let mut finish = |result: ChunkResult<W::Output>| {
            progress.step(result.lines);
            shared.intact()?;
            progress.suspended(|| print(result.output))?;
            result.error.map_or(Ok(()), |(error, sources)| {
                texts = Some(sources);
                Err(error)
            })
        };
        let failed = loop {
            let chunk = match lines.chunk(CHUNK) {
                Ok(Some(chunk)) => chunk,
                end => break end.err(),
            };
            let (sender, receiver) = sync_channel(1);
            let (name, bytes) = (&name, chunk.len());
            scope.spawn(move |_| {
                // Nobody waits for it any more where an earlier line has an error.
                let _ = sender.send(work_on_chunk(shared, work, name, chunk));
            });
            in_flight.push_back((bytes, receiver));
            while let Some(result) = next(&mut in_flight, most) {
                finish(result)?;
            }
        };
        while let Some(result) = next(&mut in_flight, 1) {
            finish(result)?;
        }
        failed.map_or(Ok(()), |diagnostic| Err(diagnostic.into()))
    });
    if let Some(texts) = texts {
        session.sources = texts;
    }
    done
}

/// The next chunk that is done. Where `most` are in flight, or too many bytes, it is waited for.
fn next<M>(in_flight: &mut VecDeque<InFlight<M>>, most: usize) -> Option<ChunkResult<M>> {
    let (_, first) = in_flight.front()?;
    let is_full =
        in_flight.len() >= most || in_flight.iter().map(|(bytes, _)| bytes).sum::<usize>() >= MOST_BYTES;
    let result = if is_full { first.recv().ok() } else { first.try_recv().ok() };
    result.inspect(|_| drop(in_flight.pop_front()))
}

fn work_on_chunk<W: Work>(session: &Session, work: &W, name: &str, chunk: Chunk) -> ChunkResult<W::Output> {
    let mut session = session.fork();
    let mut lines = Lines::of_chunk(name, chunk);
    let (mut output, mut count) = (W::Output::default(), 0);
    while let Some(line) = lines.next(&mut session.sources) {
        if let Err(error) = line.and_then(|line| work.work(&session, &line, &mut output)) {
            return ChunkResult { output, lines: count, error: Some((error, session.sources)) };
        }
        count += 1;
    }
    ChunkResult { output, lines: count, error: None }
}
