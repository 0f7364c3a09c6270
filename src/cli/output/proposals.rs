//! What would make an action allowed, as every format prints it.

use crate::cli::output::evidence::{Cited, Resolver};
use crate::cli::output::named_value::NamedValue;
use crate::eval::why_not::Bound;
use crate::eval::{Input, Who, why_not};
use crate::input::{Request, State, write};
use crate::model::{Action, LocalizedText, Model, Rule, RuleKind, name_in};
use crate::state::collection::Rows;
use crate::syntax::tree::Name;
use crate::values::ids::{CollectionId, FieldId, RowId, RuleId};
use crate::values::{Moment, Value};
use serde::Serialize;
use serde_json::Value as Json;

/// Changes after which an action is allowed.
#[derive(Serialize)]
pub(crate) struct Proposal<'a> {
    who: Who,
    pub(crate) changes: Vec<Change<'a>>,
    pub(crate) rules: Vec<Obstacle<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) gives: Vec<Grant<'a>>,
}

/// What it lets somebody do that they might not do before.
#[derive(Serialize)]
pub(crate) struct Grant<'a> {
    pub(crate) person: String,
    /// The role whose rights they are; none where it is the same as before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<&'a str>,
    /// Whether that role was held before already, and came to nothing.
    #[serde(rename = "held", skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_held: bool,
    pub(crate) actions: Vec<&'a str>,
    /// What people call the role, and the actions.
    #[serde(skip)]
    pub(crate) called: (Option<&'a str>, Vec<&'a str>),
}

/// A rule that stands in the way.
#[derive(Serialize)]
pub(crate) struct Obstacle<'a> {
    pub(crate) rule: &'a str,
    pub(crate) citations: Vec<Cited<'a>>,
    #[serde(skip)]
    pub(crate) permits: bool,
}

#[derive(Serialize)]
pub(crate) struct Change<'a> {
    #[serde(flatten)]
    pub(crate) step: Step<'a>,
    pub(crate) who: Who,
    /// Whether some action can change it.
    #[serde(skip)]
    pub(crate) by_action: bool,
    rules: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Step<'a> {
    Parameter {
        name: &'a str,
        value: NamedValue,
        or: Vec<NamedValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        bound: Option<Bound>,
        #[serde(skip)]
        given: NamedValue,
    },
    /// Another action before, or the same action by somebody else.
    Action {
        actor: Json,
        action: Json,
        #[serde(rename = "do")]
        request: Json,
        instead: bool,
        others: usize,
        /// Who would act: an id, and the role if it is known.
        #[serde(skip)]
        person: String,
        /// The action with its arguments, as in `dismiss_integrator`, `user: alexey`.
        #[serde(skip)]
        call: String,
    },
    Time {
        from: Moment,
    },
    /// Another value in the state.
    #[serde(rename = "fact")]
    Value {
        path: String,
        value: NamedValue,
        or: Vec<NamedValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        bound: Option<Bound>,
        /// Whether it is known now.
        known: bool,
        others: usize,
        #[serde(skip)]
        now: NamedValue,
    },
    /// That some element of a collection has a text in its list, or that none has.
    #[serde(rename = "fact")]
    Member {
        path: String,
        value: String,
        holds: bool,
        #[serde(skip)]
        known: bool,
        #[serde(skip)]
        field: &'a str,
        #[serde(skip)]
        noun: &'a str,
        #[serde(skip)]
        collection: &'a str,
    },
    /// That a collection has no elements but those that are known.
    #[serde(rename = "fact")]
    Complete {
        path: &'a str,
        value: [(); 0],
        complete: bool,
        #[serde(skip)]
        empty: bool,
    },
}

impl Step<'_> {
    /// Whether it is about what is unknown now, so that it may turn out to be so already.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Value { known, .. } | Self::Member { known, .. } => !known,
            Self::Complete { .. } => true,
            _ => false,
        }
    }
}

