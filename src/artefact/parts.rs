//! How an artefact is laid out: a first line, the length and the checksum of the head, the head, and the parts that
//! it lists, one behind the other without a gap. Each part has a checksum of its own, and is read alone.

use crate::artefact::layout::{Chunk, Head, Part, Text};
use crate::artefact::store::{
    ArtefactError, CHECKSUM, CUT_OFF, Damage, LONGER, Store, TOO_LARGE, UNREADABLE,
};
use crate::artefact::validate::Bounds;
use crate::base::{Id, LazyIndexVec, LazyText, LazyVec, SharedText};
use crate::kb::{KnowledgeBase, Node};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// So many rules lie together.
pub(super) const RULES: usize = 8;
/// So many actions do.
pub(super) const ACTIONS: usize = 2;
/// At least so many nodes do; what is part of another lies with it.
const NODES: usize = 64;
/// The bytes that the length and the checksum of the head take.
const FIXED: usize = 8;

/// The parts that are written so far.
#[derive(Default)]
pub(super) struct Body(Vec<u8>);

impl Body {
    pub(super) fn put(&mut self, what: &impl Serialize) -> Result<Part, ArtefactError> {
        let bytes = postcard::to_stdvec(what).map_err(|_| TOO_LARGE)?;
        self.bytes(&bytes)
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<Part, ArtefactError> {
        let length = u32::try_from(bytes.len()).map_err(|_| TOO_LARGE)?;
        self.0.extend_from_slice(bytes);
        Ok(Part { length, checksum: crc32fast::hash(bytes) })
    }

    pub(super) fn texts(&mut self, texts: &[(&str, &SharedText)]) -> Result<Vec<Text>, ArtefactError> {
        let mut written = Vec::new();
        for (name, text) in texts {
            let part = self.bytes(text.as_bytes())?;
            let outline = text.outline().map(|outline| self.put(outline)).transpose()?;
            written.push(Text { name: (*name).to_owned(), part, outline });
        }
        Ok(written)
    }

    /// Write a list in pieces of one length.
    pub(super) fn pieces<T: Serialize>(
        &mut self,
        list: &LazyVec<T>,
        length: usize,
    ) -> Result<Vec<Chunk>, ArtefactError> {
        let list: Vec<&T> = list.iter().collect();
        list.chunks(length).map(|piece| self.piece(piece)).collect()
    }

    /// Write nodes in pieces that refer to nothing outside of themselves.
    pub(super) fn nodes(&mut self, nodes: &LazyVec<Node>) -> Result<Vec<Chunk>, ArtefactError> {
        let nodes: Vec<&Node> = nodes.iter().collect();
        let mut ranges = Vec::new();
        let (mut lowest, mut end) = (nodes.len(), nodes.len());
        for (at, node) in nodes.iter().enumerate().rev() {
            let parts = KnowledgeBase::parts(&node.op);
            lowest = parts.iter().map(|part| part.index()).fold(lowest.min(at), usize::min);
            if at == 0 || lowest == at && end - at >= NODES {
                ranges.push(at..end);
                end = at;
            }
        }
        ranges.into_iter().rev().map(|range| self.piece(nodes.get(range).unwrap_or_default())).collect()
    }

    fn piece<T: Serialize>(&mut self, piece: &[&T]) -> Result<Chunk, ArtefactError> {
        let elements = u32::try_from(piece.len()).map_err(|_| TOO_LARGE)?;
        Ok(Chunk { elements, part: self.put(&piece)? })
    }

    pub(super) fn behind(self, line: String, head: &Head) -> Result<Vec<u8>, ArtefactError> {
        let head = postcard::to_stdvec(head).map_err(|_| TOO_LARGE)?;
        let length = u32::try_from(head.len()).map_err(|_| TOO_LARGE)?;
        let mut bytes = line.into_bytes();
        bytes.extend(length.to_le_bytes());
        bytes.extend(crc32fast::hash(&head).to_le_bytes());
        bytes.extend(head);
        bytes.extend(self.0);
        Ok(bytes)
    }
}

/// An artefact whose head was read.
pub(super) struct PartReader {
    store: Arc<dyn Store>,
    begin: u64,
    damage: Damage,
}

/// Where a text lies, and its outline if it has one.
pub(super) type TextPlace = (Place, Option<Place>);

#[derive(Clone, Copy)]
pub(super) struct Place {
    at: u64,
    length: usize,
    checksum: u32,
    /// How many elements of its list stand before those in it, and in it.
    first: usize,
    elements: usize,
}

impl PartReader {
    /// Read the head, which begins at a place.
    pub(super) fn new(
        store: Arc<dyn Store>,
        at: u64,
        size: u64,
        damage: &Damage,
    ) -> Result<(Head, Self), ArtefactError> {
        let fixed = store.read(at, FIXED).ok_or(CUT_OFF)?;
        let number = |from: usize| -> Option<u32> {
            Some(u32::from_le_bytes(fixed.get(from..from.checked_add(4)?)?.try_into().ok()?))
        };
        let (length, checksum) = number(0).zip(number(4)).ok_or(CUT_OFF)?;
        let at = at.saturating_add(FIXED as u64);
        let begin = at.saturating_add(u64::from(length));
        if begin > size {
            return Err(CUT_OFF);
        }
        let place = Place { at, length: length as usize, checksum, first: 0, elements: 0 };
        let taken = Self { store, begin, damage: damage.clone() };
        Ok((taken.decode(&place)?, taken))
    }

