//! What a service embeds: the same verdicts as the command gives, from the same rules.

use crate::compare::pack;
use ustav::embed::{KnowledgeBase, Portal};
use ustav::eval::Verdict;
use ustav::eval::typed::UnknownId;
use ustav::input::typed::BuildError;
use ustav::values::Moment;
use ustav::values::ids::CollectionId;

const RULES: &str = r#"enum Plan { free, paid }

state {
  plan:  Plan
  seats: Int?
  users: each user by id {
    id:     String
    role:   Role
    active: Bool = true
    since:  Date?
  }
}

role member
role chair like member

action invite(email: Email, guest: Bool?)
  effect add users { id: email, role: member }

action dismiss(user)
  effect user.active becomes false

action ask(level: Int, plan: Plan)

action rise(on: Date)

permit members-invite
  member may invite

permit the-chair-dismisses
  chair may dismiss

permit some-ask
  member may ask
  when level is at least 3 and action.plan is not free

permit all-rise
  every user may rise
  when on is before 2024-06-01

forbid no-invitations-on-the-free-plan
  nobody may invite
  when plan is free
  say en "the plan is {plan}"

limit three-members
  at most 3 users where active
"#;

const STATE: &str =
    "plan: paid\nusers:\n- {id: anna, role: chair}\n- {id: ivan, role: member}\n- {id: olga, role: member}\n";

fn club() -> (KnowledgeBase, Portal) {
    let rules = KnowledgeBase::compile([("club.rules", RULES)]).unwrap();
    let portal = rules.portal("club.yaml", STATE).unwrap();
    (rules, portal)
}

fn day() -> Moment {
    Moment::parse("2024-05-11").unwrap()
}

/// An artefact is the same rules, and a damaged one none.
#[test]
fn an_artefact_is_the_same_rules() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("club.rules"), RULES).unwrap();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_ustav"));
    let wrote = program
        .args(["compile", "-q", "--rules"])
        .arg(path("club.rules"))
        .arg("--out")
        .arg(path("club.ustav"));
    assert!(wrote.status().unwrap().success());
    let bytes = std::fs::read(path("club.ustav")).unwrap();
    let opened = KnowledgeBase::open("club.ustav", bytes.clone()).unwrap();
    let (rules, portal) = club();
    let loaded = opened.portal("club.yaml", STATE).unwrap();
    let invite = rules.action("invite", "ivan", day()).text("email", "a@b.example").done().unwrap();
    let same = opened.action("invite", "ivan", day()).text("email", "a@b.example").done().unwrap();
    let (one, other) = (portal.decide(&invite).unwrap(), loaded.decide(&same).unwrap());
    assert_eq!(one.verdict(), other.verdict());
    assert_eq!(format!("{:?}", one.explain()), format!("{:?}", other.explain()));
    let mut damaged = bytes;
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let wrong = KnowledgeBase::open("club.ustav", damaged).unwrap_err();
    assert!(wrong.to_string().contains("`club.ustav` is damaged"), "{wrong}");
}

/// Threads share what is compiled and loaded.
#[test]
fn threads_share_rules_and_portals() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    let (rules, portal) = club();
    shared(&rules);
    shared(&portal);
    std::thread::scope(|scope| {
        for actor in ["anna", "ivan", "olga"] {
            let (rules, portal) = (&rules, &portal);
            scope.spawn(move || {
                let action = rules.action("ask", actor, day()).int("level", 3).text("plan", "paid").done();
                assert!(portal.decide(&action.unwrap()).unwrap().is_allowed());
            });
        }
    });
}

