//! Actions as programs build them: names are looked up once, ids stay texts until a portal is asked.

use crate::base::{Message, msg};
use crate::input::reader::variant_of;
use crate::model::{Model, Parameter};
use crate::tables::layout::{ABSENT, ARGUMENT_WORDS, PRESENT, code_of_bool, code_of_variant, put};
use crate::values::email::is_email;
use crate::values::ids::{ActionId, VariantId};
use crate::values::{Moment, Type};
use std::borrow::Cow;

/// A proposed action whose names are numbers; the actor and elements among the arguments are ids still, not rows.
///
/// ```
/// use ustav::embed::{Argument, Moment};
/// # let (club, _) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// assert_eq!(fee.arguments(), [Argument::Int(5)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Action<'a> {
    /// The action.
    pub action: ActionId,
    /// The id of who acts.
    pub actor: Cow<'a, str>,
    /// When.
    pub at: Moment,
    arguments: ArgumentList<'a>,
    /// The same as codes.
    pub(crate) codes: [u64; ARGUMENT_WORDS],
}

/// The arguments of an action. Up to two take no allocation, and unlike `SmallVec` this can be had for a shorter life.
#[derive(Clone, Debug, PartialEq)]
enum ArgumentList<'a> {
    Few([Argument<'a>; 2], u8),
    Many(Vec<Argument<'a>>),
}

/// An argument of an action.
///
/// ```
/// use ustav::embed::{Argument, Moment};
/// # let (club, _) = ustav::embed::example::club()?;
/// let line = r#"{"actor": "ivan", "action": "invite", "email": "olga@club.example"}"#;
/// let read = club.reader().read(line, Moment::parse("2024-05-11")?).ok_or("an irregular line")?;
/// assert_eq!(read.arguments(), [Argument::Text("olga@club.example".into())]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Argument<'a> {
    /// Nothing.
    Absent,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A value of an enum, by its number in the declaration.
    Variant(VariantId),
    /// A text or an e-mail.
    Text(Cow<'a, str>),
    /// A day or an instant.
    Moment(Moment),
    /// An element of the state, by its id.
    Element(Cow<'a, str>),
}

impl Argument<'_> {
    fn code(&self) -> u8 {
        match self {
            Self::Absent => ABSENT,
            Self::Bool(holds) => code_of_bool(*holds),
            Self::Variant(variant) => code_of_variant(*variant),
            Self::Int(_) | Self::Text(_) | Self::Moment(_) | Self::Element(_) => PRESENT,
        }
    }
}

/// Why an action cannot be built.
///
/// ```
/// use ustav::embed::{BuildError, Moment};
/// # let (club, _) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let build = || club.action("pay", "ivan", at);
/// assert_eq!(build().done(), Err(BuildError::Missing("fee".to_owned())));
/// assert_eq!(build().text("fee", "much").done(), Err(BuildError::Type("fee".to_owned())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildError {
    /// The rules know no action of this name.
    NoAction(String),
    /// The action has no parameter of this name.
    NoParameter(String),
    /// The parameter takes another kind of value, or this is no e-mail address.
    Type(String),
    /// The number is outside of the range that the rules declare.
    Range(String),
    /// This parameter is not optional, and has no argument.
    Missing(String),
}

impl BuildError {
    /// The same for people, in the language that they read.
    pub fn message(&self) -> Message {
        match self {
            Self::NoAction(name) => msg!(data.unknown_action, name = name),
            Self::NoParameter(name) => msg!(data.no_parameter, name = name),
            Self::Type(name) => msg!(data.wrong_type, name = name),
            Self::Range(name) => msg!(data.out_of_range, name = name),
            Self::Missing(name) => msg!(data.argument_missing, name = name),
        }
    }
}

/// In English; [`BuildError::message`] in each language.
impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for BuildError {}

/// An action that is being built. The first thing that does not fit is what [`Builder::done`] gives.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, _) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// assert_eq!((&*fee.actor, fee.at), ("ivan", at));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Builder<'m, 'a> {
    model: &'m Model,
    action: Action<'a>,
    error: Option<BuildError>,
}

impl<'a> Action<'a> {
    /// An action with so many parameters, of which none has an argument yet.
    pub(crate) fn new(action: ActionId, actor: Cow<'a, str>, at: Moment, parameters: usize) -> Self {
        let mut codes = [0; ARGUMENT_WORDS];
        for slot in 0..parameters {
            put(&mut codes, slot, ABSENT);
        }
        let arguments = match u8::try_from(parameters) {
            Ok(count @ 0..=2) => ArgumentList::Few([Argument::Absent, Argument::Absent], count),
            _ => ArgumentList::Many(vec![Argument::Absent; parameters]),
        };
        Self { action, actor, at, arguments, codes }
    }

