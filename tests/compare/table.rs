//! What the shipped pack decides, written by hand from the contract, section 6; nothing here is computed.

use super::{compile, pack};
use crate::naive::{self, Part};
use ustav::base::{Source, Sources};
use ustav::eval;
use ustav::eval::Portal;
use ustav::eval::Verdict;
use ustav::eval::Verdict::{Allowed, Denied, Undetermined};
use ustav::input::{Request, State};
use ustav::model::Model;
use ustav::values::{Moment, Truth};

/// Two integrators who are not dismissed (one of them, igor, belongs to no partner), and five seats taken.
const PORTAL: &str = "\
edition: cloud
plan: free
user_limit: 6
time_zone: Europe/Moscow
trials: []
partners:
  - {name: Alfa, emails: [ivan@alfa.example, Pavel@Alfa.example, roman@alfa.example, maxim@alfa.example]}
  - {name: Beta, emails: [lev@beta.example]}
users:
  - {id: anna,  email: anna@acme.example,  role: administrator, invited: 2024-01-10}
  - {id: boris, email: boris@acme.example, role: administrator, invited: 2024-01-10}
  - {id: olga,  email: olga@acme.example,  role: employee,      invited: 2024-01-10}
  - {id: maxim, email: maxim@alfa.example, role: employee,      invited: 2024-01-10}
  - {id: nina,  email: nina@acme.example,  role: employee,      invited: 2024-05-01, status: invited}
  - {id: fedor, email: fedor@acme.example, role: employee,      invited: 2024-01-10, status: dismissed}
  - {id: pavel, email: pavel@alfa.example, role: integrator,    invited: 2024-05-01}
  - {id: igor,  email: igor@gone.example,  role: integrator,    invited: 2024-05-01}
  - {id: lev,   email: lev@beta.example,   role: integrator,    invited: 2024-02-05, status: dismissed}
  - {id: roman, email: roman@alfa.example, role: integrator,    invited: 2024-02-05, status: dismissed}
";

/// Changes of [`PORTAL`]: a text, and what stands there instead.
type Changes = &'static [(&'static str, &'static str)];

const AS_IT_IS: Changes = &[];
const SWITCHED_OFF: Changes = &[("trials: []", "trials: []\nsettings: {everyone_may_invite: false}")];
const ON_PREMISE: Changes = &[("edition: cloud\n", "edition: on_premise\n")];
const NO_EDITION: Changes = &[("edition: cloud\n", "")];
const BASIC: Changes = &[("plan: free\n", "plan: basic\n")];
const NO_PLAN: Changes = &[("plan: free\n", "")];
const NO_LIMIT: Changes = &[("user_limit: 6\n", "")];
const FULL: Changes = &[("user_limit: 6\n", "user_limit: 5\n")];
const TOO_FULL: Changes = &[("user_limit: 6\n", "user_limit: 3\n")];
const TRIED: Changes = &[("trials: []", "trials: [{plan: basic, started: 2023-01-01}]")];
const NO_TRIALS: Changes = &[("trials: []\n", "")];
const NO_PARTNERS: Changes = &[
    ("partners:\n", "time_zone_of_partners"),
    (
        "time_zone_of_partners  - {name: Alfa, emails: [ivan@alfa.example, Pavel@Alfa.example, roman@alfa.example, maxim@alfa.example]}\n",
        "",
    ),
    ("  - {name: Beta, emails: [lev@beta.example]}\n", ""),
];
const PARTNERS_NONE: Changes = &[
    (
        "  - {name: Alfa, emails: [ivan@alfa.example, Pavel@Alfa.example, roman@alfa.example, maxim@alfa.example]}\n",
        "  []\n",
    ),
    ("  - {name: Beta, emails: [lev@beta.example]}\n", ""),
];
const SEVEN: &str = "users:
  - {id: i1, email: i1@beta.example, role: integrator, invited: 2024-05-01}
  - {id: i2, email: i2@beta.example, role: integrator, invited: 2024-05-01}
  - {id: i3, email: i3@beta.example, role: integrator, invited: 2024-05-01}
  - {id: i4, email: i4@beta.example, role: integrator, invited: 2024-05-01}
  - {id: i5, email: i5@beta.example, role: integrator, invited: 2024-05-01}
  - {id: i6, email: i6@beta.example, role: integrator, invited: 2024-05-01, status: invited}
  - {id: i7, email: i7@beta.example, role: integrator, invited: 2024-05-01}