/// With many users, codes are worked out by several processors and counts are taken of kinds of users: that says what few
/// users say.
#[test]
fn many_users_are_counted_and_linked_as_few_are() {
    let texts = pack::texts();
    let rules = KnowledgeBase::compile(texts.iter().map(|text| ("rules", text.as_str()))).unwrap();
    for users in [20, 20_000] {
        // A third is dismissed, and every seventh is a partner's.
        let user = |number: usize| {
            let status = if number % 3 == 1 { "dismissed" } else { "active" };
            let company = if number.is_multiple_of(7) { "alfa" } else { "acme" };
            let role = if number == 0 { "administrator" } else { "employee" };
            format!(
                r#"{{"id": "u{number}", "email": "u{number}@{company}.example", "role": "{role}", "status": "{status}", "invited": "2024-01-01"}}"#
            )
        };
        let all: Vec<String> = (0..users).map(user).collect();
        let linked: Vec<String> =
            (0..users).step_by(7).map(|number| format!("\"U{number}@alfa.example\"")).collect();
        let seats = (0..users).filter(|number| number % 3 != 1).count();
        for (limit, verdict) in [(seats, Verdict::Denied), (seats + 1, Verdict::Allowed)] {
            let state = format!(
                r#"{{"edition": "cloud", "plan": "free", "user_limit": {limit}, "trials": [],
                "partners": [{{"name": "Alfa", "emails": [{}]}}], "users": [{}]}}"#,
                linked.join(","),
                all.join(",\n")
            );
            let portal = rules.portal("state.json", &state).unwrap();
            let line =
                r#"{"actor": "u0", "action": "invite_employee", "email": "new@acme.example", "via": "web"}"#;
            let action = rules.reader().read(line, day()).unwrap();
            let decision = portal.decide(&action).unwrap();
            assert_eq!(decision.verdict(), verdict, "{limit} of {users}");
            for number in (0..users).filter(|number| number % 3 != 1).step_by(users / 10).skip(1) {
                let user = format!("u{number}");
                let action = rules.action("make_integrator", "u0", day()).text("user", &user).done().unwrap();
                assert_eq!(
                    portal.decide(&action).unwrap().is_allowed(),
                    number % 7 == 0,
                    "{user} of {users}"
                );
            }
        }
    }
}

#[test]
fn built_and_read_actions_are_judged_alike() {
    let (rules, portal) = club();
    let built = [
        rules.action("ask", "ivan", day()).int("level", 2).text("plan", "paid").done().unwrap(),
        rules.action("ask", "ivan", day()).int("level", 5).text("plan", "free").done().unwrap(),
        rules
            .action("invite", "ivan", day())
            .text("email", "a@b.example")
            .flag("guest", true)
            .done()
            .unwrap(),
        rules.action("dismiss", "anna", day()).text("user", "ivan").done().unwrap(),
        rules.action("dismiss", "ivan", day()).text("user", "anna").done().unwrap(),
        rules.action("rise", "ivan", day()).moment("on", day()).done().unwrap(),
    ];
    let lines = [
        r#"{"actor": "ivan", "action": "ask", "level": 2, "plan": "paid"}"#,
        r#"{"actor": "ivan", "action": "ask", "level": 5, "plan": "free"}"#,
        r#"{"actor": "ivan", "action": "invite", "email": "a@b.example", "guest": true}"#,
        r#"{"actor": "anna", "action": "dismiss", "user": "ivan"}"#,
        r#"{"actor": "ivan", "action": "dismiss", "user": "anna"}"#,
        r#"{"actor": "ivan", "action": "rise", "on": "2024-05-11"}"#,
    ];
    let wanted = [
        (Verdict::Denied, vec!["default"]),
        (Verdict::Denied, vec!["default"]),
        (Verdict::Denied, vec!["three-members"]),
        (Verdict::Allowed, vec!["the-chair-dismisses"]),
        (Verdict::Denied, vec!["default"]),
        (Verdict::Allowed, vec!["all-rise"]),
    ];
    let reader = rules.reader();
    for ((action, line), (verdict, names)) in built.iter().zip(lines).zip(wanted) {
        let read = reader.read(line, day()).unwrap();
        assert_eq!(read, *action, "{line}");
        let decision = portal.decide(action).unwrap();
        assert_eq!(decision.verdict(), verdict, "{line}");
        assert_eq!(decision.rules().collect::<Vec<_>>(), names, "{line}");
        let from_text = portal.decide_text("action", line, day()).unwrap();
        assert_eq!(from_text.len(), 1, "{line}");
        for other in from_text {
            assert_eq!(other.verdict(), verdict, "{line}");
            assert_eq!(other.rules().collect::<Vec<_>>(), decision.rules().collect::<Vec<_>>(), "{line}");
        }
    }
}