pub(crate) fn proposals<'a>(
    resolver: Resolver<'a, '_>,
    request: &Request,
    found: Vec<why_not::Proposal>,
) -> Vec<Proposal<'a>> {
    let (model, state) = (&resolver.pack.program.model, &resolver.portal.state);
    let namer = Namer { resolver, model, state, request };
    found.into_iter().map(|proposal| namer.proposal(&proposal)).collect()
}

/// Puts names for ids in the proposals for one action.
struct Namer<'a, 'p> {
    resolver: Resolver<'a, 'p>,
    model: &'a Model,
    state: &'p State,
    request: &'p Request,
}

impl<'a> Namer<'a, '_> {
    fn proposal(&self, proposal: &why_not::Proposal) -> Proposal<'a> {
        let change = |change| {
            Some(Change {
                step: self.step(proposal, change)?,
                who: change.who,
                by_action: change.by_action,
                rules: self.rules(&change.rules).map(|rule| &*rule.id.text).collect(),
            })
        };
        let obstacle = |rule: &'a Rule| Obstacle {
            rule: &rule.id.text,
            citations: self.resolver.citations(&rule.cites),
            permits: matches!(rule.kind, RuleKind::Permit(_)),
        };
        Proposal {
            who: proposal.who,
            changes: proposal.changes.iter().filter_map(change).collect(),
            rules: self.rules(&proposal.rules).map(obstacle).collect(),
            gives: proposal.grants.iter().map(|grant| self.grant(grant)).collect(),
        }
    }

    fn grant(&self, grant: &why_not::Grant) -> Grant<'a> {
        let language = self.resolver.session.language.code();
        let role = grant.role.and_then(|role| self.model.roles.get(role));
        let actions: Vec<&'a Action> =
            grant.actions.iter().filter_map(|action| self.model.actions.get(*action)).collect();
        let called =
            |called: &'a [LocalizedText], name: &'a Name| name_in(called, language).unwrap_or(&name.text);
        Grant {
            person: grant.person.clone(),
            role: role.map(|role| &*role.name.text),
            is_held: grant.is_held,
            actions: actions.iter().map(|action| &*action.name.text).collect(),
            called: (
                role.map(|role| called(&role.called, &role.name)),
                actions.iter().map(|action| called(&action.called, &action.name)).collect(),
            ),
        }
    }

    fn rules<'r>(&self, ids: &'r [RuleId]) -> impl Iterator<Item = &'a Rule> + use<'a, 'r> {
        let rules = &self.model.rules;
        ids.iter().filter_map(|id| rules.get(*id))
    }

    /// None where an id is unknown.
    fn step(&self, proposal: &why_not::Proposal, change: &why_not::Change) -> Option<Step<'a>> {
        Some(match &change.step {
            why_not::Step::Tell { parameter, value } => {
                let argument = self.request.arguments.get(*parameter);
                let parameter = self.model.parameters.get(*parameter)?;
                let named = |value: &Value| self.resolver.value(value, &parameter.ty);
                Step::Parameter {
                    name: &parameter.name.text,
                    value: named(value),
                    or: change.or.iter().map(named).collect(),
                    bound: change.bound,
                    given: argument.map_or(NamedValue::Unknown, |cell| named(&cell.value)),
                }
            }
            why_not::Step::Act(request) => self.action(request, change.others, false),
            why_not::Step::Instead(_) => self.action(&self.changed(proposal), change.others, true),
            why_not::Step::Wait(at) => Step::Time { from: *at },
            why_not::Step::Fact { place, value } => self.fact(change, place, value)?,
        })
    }

    /// The action as a proposal changes it.
    fn changed(&self, proposal: &why_not::Proposal) -> Request {
        let mut request = self.request.clone();
        for change in &proposal.changes {
            match &change.step {
                why_not::Step::Tell { parameter, value } => {
                    if let Some(cell) = request.arguments.get_mut(*parameter) {
                        cell.value = value.clone();
                    }
                }
                why_not::Step::Instead(actor) => request.actor = *actor,
                why_not::Step::Wait(at) => request.at = *at,
                _ => {}
            }
        }
        request
    }

    fn action(&self, request: &Request, others: usize, instead: bool) -> Step<'a> {
        let (model, state) = (self.model, self.state);
        let mut call = String::new();
        if let Some(action) = model.actions.get(request.action) {
            let language = self.resolver.session.language.code();
            call = format!("`{}`", name_in(&action.called, language).unwrap_or(&action.name.text));
            for id in &action.parameters {
                if let (Some(parameter), Some(cell)) = (model.parameters.get(*id), request.arguments.get(*id))
                    && cell.value != Value::Absent
                {
                    let value = write::value(model, state, &cell.value, &parameter.ty);
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    call.push_str(&format!(", `{}: {value}`", parameter.name.text));
                }
            }
        }
        let json = write::request(model, state, request);
        Step::Action {
            actor: json.get("actor").cloned().unwrap_or_default(),
            action: json.get("action").cloned().unwrap_or_default(),
            request: json,
            instead,
            others,
            person: self.person(request.actor),
            call,
        }
    }

    fn person(&self, row: RowId) -> String {
        let Some(actors) = self.model.schema.actors else { return String::new() };
        let id = self.state.id(actors, row).unwrap_or_default();
        match self.field(actors, row, self.model.schema.role_field) {
            Some((_, role)) if role.is_known() => {
                let language = self.resolver.session.language;
                let name = role.text_in(language);
                let role = self.model.roles.iter().find(|role| *role.name.text == name);
                let called = role.and_then(|role| name_in(&role.called, language.code()));
                format!("{id} ({})", called.unwrap_or(&name))
            }
            _ => id.to_owned(),
        }
    }

    /// The name and the value of a field.
    fn field(&self, collection: CollectionId, row: RowId, field: FieldId) -> Option<(&'a str, NamedValue)> {
        let shape = self.model.schema.collections.get(collection)?;
        let rows = self.state.collections.get(collection);
        let value = rows.map_or(Value::Unknown, |rows| rows.value(row, field));
        let field = shape.fields.get(field)?;
        Some((&field.name.text, self.resolver.value(&value, &field.ty)))
    }

    fn fact(&self, change: &why_not::Change, place: &Input, value: &Value) -> Option<Step<'a>> {
        let (schema, state) = (&self.model.schema, self.state);
        let rows = |collection: &CollectionId| state.collections.get(*collection);
        let (path, ty, now) = match place {
            Input::Contains { collection, field, text, .. } => {
                let shape = schema.collections.get(*collection)?;
                let field = shape.fields.get(*field).map_or("", |field| &*field.name.text);
                return Some(Step::Member {
                    path: format!("{}[].{field}", shape.name.text),
                    value: text.to_string(),
                    holds: *value == Value::Bool(true),
                    known: rows(collection).is_some_and(|rows| rows.known),
                    field,
                    noun: &shape.noun.text,
                    collection: &shape.name.text,
                });
            }
            Input::Complete(collection) => {
                return Some(Step::Complete {
                    path: &schema.collections.get(*collection)?.name.text,
                    value: [],
                    complete: true,
                    empty: rows(collection).is_none_or(Rows::is_empty),
                });
            }
            Input::Scalar(id) => {
                let scalar = schema.scalars.get(*id)?;
                let ty = &scalar.field.ty;
                let now = state.scalars.get(*id).map(|cell| self.resolver.value(&cell.value, ty));
                (scalar.path.to_string(), ty, now.unwrap_or(NamedValue::Unknown))
            }
            Input::Field { collection, row, field } => {
                let ty = &schema.collections.get(*collection)?.fields.get(*field)?.ty;
                let (name, now) = self.field(*collection, *row, *field)?;
                let element = state.path_of(self.model, *collection, *row);
                (format!("{element}.{name}"), ty, now)
            }
            _ => return None,
        };
        Some(Step::Value {
            path,
            value: self.resolver.value(value, ty),
            or: change.or.iter().map(|value| self.resolver.value(value, ty)).collect(),
            bound: change.bound,
            known: now != NamedValue::Unknown,
            others: change.others,
            now,
        })
    }
}