";
const NINE: Changes = &[("users:\n", SEVEN)];
const EIGHTH: (&str, &str) =
    ("users:\n", "users:\n  - {id: i8, email: i8@beta.example, role: integrator, invited: 2024-05-01}\n");
const TEN: Changes = &[("users:\n", SEVEN), EIGHTH];
const ELEVEN: Changes = &[
    ("users:\n", SEVEN),
    EIGHTH,
    ("users:\n", "users:\n  - {id: i9, email: i9@beta.example, role: integrator, invited: 2024-05-01}\n"),
];
const TEN_NO_PARTNERS: Changes = &[
    ("users:\n", SEVEN),
    EIGHTH,
    ("partners:\n", "gone"),
    (
        "gone  - {name: Alfa, emails: [ivan@alfa.example, Pavel@Alfa.example, roman@alfa.example, maxim@alfa.example]}\n",
        "",
    ),
    ("  - {name: Beta, emails: [lev@beta.example]}\n", ""),
];
const IGOR_INVITED: Changes = &[(
    "igor@gone.example,  role: integrator,    invited: 2024-05-01}",
    "igor@gone.example,  role: integrator,    invited: 2024-05-01, status: invited}",
)];
const ANNA_DISMISSED: Changes = &[(
    "anna@acme.example,  role: administrator, invited: 2024-01-10}",
    "anna@acme.example,  role: administrator, invited: 2024-01-10, status: dismissed}",
)];
const PAVEL_STATUS: &str = "pavel@alfa.example, role: integrator,    invited: 2024-05-01}";
const PAVEL_INVITED: Changes =
    &[(PAVEL_STATUS, "pavel@alfa.example, role: integrator,    invited: 2024-05-01, status: invited}")];
const PAVEL_DISMISSED: Changes =
    &[(PAVEL_STATUS, "pavel@alfa.example, role: integrator,    invited: 2024-05-01, status: dismissed}")];

