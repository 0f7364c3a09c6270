//! JSON Lines on all processors: chunks of lines are worked on each by itself, and what comes of them is told in the
//! order of the input while further ones are read and worked on. A stream of any length takes no more memory than a few
//! chunks.

use crate::base::{Diagnostic, Sources};
use crate::cli::io::json_lines::{Chunk, Lines, Text};
use crate::cli::io::progress::Progress;
use crate::cli::session::{Errors, Session};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

/// So many bytes of lines are worked on together by one thread.
const CHUNK: usize = 1 << 16;
/// So many chunks for each thread are under way.
const CHUNKS_PER_THREAD: usize = 4;

/// What is done with each line.
pub(crate) trait Work: Sync {
    /// What a line holds.
    type Item;
    /// What comes of some lines that follow each other.
    type Output: Default + Send;

    /// Read what is on a line, or say what is wrong with it.
    fn read(&self, line: &Text) -> Result<Self::Item, Vec<Diagnostic>>;

    /// Do the work on what a line holds, and add what comes of it to that of the lines before.
    fn work(&self, session: &Session, item: Self::Item, made: &mut Self::Output) -> Result<(), Errors>;
}

/// A chunk that was worked on.
struct ChunkResult<M> {
    made: M,
    lines: u64,
    /// What stopped the work, with the texts that it speaks of.
    stopped: Option<(Errors, Sources)>,
}

/// Work on all lines of a stream. What comes of those before a line that is wrong is told as well.
pub(crate) fn work_on<W: Work>(
    session: &mut Session,
    lines: &mut Lines,
    work: &W,
    progress: &mut Progress,
    mut tell: impl FnMut(W::Output) -> Result<(), Errors>,
) -> Result<(), Errors> {
    let most = rayon::current_num_threads() * CHUNKS_PER_THREAD;
    let (name, face) = (lines.name().to_owned(), &*session);
    let mut texts = None;
    let done = rayon::in_place_scope(|scope| {
        let mut under_way = VecDeque::new();
        let mut one = |worked: ChunkResult<W::Output>| {
            progress.step(worked.lines);
            face.intact()?;
            progress.aside(|| tell(worked.made))?;
            worked.stopped.map_or(Ok(()), |(stopped, sources)| {
                texts = Some(sources);
                Err(stopped)
            })
        };
        let mut failed = None;
        loop {
            match lines.chunk(CHUNK) {
                Ok(Some(chunk)) => {
                    let (sender, receiver) = sync_channel(1);
                    let name = &name;
                    scope.spawn(move |_| {
                        // Nobody waits for it any more where an earlier line is wrong.
                        let _ = sender.send(worked(face, work, name, chunk));
                    });
                    under_way.push_back(receiver);
                }
                Ok(None) => break,
                Err(diagnostic) => {
                    failed = Some(diagnostic);
                    break;
                }
            }
            while let Some(worked) = next(&mut under_way, most) {
                one(worked)?;
            }
        }
        while let Some(worked) = next(&mut under_way, 1) {
            one(worked)?;
        }
        failed.map_or(Ok(()), |diagnostic| Err(diagnostic.into()))
    });
    if let Some(texts) = texts {
        session.sources = texts;
    }
    done
}

/// The next chunk that is done. Where so many are under way, it is waited for.
fn next<M>(under_way: &mut VecDeque<Receiver<ChunkResult<M>>>, most: usize) -> Option<ChunkResult<M>> {
    let first = under_way.front()?;
    let worked = if under_way.len() >= most { first.recv().ok() } else { first.try_recv().ok() };
    worked.inspect(|_| drop(under_way.pop_front()))
}

/// Work on a chunk.
fn worked<W: Work>(face: &Session, work: &W, name: &str, chunk: Chunk) -> ChunkResult<W::Output> {
    let mut session = face.beside();
    let mut lines = Lines::of_chunk(name, chunk);
    let (mut made, mut count) = (W::Output::default(), 0);
    while let Some(text) = lines.next_text(&mut session.sources) {
        let done = text
            .and_then(|text| work.read(&text))
            .map_err(Errors)
            .and_then(|item| work.work(&session, item, &mut made));
        if let Err(stopped) = done {
            return ChunkResult { made, lines: count, stopped: Some((stopped, session.sources)) };
        }
        count += 1;
    }
    ChunkResult { made, lines: count, stopped: None }
}
