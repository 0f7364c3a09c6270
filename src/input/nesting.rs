//! How elements lie in one another: how deep at most, or in a circle.

use crate::input::state::State;
use crate::model::Model;
use crate::state::collection::Rows;
use crate::values::Value;
use crate::values::ids::{CollectionId, FieldId, RowId};
use smallvec::SmallVec;

/// An element of some collection.
type Element = (CollectionId, RowId);

/// What is known of an element on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    New,
    /// It is being followed: whoever comes back to it is in a circle.
    Open,
    /// It and what it lies in, on the longest way, are so many.
    Known(u32),
}

/// An element that is being followed: how many of the references outwards are done, and the longest way so far.
struct Step {
    element: Element,
    next: SmallVec<[Element; 2]>,
    done: usize,
    longest: u32,
}

/// How many elements lie in one another at most, the innermost included.
///
/// Costs the elements and references of the collections that lie in something.
///
/// # Errors
/// The elements of a circle, in the order in which each lies in the next, and the last in the first.
pub(crate) fn deepest(model: &Model, state: &State) -> Result<u32, Vec<Element>> {
    let shapes = || model.schema.collections.enumerated();
    if shapes().all(|(_, shape)| shape.inside.is_empty()) {
        return Ok(0);
    }
    let mut depths: Vec<Vec<Depth>> = shapes()
        .map(|(id, _)| vec![Depth::New; state.collections.get(id).map_or(0, |rows| rows.len() as usize)])
        .collect();
    let mut most = 0;
    for (id, _) in shapes().filter(|(_, shape)| !shape.inside.is_empty()) {
        for row in state.collections.get(id).into_iter().flat_map(Rows::rows) {
            if depth(&depths, (id, row)) == Depth::New {
                follow(model, state, (id, row), &mut depths)?;
            }
            if let Depth::Known(own) = depth(&depths, (id, row)) {
                most = most.max(own);
            }
        }
    }
    Ok(most)
}

fn depth(depths: &[Vec<Depth>], (collection, row): Element) -> Depth {
    let own = depths.get(collection.index()).and_then(|own| own.get(row.index()));
    own.copied().unwrap_or(Depth::Known(0))
}

fn set(depths: &mut [Vec<Depth>], (collection, row): Element, depth: Depth) {
    if let Some(own) = depths.get_mut(collection.index()).and_then(|own| own.get_mut(row.index())) {
        *own = depth;
    }
}

fn follow(
    model: &Model,
    state: &State,
    from: Element,
    depths: &mut [Vec<Depth>],
) -> Result<(), Vec<Element>> {
    let step = |element| Step { element, next: outwards(model, state, element), done: 0, longest: 0 };
    set(depths, from, Depth::Open);
    let mut way = vec![step(from)];
    while let Some(last) = way.last_mut() {
        let Some(next) = last.next.get(last.done).copied() else {
            let own = last.longest.saturating_add(1);
            set(depths, last.element, Depth::Known(own));
            way.pop();
            continue;
        };
        match depth(depths, next) {
            Depth::Known(own) => {
                last.longest = last.longest.max(own);
                last.done += 1;
            }
            Depth::New => {
                set(depths, next, Depth::Open);
                way.push(step(next));
            }
            Depth::Open => {
                let circle = way.iter().map(|step| step.element).skip_while(|element| *element != next);
                return Err(circle.collect());
            }
        }
    }
    Ok(())
}

/// The elements that one lies in directly.
fn outwards(model: &Model, state: &State, (collection, row): Element) -> SmallVec<[Element; 2]> {
    let mut found = SmallVec::new();
    let shape = model.schema.collections.get(collection);
    let Some(rows) = state.collections.get(collection) else { return found };
    for field in shape.into_iter().flat_map(|shape| &shape.inside) {
        let to = shape.and_then(|shape| shape.fields.get(*field)?.ty.refers_to());
        let Some(to) = to else { continue };
        match rows.value(row, *field) {
            Value::Element(next) => found.push((to, next)),
            Value::List(list) => found.extend(list.iter().filter_map(|value| match value {
                Value::Element(next) => Some((to, *next)),
                _ => None,
            })),
            _ => {}
        }
    }
    found
}

/// By which field of an element it lies in another, of those of the schema.
pub(super) fn lies_in_by(model: &Model, state: &State, inner: Element, outer: Element) -> Option<FieldId> {
    let shape = model.schema.collections.get(inner.0)?;
    let rows = state.collections.get(inner.0)?;
    let refers = |value: &Value| *value == Value::Element(outer.1);
    shape.inside.iter().copied().find(|field| {
        shape.fields.get(*field).and_then(|own| own.ty.refers_to()) == Some(outer.0)
            && match rows.value(inner.1, *field) {
                Value::List(list) => list.iter().any(refers),
                value => refers(&value),
            }
    })
}