    /// Go through the parts in their order.
    pub(super) fn in_order(&self) -> InOrder {
        InOrder { at: self.begin, end: self.store.size() }
    }

    pub(super) fn decode<T: DeserializeOwned>(&self, place: &Place) -> Result<T, ArtefactError> {
        decode(&fetch(&*self.store, place)?)
    }

    /// A list whose pieces are fetched when something asks for them, and are looked at first: `check` gets the
    /// id of the first element.
    pub(super) fn lazy_vec<I: Id, T: DeserializeOwned>(
        &self,
        places: Vec<Place>,
        bounds: &Arc<Bounds>,
        check: impl Fn(&Bounds, I, &[T]) -> Result<(), &'static str> + Send + Sync + 'static,
    ) -> LazyIndexVec<I, T> {
        let (store, damage, bounds) = (self.store.clone(), self.damage.clone(), bounds.clone());
        let lengths: Vec<usize> = places.iter().map(|place| place.elements).collect();
        let piece = move |place: &Place| {
            let read: Vec<T> = decode(&fetch(&*store, place)?)?;
            if read.len() != place.elements {
                return Err(ArtefactError::Damaged("a part has another length"));
            }
            check(&bounds, I::at(place.first), &read).map_err(ArtefactError::Damaged)?;
            Ok(read)
        };
        let pieces = move |at: usize| places.get(at).map_or(Vec::new(), |place| damage.sound(piece(place)));
        LazyVec::in_pieces(lengths, pieces).into()
    }

    /// Texts that are read when something asks for them.
    pub(super) fn lazy_texts(&self, texts: Vec<Text>, places: Vec<TextPlace>) -> Vec<(String, LazyText)> {
        let read = |(text, (place, outline)): (Text, TextPlace)| {
            let (store, damage) = (self.store.clone(), self.damage.clone());
            let read = LazyText::new(move || {
                let text = fetch(&*store, &place).and_then(|bytes| {
                    String::from_utf8(bytes).map_err(|_| ArtefactError::Damaged("a text of it is no text"))
                });
                let whole = text.and_then(|text| match &outline {
                    None => Ok(SharedText::from(text)),
                    Some(place) => Ok(SharedText::outlined(text, decode(&fetch(&*store, place)?)?)),
                });
                damage.sound(whole)
            });
            (text.name, read)
        };
        texts.into_iter().zip(places).map(read).collect()
    }
}

/// Says where the parts lie, one behind the other.
pub(super) struct InOrder {
    at: u64,
    end: u64,
}

impl InOrder {
    pub(super) fn one(&mut self, part: &Part) -> Result<Place, ArtefactError> {
        let Part { length, checksum } = *part;
        let place = Place { at: self.at, length: length as usize, checksum, first: 0, elements: 0 };
        self.at = self.at.saturating_add(u64::from(length));
        if self.at > self.end {
            return Err(CUT_OFF);
        }
        Ok(place)
    }

    pub(super) fn texts(&mut self, texts: &[Text]) -> Result<Vec<TextPlace>, ArtefactError> {
        let place = |text: &Text| {
            let own = self.one(&text.part)?;
            Ok((own, text.outline.as_ref().map(|outline| self.one(outline)).transpose()?))
        };
        texts.iter().map(place).collect()
    }

    /// Where the pieces of a list lie. No element takes less than a byte: so a number that lies is found out before
    /// anything is made as large as it says.
    pub(super) fn places(&mut self, pieces: &[Chunk]) -> Result<Vec<Place>, ArtefactError> {
        let mut end = 0;
        let place = |piece: &Chunk| {
            if piece.elements > piece.part.length || piece.elements == 0 {
                return Err(ArtefactError::Damaged("a part has another length"));
            }
            let elements = piece.elements as usize;
            end += elements;
            Ok(Place { first: end - elements, elements, ..self.one(&piece.part)? })
        };
        pieces.iter().map(place).collect()
    }

    pub(super) fn end(self) -> Result<(), ArtefactError> {
        if self.at == self.end { Ok(()) } else { Err(LONGER) }
    }
}

fn fetch(store: &dyn Store, place: &Place) -> Result<Vec<u8>, ArtefactError> {
    let bytes = store.read(place.at, place.length).ok_or(UNREADABLE)?;
    if crc32fast::hash(&bytes) != place.checksum {
        return Err(CHECKSUM);
    }
    Ok(bytes)
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ArtefactError> {
    match postcard::take_from_bytes(bytes) {
        Ok((read, [])) => Ok(read),
        _ => Err(ArtefactError::Damaged("a part is not what was written")),
    }
}