    /// In the order of the action's parameters; `Absent` where there is none.
    pub fn arguments(&self) -> &[Argument<'a>] {
        match &self.arguments {
            ArgumentList::Few(few, count) => few.get(..usize::from(*count)).unwrap_or_default(),
            ArgumentList::Many(many) => many,
        }
    }

    /// Pass an argument for the parameter at this place of the action's list.
    pub(crate) fn pass(&mut self, place: usize, argument: Argument<'a>) {
        put(&mut self.codes, place, argument.code());
        let arguments = match &mut self.arguments {
            ArgumentList::Few(few, count) => few.get_mut(..usize::from(*count)).unwrap_or_default(),
            ArgumentList::Many(many) => many,
        };
        if let Some(held) = arguments.get_mut(place) {
            *held = argument;
        }
    }

    /// Begin an action: its name, the id of who acts, and when.
    pub fn build<'m>(model: &'m Model, name: &str, actor: &'a str, at: Moment) -> Builder<'m, 'a> {
        let found = model.actions.enumerated().find(|(_, action)| *action.name.text == *name);
        let parameters = found.map_or(0, |(_, action)| action.parameters.len());
        let action = Action::new(found.map_or(ActionId::NONE, |(id, _)| id), actor.into(), at, parameters);
        let error = found.is_none().then(|| BuildError::NoAction(name.to_owned()));
        Builder { model, action, error }
    }
}

impl<'m, 'a> Builder<'m, 'a> {
    fn parameters(&self) -> impl Iterator<Item = &'m Parameter> + use<'m, 'a> {
        let model = self.model;
        let action = model.actions.get(self.action.action);
        let ids = action.into_iter().flat_map(|action| &action.parameters);
        ids.filter_map(|id| model.parameters.get(*id))
    }

    /// Whether an argument becomes the key of an element.
    fn gives_key(&self, place: usize) -> bool {
        let (model, action) = (self.model, self.action.action);
        let parameter = model.actions.get(action).and_then(|found| found.parameters.get(place));
        parameter.is_some_and(|parameter| model.keyed_by(action, *parameter).is_some())
    }

    /// Pass a text: a String, an e-mail, a value of an enum, or the id of an element.
    #[must_use]
    pub fn text(self, name: &str, text: &'a str) -> Self {
        self.pass(name, |model, ty| match ty {
            Type::Email if !is_email(text) => None,
            Type::String | Type::Email => Some(Argument::Text(text.into())),
            Type::Element(_) => Some(Argument::Element(text.into())),
            Type::Enum(id) => variant_of(model, *id, text).map(Argument::Variant),
            _ => None,
        })
    }

    /// Pass a Bool.
    #[must_use]
    pub fn flag(self, name: &str, holds: bool) -> Self {
        self.pass(name, |_, ty| (*ty == Type::Bool).then_some(Argument::Bool(holds)))
    }

    /// Pass a number.
    #[must_use]
    pub fn int(self, name: &str, number: i64) -> Self {
        self.pass(name, |_, ty| (*ty == Type::Int).then_some(Argument::Int(number)))
    }

    /// Pass a day or an instant.
    #[must_use]
    pub fn moment(self, name: &str, moment: Moment) -> Self {
        self.pass(name, |_, ty| (*ty == Type::Date).then_some(Argument::Moment(moment)))
    }

    fn pass(mut self, name: &str, argument: impl FnOnce(&Model, &Type) -> Option<Argument<'a>>) -> Self {
        if self.error.is_some() {
            return self;
        }
        let mut parameters = self.parameters().enumerate();
        let Some((place, parameter)) = parameters.find(|(_, parameter)| *parameter.name.text == *name) else {
            self.error = Some(BuildError::NoParameter(name.to_owned()));
            return self;
        };
        match argument(self.model, &parameter.ty) {
            Some(Argument::Int(number)) if parameter.range.is_some_and(|range| !range.contains(number)) => {
                self.error = Some(BuildError::Range(name.to_owned()));
            }
            Some(Argument::Text(text)) if text.is_empty() && self.gives_key(place) => {
                self.error = Some(BuildError::Type(name.to_owned()));
            }
            Some(argument) => self.action.pass(place, argument),
            None => self.error = Some(BuildError::Type(name.to_owned())),
        }
        self
    }

    /// The action.
    ///
    /// # Errors
    /// The first name or value that did not fit, or a parameter without an argument that is not optional.
    pub fn done(self) -> Result<Action<'a>, BuildError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let missing = self
            .parameters()
            .zip(self.action.arguments())
            .find(|(parameter, argument)| !parameter.optional && **argument == Argument::Absent);
        match missing {
            Some((parameter, _)) => Err(BuildError::Missing(parameter.name.text.to_string())),
            None => Ok(self.action),
        }
    }
}