#[test]
fn actions_take_effect_and_are_taken_back() {
    let (rules, mut portal) = club();
    let dismiss = rules.action("dismiss", "anna", day()).text("user", "olga").done().unwrap();
    let invite = rules.action("invite", "ivan", day()).text("email", "a@b.example").done().unwrap();
    assert_eq!(portal.decide(&invite).unwrap().verdict(), Verdict::Denied);
    let applied = portal.apply(&dismiss).unwrap();
    assert_eq!(applied.differences.len(), 1);
    assert!(portal.decide(&invite).unwrap().is_allowed());
    let invited = portal.apply(&invite).unwrap();
    assert_eq!(portal.decide(&invite).unwrap().verdict(), Verdict::Denied);
    portal.undo(invited);
    portal.undo(applied);
    assert_eq!(portal.decide(&invite).unwrap().verdict(), Verdict::Denied);
    assert_eq!(portal.state().find(CollectionId(0), "a@b.example"), None);
}

#[test]
fn what_is_unknown_is_named() {
    let (rules, _) = club();
    let portal = rules.portal("club.yaml", "users: [{id: anna, role: chair}]").unwrap();
    let invite = rules.action("invite", "anna", day()).text("email", "a@b.example").done().unwrap();
    let decision = portal.decide(&invite).unwrap();
    assert_eq!(decision.verdict(), Verdict::Undetermined);
    assert_eq!(decision.rules().collect::<Vec<_>>(), ["no-invitations-on-the-free-plan"]);
    assert_eq!(decision.explain().missing.iter().map(|one| &*one.path).collect::<Vec<_>>(), ["plan"]);
    assert!(!decision.why_not().is_empty());
}

#[test]
fn what_does_not_fit_is_told() {
    let (rules, portal) = club();
    let misfit =
        |found: Result<_, BuildError>| found.map(|_: ustav::input::typed::Action<'_>| ()).unwrap_err();
    let begin = |name| rules.action(name, "anna", day());
    assert_eq!(misfit(begin("fly").done()), BuildError::NoAction("fly".to_owned()));
    assert_eq!(misfit(begin("rise").done()), BuildError::Missing("on".to_owned()));
    assert_eq!(misfit(begin("rise").int("on", 3).done()), BuildError::Type("on".to_owned()));
    assert_eq!(misfit(begin("rise").int("off", 3).done()), BuildError::NoParameter("off".to_owned()));
    assert_eq!(
        misfit(begin("ask").int("level", 3).text("plan", "dear").done()),
        BuildError::Type("plan".to_owned())
    );
    let nobody = rules.action("rise", "nobody", day()).moment("on", day()).done().unwrap();
    assert_eq!(portal.decide(&nobody).err(), Some(UnknownId::Actor.into()));
    let whom = rules.action("dismiss", "anna", day()).text("user", "nobody").done().unwrap();
    assert_eq!(portal.decide(&whom).err(), Some(UnknownId::Element(0).into()));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let wrong =
        KnowledgeBase::compile([("club.rules", "role member\n\npermit a\n  member may fly\n")]).unwrap_err();
    assert!(wrong.to_string().starts_with("club.rules:4:"), "{wrong}");
    let (rules, portal) = club();
    let wrong = rules.portal("club.yaml", "plan: dear\n").unwrap_err();
    assert!(wrong.to_string().starts_with("club.yaml:1:7: "), "{wrong}");
    assert!(rules.portal("club.yaml", "").unwrap_err().to_string().contains("holds no state"));
    assert!(rules.portal("club.yaml", "a: 1\n---\nb: 2\n").unwrap_err().to_string().contains("found 2"));
    let wrong = portal.decide_text("lines", "{actor: anna, action: fly}", day()).unwrap_err();
    assert!(wrong.to_string().starts_with("lines:1:"), "{wrong}");
    assert!(rules.reader().read("{actor: anna, action: rise}", day()).is_none());
}
