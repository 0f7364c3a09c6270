//! A verdict on an allowed action allocates nothing, whatever the action is.
#![expect(clippy::unwrap_used, reason = "a test may end where it fails")]
#![expect(clippy::disallowed_methods, reason = "it reads the pack")]

use std::path::Path;
use ustav::embed::KnowledgeBase;
use ustav::values::Moment;

const STATE: &str = "
edition: cloud
plan: free
trials: []
partners: [{name: Alfa, emails: [Ivan@alfa.example, oleg@alfa.example]}]
users:
  - {id: anna, email: anna@acme.example, role: administrator, invited: 2024-01-01}
  - {id: boris, email: boris@acme.example, role: administrator, invited: 2024-01-01}
  - {id: vera, email: vera@acme.example, role: employee, invited: 2024-01-01}
  - {id: oleg, email: oleg@alfa.example, role: employee, invited: 2024-01-01}
  - {id: petr, email: petr@alfa.example, role: integrator, invited: 2024-01-01}
  - {id: gleb, email: oleg@alfa.example, role: integrator, status: dismissed, invited: 2024-01-01}
";

/// An allowed action of each kind.
const ALLOWED: &str = r#"
{"actor": "anna", "action": "invite_integrator", "email": "ivan@ALFA.example", "via": "web"}
{"actor": "vera", "action": "invite_employee", "email": "new@acme.example", "via": "web"}
{"actor": "anna", "action": "set_everyone_may_invite", "value": false}
{"actor": "anna", "action": "make_integrator", "user": "oleg"}
{"actor": "anna", "action": "dismiss_integrator", "user": "petr"}
{"actor": "anna", "action": "rehire_integrator", "user": "gleb"}
{"actor": "anna", "action": "start_trial", "plan": "professional"}
{"actor": "vera", "action": "log_in"}
{"actor": "anna", "action": "appoint_administrator", "user": "vera"}
{"actor": "anna", "action": "dismiss_administrator", "user": "boris"}
{"actor": "vera", "action": "enable_two_factor"}
{"actor": "anna", "action": "disable_two_factor", "user": "vera"}
"#;

fn pack() -> KnowledgeBase {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24");
    let names =
        ["inviting", "managing", "plans", "portal", "roles", "security"].map(|name| format!("{name}.rules"));
    let texts: Vec<String> =
        names.iter().map(|name| std::fs::read_to_string(folder.join(name)).unwrap()).collect();
    let rules = names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str()));
    KnowledgeBase::compile(rules).unwrap()
}

#[test]
fn an_allowed_action_allocates_nothing() {
    let rules = pack();
    let portal = rules.portal("state.yaml", STATE).unwrap();
    let reader = rules.reader();
    let now = Moment::parse("2024-06-01").unwrap();
    let lines: Vec<&str> = ALLOWED.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len() + 1, rules.model().actions.len(), "all but the one that no plan here allows");
    for line in lines {
        let action = reader.read(line, now).unwrap();
        let mut allowed = false;
        let counted = allocation_counter::measure(|| allowed = portal.decide(&action).unwrap().is_allowed());
        assert!(allowed, "{line}: {:?}", portal.decide(&action).unwrap().rules().collect::<Vec<_>>());
        assert_eq!(counted.count_total, 0, "{line}");
    }
}

/// What a portal keeps of a user: the values, their places, the id and the codes.
#[test]
fn a_portal_is_small() {
    const USERS: usize = 20_000;
    // What other threads allocate is not counted.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    let rules = pack();
    let mut state = String::from(
        "edition: cloud\nplan: free\npartners: [{name: Alfa, emails: [a@alfa.example]}]\nusers:\n",
    );
    for number in 0..USERS {
        state += &format!(
            "- {{id: user{number}, email: user{number}@acme.example, role: employee, status: active, invited: 2024-01-01}}\n"
        );
    }
    let mut portal = None;
    let counted = allocation_counter::measure(|| portal = rules.portal("state.yaml", &state).ok());
    assert!(portal.is_some());
    let each = counted.bytes_current / i64::try_from(USERS).unwrap();
    // The texts alone are 9 and 22 bytes.
    assert!((60..=100).contains(&each), "{each} bytes");
}
