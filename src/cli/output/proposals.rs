//! What would make an action allowed, for people and for machines.

use crate::cli::io::pack::Pack;
use crate::cli::output::json::{Judged, citation, quoted};
use crate::cli::output::language::Language;
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use crate::eval::why_not::Change;
use crate::eval::{Input, Proposal, Step, Who};
use crate::input::{Request, write};
use crate::model::{Rule, RuleKind};
use crate::state::collection::Rows;
use crate::values::{Type, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::HashSet;

/// The proposals for one action.
struct Writer<'a> {
    session: &'a Session,
    pack: &'a Pack,
    judged: &'a Judged<'a>,
}

/// The proposals as people read them.
pub(crate) fn human(session: &Session, pack: &Pack, judged: &Judged<'_>, proposals: &[Proposal]) -> String {
    let writer = Writer { session, pack, judged };
    let language = session.language;
    let title = match proposals.len() {
        0 => language
            .say("no way was found to make it allowed", "не нашлось ничего, что сделало бы это разрешённым"),
        1 => language.say("what would make it allowed:", "что сделало бы это разрешённым:"),
        _ => language.say(
            "what would make it allowed (any one of these):",
            "что сделало бы это разрешённым (любое из этого):",
        ),
    };
    let mut text = paragraph(title, 0, 2, &session.look);
    let mut quotes = HashSet::new();
    for (number, proposal) in (1..).zip(proposals) {
        let changes: Vec<String> = proposal.changes.iter().map(|change| writer.line(change)).collect();
        if let [only] = changes.as_slice() {
            text.push_str(&paragraph(&format!("{number}. {only}"), 2, 5, &session.look));
        } else {
            let all = language.say("all of this:", "всё вместе:");
            text.push_str(&paragraph(&format!("{number}. {all}"), 2, 5, &session.look));
            for change in changes {
                text.push_str(&paragraph(&format!("- {change}"), 5, 7, &session.look));
            }
        }
        for rule in writer.rules(&proposal.rules).filter(|_| !session.quiet) {
            let stands = match rule.kind {
                RuleKind::Permit(_) => language.say("permitted only by", "разрешает только"),
                _ => language.say("in the way now:", "сейчас мешает"),
            };
            let line = format!("{stands} {}", rule.id.text);
            text.push_str(&paragraph(&line, 5, 7, &session.look));
            // A passage is quoted with the first proposal that meets it.
            if quotes.insert(&rule.id.text) {
                for cited in &rule.cites {
                    text.push_str(&paragraph(&quoted(session, pack, cited), 7, 9, &session.look));
                }
            }
        }
    }
    text
}

/// The proposals as machines read them.
pub(crate) fn json(session: &Session, pack: &Pack, judged: &Judged<'_>, proposals: &[Proposal]) -> Json {
    let writer = Writer { session, pack, judged };
    let proposals = proposals.iter().map(|proposal| {
        let changes: Vec<Json> =
            proposal.changes.iter().map(|change| writer.change_json(proposal, change)).collect();
        let rules: Vec<Json> = writer
            .rules(&proposal.rules)
            .map(|rule| {
                let citations: Vec<Json> =
                    rule.cites.iter().map(|found| citation(session, pack, found)).collect();
                json!({"rule": rule.id.text, "citations": citations})
            })
            .collect();
        json!({"who": proposal.who, "changes": changes, "rules": rules})
    });
    proposals.collect()
}