/// The parts of a case: the portal, the action, the verdict, and exactly the rules that deny.
type Case = (Changes, &'static str, Verdict, &'static [&'static str]);

const CLOUD_WEB: &str = "invitations-from-the-cloud-web-version";
const HERE: &str = "whoever-is-here-is-not-invited";
const LINKED: &str = "linked-integrators";

#[rustfmt::skip]
const CASES: &[Case] = &[
    // 2. Only an active user acts; an invited one may only log in; a dismissed one may do nothing.
    (AS_IT_IS, "actor: nina, action: log_in", Allowed, &[]),
    (AS_IT_IS, "actor: nina, action: invite_employee, via: web, email: a@b.example", Denied, &["invited-log-in-first"]),
    (AS_IT_IS, "actor: nina, action: enable_two_factor", Denied, &["invited-log-in-first"]),
    (AS_IT_IS, "actor: fedor, action: log_in", Denied, &["dismissed-do-nothing"]),
    (AS_IT_IS, "actor: fedor, action: enable_two_factor", Denied, &["dismissed-do-nothing"]),
    (PAVEL_DISMISSED, "actor: pavel, action: log_in", Denied, &["dismissed-do-nothing"]),
    (PAVEL_INVITED, "actor: pavel, action: dismiss_integrator, user: igor", Denied, &["invited-log-in-first"]),
    (AS_IT_IS, "actor: igor, action: enable_two_factor", Denied, &["unlinked-integrators-stay-out"]),
    (AS_IT_IS, "actor: igor, action: set_everyone_may_invite, value: false", Denied, &["unlinked-integrators-stay-out"]),
    (IGOR_INVITED, "actor: igor, action: enable_two_factor", Denied, &["invited-log-in-first", "unlinked-integrators-stay-out"]),
    (NO_PARTNERS, "actor: pavel, action: enable_two_factor", Undetermined, &[]),
    // 3. Logging in; an integrator only with a linked e-mail, without regard to letter case.
    (AS_IT_IS, "actor: olga, action: log_in", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: log_in", Allowed, &[]),
    (PAVEL_INVITED, "actor: pavel, action: log_in", Allowed, &[]),
    (AS_IT_IS, "actor: igor, action: log_in", Denied, &["unlinked-integrators-stay-out"]),
    (IGOR_INVITED, "actor: igor, action: log_in", Denied, &["unlinked-integrators-stay-out"]),
    (NO_PARTNERS, "actor: pavel, action: log_in", Undetermined, &[]),
    (PARTNERS_NONE, "actor: pavel, action: log_in", Denied, &["unlinked-integrators-stay-out"]),
    (NO_PARTNERS, "actor: olga, action: log_in", Allowed, &[]),
    // 4. Inviting an integrator.
    (AS_IT_IS, "actor: olga, action: invite_integrator, via: web, email: ivan@alfa.example", Allowed, &[]),
    (AS_IT_IS, "actor: olga, action: invite_integrator, via: web, email: IVAN@ALFA.EXAMPLE", Allowed, &[]),
    (SWITCHED_OFF, "actor: olga, action: invite_integrator, via: web, email: ivan@alfa.example", Denied, &[]),
    (SWITCHED_OFF, "actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example", Allowed, &[]),
    (SWITCHED_OFF, "actor: pavel, action: invite_integrator, via: web, email: ivan@alfa.example", Allowed, &[]),
    (AS_IT_IS, "actor: olga, action: invite_integrator, via: mobile, email: ivan@alfa.example", Denied, &[CLOUD_WEB]),
    (AS_IT_IS, "actor: anna, action: invite_integrator, via: desktop, email: ivan@alfa.example", Denied, &[CLOUD_WEB]),
    (ON_PREMISE, "actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example", Denied, &[CLOUD_WEB]),
    (NO_EDITION, "actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example", Undetermined, &[]),
    (NO_EDITION, "actor: anna, action: invite_integrator, via: mobile, email: ivan@alfa.example", Denied, &[CLOUD_WEB]),
    (AS_IT_IS, "actor: anna, action: invite_integrator, via: web, email: a@b.example", Denied, &[LINKED]),
    (NO_PARTNERS, "actor: anna, action: invite_integrator, via: web, email: a@b.example", Undetermined, &[]),
    (PARTNERS_NONE, "actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example", Denied, &[LINKED]),
    (NINE, "actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example", Allowed, &[]),
    (TEN, "actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example", Denied, &["ten-integrators"]),
    (TEN, "actor: anna, action: invite_integrator, via: mobile, email: a@b.example", Denied, &[CLOUD_WEB, LINKED, "ten-integrators"]),
    (TEN_NO_PARTNERS, "actor: anna, action: invite_integrator, via: web, email: a@b.example", Denied, &["ten-integrators"]),
    (AS_IT_IS, "actor: anna, action: invite_integrator, via: web, email: maxim@alfa.example", Denied, &[HERE]),
    (AS_IT_IS, "actor: anna, action: invite_integrator, via: web, email: ROMAN@alfa.example", Denied, &[HERE]),
    (AS_IT_IS, "actor: anna, action: invite_employee, via: web, email: Fedor@acme.example", Denied, &[HERE]),
    (FULL, "actor: anna, action: invite_employee, via: web, email: olga@acme.example", Denied, &[HERE, "user-limit"]),
    // 5. Inviting an employee.
    (AS_IT_IS, "actor: olga, action: invite_employee, via: web, email: a@b.example", Allowed, &[]),
    (ON_PREMISE, "actor: olga, action: invite_employee, via: mobile, email: a@b.example", Allowed, &[]),
    (SWITCHED_OFF, "actor: olga, action: invite_employee, via: web, email: a@b.example", Denied, &[]),
    (SWITCHED_OFF, "actor: anna, action: invite_employee, via: web, email: a@b.example", Allowed, &[]),
    (FULL, "actor: olga, action: invite_employee, via: web, email: a@b.example", Denied, &["user-limit"]),
    (TOO_FULL, "actor: anna, action: invite_employee, via: web, email: a@b.example", Denied, &["user-limit"]),
    (FULL, "actor: olga, action: invite_integrator, via: web, email: ivan@alfa.example", Allowed, &[]),
    (NO_LIMIT, "actor: olga, action: invite_employee, via: web, email: a@b.example", Allowed, &[]),
    // 6. Making an employee an integrator.
    (AS_IT_IS, "actor: anna, action: make_integrator, user: maxim", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: make_integrator, user: maxim", Allowed, &[]),
    (AS_IT_IS, "actor: olga, action: make_integrator, user: maxim", Denied, &[]),
    (AS_IT_IS, "actor: anna, action: make_integrator, user: olga", Denied, &[LINKED]),
    (AS_IT_IS, "actor: anna, action: make_integrator, user: fedor", Denied, &["only-active-employees-become-integrators"]),
    (AS_IT_IS, "actor: anna, action: make_integrator, user: nina", Denied, &["only-active-employees-become-integrators", LINKED]),
    (AS_IT_IS, "actor: anna, action: make_integrator, user: boris", Denied, &["only-active-employees-become-integrators", LINKED]),
    (AS_IT_IS, "actor: anna, action: make_integrator, user: pavel", Denied, &["only-active-employees-become-integrators"]),
    (NINE, "actor: anna, action: make_integrator, user: maxim", Allowed, &[]),
    (TEN, "actor: anna, action: make_integrator, user: maxim", Denied, &["ten-integrators"]),
    (NO_PARTNERS, "actor: anna, action: make_integrator, user: maxim", Undetermined, &[]),
    // 7. Dismissing integrators and taking them on again.
    (AS_IT_IS, "actor: anna, action: dismiss_integrator, user: pavel", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: dismiss_integrator, user: igor", Allowed, &[]),
    (AS_IT_IS, "actor: olga, action: dismiss_integrator, user: pavel", Denied, &[]),
    (AS_IT_IS, "actor: anna, action: dismiss_integrator, user: roman", Denied, &["only-working-integrators-are-dismissed"]),
    (AS_IT_IS, "actor: anna, action: dismiss_integrator, user: olga", Denied, &["only-working-integrators-are-dismissed"]),
    (ELEVEN, "actor: anna, action: dismiss_integrator, user: i1", Allowed, &[]),
    (AS_IT_IS, "actor: anna, action: rehire_integrator, user: roman", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: rehire_integrator, user: lev", Allowed, &[]),
    (AS_IT_IS, "actor: olga, action: rehire_integrator, user: roman", Denied, &[]),
    (NINE, "actor: anna, action: rehire_integrator, user: roman", Allowed, &[]),
    (TEN, "actor: anna, action: rehire_integrator, user: roman", Denied, &["ten-integrators"]),
    (AS_IT_IS, "actor: anna, action: rehire_integrator, user: pavel", Denied, &["only-dismissed-integrators-return"]),
    (AS_IT_IS, "actor: anna, action: rehire_integrator, user: fedor", Denied, &["only-dismissed-integrators-return"]),
    (PARTNERS_NONE, "actor: anna, action: rehire_integrator, user: roman", Allowed, &[]),
    // 8. Administrators.
    (AS_IT_IS, "actor: anna, action: appoint_administrator, user: olga", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: appoint_administrator, user: olga", Denied, &[]),
    (AS_IT_IS, "actor: olga, action: appoint_administrator, user: olga", Denied, &[]),
    (AS_IT_IS, "actor: anna, action: appoint_administrator, user: maxim", Denied, &["no-outside-administrators"]),
    (AS_IT_IS, "actor: anna, action: appoint_administrator, user: pavel", Denied, &["no-outside-administrators"]),
    (AS_IT_IS, "actor: anna, action: appoint_administrator, user: igor", Denied, &["no-outside-administrators"]),
    (NO_PARTNERS, "actor: anna, action: appoint_administrator, user: olga", Undetermined, &[]),
    (NO_PARTNERS, "actor: anna, action: appoint_administrator, user: pavel", Denied, &["no-outside-administrators"]),
    (AS_IT_IS, "actor: anna, action: dismiss_administrator, user: boris", Allowed, &[]),
    (AS_IT_IS, "actor: anna, action: dismiss_administrator, user: anna", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: dismiss_administrator, user: boris", Denied, &[]),
    (AS_IT_IS, "actor: anna, action: dismiss_administrator, user: olga", Denied, &["only-working-administrators-are-dismissed"]),
    (ANNA_DISMISSED, "actor: boris, action: dismiss_administrator, user: anna", Denied, &["only-working-administrators-are-dismissed"]),
    (ANNA_DISMISSED, "actor: boris, action: dismiss_administrator, user: boris", Allowed, &[]),
    (ANNA_DISMISSED, "actor: boris, action: rehire_integrator, user: anna", Denied, &["only-dismissed-integrators-return"]),
    // 9. Two-factor authentication; who is late may still enable it.
    (AS_IT_IS, "actor: anna, action: disable_two_factor, user: olga", Allowed, &[]),
    (AS_IT_IS, "actor: anna, action: disable_two_factor, user: pavel, at: 2024-07-01", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: disable_two_factor, user: olga", Denied, &[]),
    (AS_IT_IS, "actor: olga, action: disable_two_factor, user: olga", Denied, &[]),
    (AS_IT_IS, "actor: olga, action: enable_two_factor", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: enable_two_factor, at: 2024-05-11T23:59:59+03:00", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: enable_two_factor, at: 2024-07-01", Allowed, &[]),
    // 10. The setting.
    (AS_IT_IS, "actor: anna, action: set_everyone_may_invite, value: false", Allowed, &[]),
    (SWITCHED_OFF, "actor: pavel, action: set_everyone_may_invite, value: true", Allowed, &[]),
    (AS_IT_IS, "actor: olga, action: set_everyone_may_invite, value: false", Denied, &[]),
    // 11. Trials.
    (AS_IT_IS, "actor: anna, action: start_trial, plan: professional", Allowed, &[]),
    (AS_IT_IS, "actor: pavel, action: start_trial, plan: basic", Allowed, &[]),
    (AS_IT_IS, "actor: olga, action: start_trial, plan: basic", Denied, &[]),
    (AS_IT_IS, "actor: anna, action: start_trial, plan: free", Denied, &["trials-on-the-free-plan"]),
    (BASIC, "actor: anna, action: start_trial, plan: professional", Denied, &["trials-on-the-free-plan"]),
    (TRIED, "actor: anna, action: start_trial, plan: professional", Denied, &["one-trial"]),
    (NO_TRIALS, "actor: anna, action: start_trial, plan: professional", Undetermined, &[]),
    (NO_PLAN, "actor: anna, action: start_trial, plan: professional", Undetermined, &[]),
    (NO_PLAN, "actor: anna, action: start_trial, plan: free", Denied, &["trials-on-the-free-plan"]),
    // 12. Support.
    (AS_IT_IS, "actor: olga, action: escalate_support_question", Denied, &["no-escalation-on-the-free-plan"]),
    (BASIC, "actor: olga, action: escalate_support_question", Allowed, &[]),
    (BASIC, "actor: nina, action: escalate_support_question", Denied, &["invited-log-in-first"]),
    (NO_PLAN, "actor: olga, action: escalate_support_question", Undetermined, &[]),
];

#[test]
fn the_pack_decides_as_the_contract_says() {
    let texts = pack::texts();
    let program = compile(&texts.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    let model = &program.model;
    let mut wrong = String::new();
    for (changes, action, verdict, rules) in CASES {
        let mut text = PORTAL.to_owned();
        for (old, new) in *changes {
            assert!(text.contains(old), "no `{old}` in\n{text}");
            text = text.replacen(old, new, 1);
        }
        let state = State::read(model, &tree(&text)).unwrap_or_else(|found| panic!("{found:?}\n{text}"));
        let request = read(model, &state, action);
        let naive = naive::decide(model, &state, &request);
        let compiled = eval::decide(&program, &Portal::new(&program, state), &request);
        let mut denying: [Vec<String>; 2] = [
            naive
                .outcomes
                .iter()
                .filter(|outcome| outcome.part != Part::Permit && outcome.truth == Truth::True)
                .map(|outcome| outcome.rule.clone())
                .collect(),
            compiled
                .denials(&program)
                .filter(|outcome| outcome.truth == Truth::True)
                .map(|outcome| model.rules.get(outcome.rule).unwrap().id.text.to_string())
                .collect(),
        ];
        let mut expected: Vec<&str> = rules.to_vec();
        expected.sort_unstable();
        for (found, rules) in [naive.verdict, compiled.verdict].iter().zip(&mut denying) {
            rules.sort_unstable();
            rules.dedup();
            if found != verdict || *rules != expected {
                wrong += &format!(
                    "{action}\n  {changes:?}\n  {found:?} {rules:?}, not {verdict:?} {expected:?}\n"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// An action, at noon of 5 May where it does not say it.
pub(super) fn read(model: &Model, state: &State, action: &str) -> Request {
    let now = Moment::parse("2024-05-05T12:00:00+03:00").unwrap();
    let requests = Request::read_all(model, Some(state), &tree(&format!("{{{action}}}")), now);
    requests.unwrap_or_else(|found| panic!("{found:?}\n{action}")).remove(0)
}

pub(super) fn tree(text: &str) -> ustav::input::tree::Node {
    let source = Sources::default().add(Source::new("table", text));
    let limits = ustav::input::yaml::Limits::default();
    let (mut documents, wrong) = ustav::input::yaml::parse(source, text, &limits);
    assert!(wrong.is_empty(), "{wrong:?}\n{text}");
    documents.remove(0)
}