impl Writer<'_> {
    fn rules<'r>(&'r self, numbers: &'r [u32]) -> impl Iterator<Item = &'r Rule> {
        numbers.iter().filter_map(|number| self.pack.program.model.rules.get(*number as usize))
    }

    /// Who can bring a change about, and what it is.
    fn line(&self, change: &Change) -> String {
        let language = self.session.language;
        let who = match (change.who, &change.step) {
            (Who::Actor, _) => self.judged.actor(&self.pack.program.model),
            (Who::Someone, _) => language.say("somebody else", "кто-то другой").to_owned(),
            (Who::Time, _) => language.say("only time", "только время").to_owned(),
            (Who::Nobody, Step::Fact { place, .. }) if self.open(place) => {
                language.say("to be found out", "надо узнать").to_owned()
            }
            (Who::Nobody, _) => language.say("nobody here", "от людей на портале не зависит").to_owned(),
        };
        format!("{who}: {}", self.change(change))
    }

    /// Whether a place holds what nobody knows.
    fn open(&self, place: &Input) -> bool {
        let state = &self.judged.portal.state;
        match place {
            Input::Held { collection, .. } => {
                !state.collections.get(usize::from(*collection)).is_some_and(|rows| rows.known)
            }
            Input::Complete(_) => true,
            place => self.held(place) == Value::Unknown,
        }
    }

    fn person(&self, row: u32) -> String {
        let model = &self.pack.program.model;
        let Some(actors) = model.schema.actors else { return String::new() };
        let state = &self.judged.portal.state;
        let id = state.id(actors, row).unwrap_or_default();
        let field = usize::from(model.schema.role_field);
        let role =
            model.schema.collections.get(usize::from(actors)).and_then(|shape| shape.fields.get(field));
        let rows = state.collections.get(usize::from(actors));
        let held = rows.map_or(Value::Unknown, |rows| rows.value(row, model.schema.role_field));
        match role {
            Some(role) if !matches!(held, Value::Unknown | Value::Absent) => {
                format!("{id} ({})", model.shown(&held, &role.ty))
            }
            _ => id.to_owned(),
        }
    }

    /// The action, as a proposal changes it.
    fn request(&self, proposal: &Proposal) -> Request {
        let mut request = self.judged.request.clone();
        for change in &proposal.changes {
            match &change.step {
                Step::Tell { parameter, value } => {
                    if let Some(cell) = request.told.get_mut(usize::from(*parameter)) {
                        cell.value = value.clone();
                    }
                }
                Step::Instead(actor) => request.actor = *actor,
                Step::Wait(at) => request.at = *at,
                _ => {}
            }
        }
        request
    }

    /// An action with what is told with it: `dismiss_integrator`, `user: alexey`.
    fn action(&self, request: &Request) -> String {
        let (model, state) = (&self.pack.program.model, &self.judged.portal.state);
        let Some(action) = model.actions.get(request.action as usize) else { return String::new() };
        let mut text = format!("`{}`", action.name.text);
        for number in &action.parameters {
            let parameter = model.parameters.get(usize::from(*number));
            let cell = request.told.get(usize::from(*number));
            if let (Some(parameter), Some(cell)) = (parameter, cell)
                && cell.value != Value::Absent
            {
                text.push_str(&format!(
                    ", `{}: {}`",
                    parameter.name.text,
                    plain(&write::value(model, state, &cell.value, &parameter.ty))
                ));
            }
        }
        text
    }

    fn others(&self, change: &Change) -> String {
        match (change.others, self.session.language) {
            (0, _) => String::new(),
            (1, Language::English) => " (or 1 other)".to_owned(),
            (count, Language::English) => format!(" (or {count} others)"),
            (count, Language::Russian) => format!(" (подойдут и другие, их ещё {count})"),
        }
    }

    fn change(&self, change: &Change) -> String {
        let (model, language) = (&self.pack.program.model, self.session.language);
        match &change.step {
            Step::Tell { parameter, value } => {
                let Some(found) = model.parameters.get(usize::from(*parameter)) else { return String::new() };
                let told = self.judged.request.told.get(usize::from(*parameter));
                let told = told.map_or(&Value::Unknown, |cell| &cell.value);
                let values = self.values(value, &change.or, &found.ty);
                let instead = self.instead_of(told, &found.ty);
                let say = match change.who {
                    Who::Actor => language.say("say", "указать"),
                    _ => language.say("with", "указав"),
                };
                format!("{say} `{}`: {values}{instead}", found.name.text)
            }
            Step::Act(request) => {
                let action = self.action(request);
                let others = self.others(change);
                if change.who == Who::Actor {
                    format!("{} {action}{others}", language.say("first do", "сначала выполнить"))
                } else {
                    let person = self.person(request.actor);
                    let may = language.say("may first do", "может сначала выполнить");
                    format!("{person} {may} {action}{others}")
                }
            }
            Step::Instead(actor) => {
                let (person, own) = (self.person(*actor), self.judged.actor(model));
                match language {
                    Language::English => format!("{person} may do it in place of {own}"),
                    Language::Russian => format!("{person} может сделать это вместо {own}"),
                }
            }
            Step::Wait(at) => match language {
                Language::English => format!("from {at} on"),
                Language::Russian => format!("начиная с {at}"),
            },
            Step::Fact { place, value } => self.fact(change, place, value),
        }
    }

    /// What is there now, in contrast.
    fn instead_of(&self, held: &Value, ty: &Type) -> String {
        if matches!(held, Value::Unknown | Value::Absent) {
            return String::new();
        }
        let held = self.pack.program.model.shown(held, ty);
        match self.session.language {
            Language::English => format!(", not `{held}`"),
            Language::Russian => format!(", а не `{held}`"),
        }
    }

    /// A value, and others that would do as well.
    fn values(&self, value: &Value, or: &[Value], ty: &Type) -> String {
        let language = self.session.language;
        let shown = |value: &Value| match value {
            Value::Absent => language.say("left out", "не указано").to_owned(),
            value => format!("`{}`", self.pack.program.model.shown(value, ty)),
        };
        let mut all: Vec<String> = [value].into_iter().chain(or).map(shown).collect();
        let last = all.pop().unwrap_or_default();
        if all.is_empty() {
            last
        } else {
            format!("{} {} {last}", all.join(", "), language.say("or", "или"))
        }
    }

    fn fact(&self, change: &Change, place: &Input, value: &Value) -> String {
        let (model, language) = (&self.pack.program.model, self.session.language);
        let collection = |number: &u16| model.schema.collections.get(usize::from(*number));
        let english = language == Language::English;
        match place {
            Input::Held { collection: number, field, text, .. } => {
                let Some(shape) = collection(number) else { return String::new() };
                let name = shape.fields.get(usize::from(*field)).map_or("", |field| &*field.name.text);
                let (noun, all) = (&shape.noun.text, &shape.name.text);
                match (*value == Value::Bool(true), self.open(place)) {
                    (true, false) if english => format!("if some {noun} had `{text}` in its `{name}`"),
                    (true, true) if english => format!("that some {noun} has `{text}` in its `{name}`"),
                    (false, _) if english => format!("if no {noun} had `{text}` in its `{name}`"),
                    (true, false) => format!("если бы `{text}` был в `{name}` хотя бы у одного из `{all}`"),
                    (true, true) => format!("что `{text}` есть в `{name}` хотя бы у одного из `{all}`"),
                    (false, _) => format!("если бы `{text}` не было в `{name}` ни у одного из `{all}`"),
                }
            }
            Input::Complete(number) => {
                let Some(shape) = collection(number) else { return String::new() };
                let rows = self.judged.portal.state.collections.get(usize::from(*number));
                let all = &shape.name.text;
                match rows.is_none_or(Rows::is_empty) {
                    true if english => format!("that there are no `{all}`"),
                    false if english => format!("that there are no other `{all}`"),
                    true => format!("что `{all}` пусты"),
                    false => format!("что других `{all}` нет"),
                }
            }
            _ => {
                let Some((path, ty)) = self.named(place) else { return String::new() };
                let (values, others) = (self.values(value, &change.or, ty), self.others(change));
                let instead = self.instead_of(&self.held(place), ty);
                match self.open(place) {
                    true if english => format!("that `{path}` is {values}{others}"),
                    true => format!("что `{path}` — {values}{others}"),
                    false if english => format!("if `{path}` were {values}{instead}{others}"),
                    false => format!("если бы `{path}` было {values}{instead}{others}"),
                }
            }
        }
    }

    fn held(&self, place: &Input) -> Value {
        let state = &self.judged.portal.state;
        let held = match place {
            Input::Scalar(number) => state.scalars.get(usize::from(*number)).map(|cell| cell.value.clone()),
            Input::Field { collection, row, field } => {
                state.collections.get(usize::from(*collection)).map(|rows| rows.value(*row, *field))
            }
            _ => None,
        };
        held.unwrap_or(Value::Unknown)
    }

    /// The path and the type of a single value.
    fn named(&self, place: &Input) -> Option<(String, &Type)> {
        let schema = &self.pack.program.model.schema;
        match place {
            Input::Scalar(number) => {
                let scalar = schema.scalars.get(usize::from(*number))?;
                Some((scalar.path.to_string(), &scalar.field.ty))
            }
            Input::Field { collection, row, field } => {
                let path = self.judged.portal.state.path_of(&self.pack.program.model, *collection, *row);
                let field =
                    schema.collections.get(usize::from(*collection))?.fields.get(usize::from(*field))?;
                Some((format!("{path}.{}", field.name.text), &field.ty))
            }
            _ => None,
        }
    }

    fn change_json(&self, proposal: &Proposal, change: &Change) -> Json {
        let (model, state) = (&self.pack.program.model, &self.judged.portal.state);
        let mut json = match &change.step {
            Step::Tell { parameter, value } => {
                let Some(found) = model.parameters.get(usize::from(*parameter)) else { return Json::Null };
                let or: Vec<Json> =
                    change.or.iter().map(|value| write::value(model, state, value, &found.ty)).collect();
                json!({
                    "kind": "parameter",
                    "name": found.name.text,
                    "value": write::value(model, state, value, &found.ty),
                    "or": or,
                })
            }
            Step::Act(request) => self.action_json(request, change, false),
            Step::Instead(_) => self.action_json(&self.request(proposal), change, true),
            Step::Wait(at) => json!({"kind": "time", "from": at.to_string()}),
            Step::Fact { place, value } => self.fact_json(change, place, value),
        };
        let rules: Vec<&str> = self.rules(&change.rules).map(|rule| &*rule.id.text).collect();
        if let Some(fields) = json.as_object_mut() {
            fields.insert("who".to_owned(), json!(change.who));
            fields.insert("rules".to_owned(), rules.into());
        }
        json
    }

    /// An action as it stands in an action file.
    fn action_json(&self, request: &Request, change: &Change, instead: bool) -> Json {
        let action = write::request(&self.pack.program.model, &self.judged.portal.state, request);
        json!({
            "kind": "action",
            "actor": action.get("actor"),
            "action": action.get("action"),
            "do": action,
            "instead": instead,
            "others": change.others,
        })
    }

    fn fact_json(&self, change: &Change, place: &Input, value: &Value) -> Json {
        let (model, state) = (&self.pack.program.model, &self.judged.portal.state);
        let mut map = Map::new();
        map.insert("kind".to_owned(), "fact".into());
        let collection = |number: &u16| model.schema.collections.get(usize::from(*number));
        match place {
            Input::Held { collection: number, field, text, .. } => {
                let Some(shape) = collection(number) else { return Json::Null };
                let name = shape.fields.get(usize::from(*field)).map_or("", |field| &*field.name.text);
                map.insert("path".to_owned(), format!("{}[].{name}", shape.name.text).into());
                map.insert("value".to_owned(), text.to_string().into());
                map.insert("holds".to_owned(), (*value == Value::Bool(true)).into());
            }
            Input::Complete(number) => {
                map.insert("path".to_owned(), collection(number).map(|shape| &*shape.name.text).into());
                map.insert("value".to_owned(), json!([]));
                map.insert("complete".to_owned(), true.into());
            }
            _ => {
                let Some((path, ty)) = self.named(place) else { return Json::Null };
                let json = |value: &Value| write::value(model, state, value, ty);
                map.insert("path".to_owned(), path.into());
                map.insert("value".to_owned(), json(value));
                map.insert("or".to_owned(), change.or.iter().map(json).collect());
                map.insert("known".to_owned(), (self.held(place) != Value::Unknown).into());
                map.insert("others".to_owned(), change.others.into());
            }
        }
        map.into()
    }
}

/// A value without the quotation marks of JSON.
fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
