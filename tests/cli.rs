//! The contract, seen from outside: the program is run in temporary folders with the shipped pack.
//!
//! Cases are lines of tables: columns are parted by `|`, and where several cells of a column share a line, by `;`.
//! A decision has four columns: the claim, patches of the portal below, actions (each is tried with each patch),
//! and what is due, exactly: `allowed PERMITS`, `denied RULES`, `undetermined PATHS`, or `error`.
//! A patch is words: `path=value` sets (JSON, else a string), `-path` removes, `integrators=N` makes N of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, from_str, json};
use tempfile::TempDir;

// ------------------------------------------------------------------------------------------ running

/// A folder to run in.
pub(crate) struct Folder(TempDir);

/// What a run left.
#[derive(Debug, PartialEq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// What people read, in one line.
    pub(crate) fn text(&self) -> String {
        format!("{} {}", self.out, self.err).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn json(&self) -> Value {
        from_str(&self.out).map_err(|error| format!("{error}: {self:?}")).unwrap()
    }

    fn results(&self) -> Vec<Value> {
        let json = self.json();
        assert_eq!(json["version"], 1);
        json["results"].as_array().unwrap().clone()
    }

    fn said(&self) -> Vec<String> {
        self.results().iter().map(said).collect()
    }
}

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24")
}

/// Name and text of the files in a folder of the pack.
pub(crate) fn pack_files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let paths = fs::read_dir(pack().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|own| own == ending));
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

impl Folder {
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn with(self, under: &str, folder: &str, ending: &str) -> Self {
        for (name, text) in pack_files(folder, ending) {
            self.write(&format!("{under}/{folder}/{name}"), text);
        }
        self
    }

    /// The pack as `rules/`, as the default wants it.
    pub(crate) fn new() -> Self {
        Self::empty().with("rules", "", "rules").with("rules", "documents", "md")
    }

    /// The pack, a portal and actions.
    pub(crate) fn of(patch: &str, actions: &str) -> Self {
        let folder = Self::new();
        folder.write("portal.yaml", written(&patched(patch)));
        folder.write("action.yaml", cells(actions).map(proposed).collect::<Value>().to_string());
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn check(&self) -> Ran {
        self.run("CHECK --format json")
    }

    pub(crate) fn run(&self, arguments: &str) -> Ran {
        self.run_with(arguments, "", "")
    }

    /// With an input, and `NAME=VALUE …` as the environment.
    pub(crate) fn run_with(&self, arguments: &str, input: &str, environment: &str) -> Ran {
        let arguments = arguments.replace("CHECK", "check portal.yaml action.yaml");
        let mut command = Command::new(env!("CARGO_BIN_EXE_ustav"));
        for name in "LC_ALL LC_MESSAGES LANG LANGUAGE NO_COLOR CLICOLOR_FORCE FORCE_COLOR COLUMNS".split(' ')
        {
            command.env_remove(name);
        }
        command.envs(environment.split_whitespace().map(|word| word.split_once('=').unwrap()));
        command.args(arguments.split_whitespace()).current_dir(&self.0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (mut stdin, input_bytes) = (child.stdin.take().unwrap(), input.as_bytes().to_vec());
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input_bytes))); // it may not want any
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        let ran = Ran { code: output.status.code().unwrap(), out, err };
        assert!((0..=3).contains(&ran.code) && !ran.err.contains("panicked"), "`{arguments}`: {ran:?}");
        // What a stream has given is given.
        let streams = ["simulate", "check"].iter().any(|verb| arguments.starts_with(verb));
        let stream = streams && !input.is_empty();
        let machine = ["json", "github", "sarif", "junit"]
            .iter()
            .any(|own| arguments.contains(&format!("--format {own}")));
        // In the formats for machines errors are a result.
        let told = if machine && !ran.out.is_empty() {
            stream || !arguments.contains("--format json") || ran.json()["errors"].is_array()
        } else {
            (stream || ran.out.is_empty()) && !ran.err.is_empty()
        };
        // Beside a result over budget the others are told.
        let told = told || ran.text().contains("E0414");
        assert!(ran.code != 2 || told, "`{arguments}` prints, or is silent, under exit code 2: {ran:?}");
        ran
    }
}

fn table(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| line.split('|').map(str::trim).collect())
}

/// JSON Lines of these values.
pub(crate) fn lines(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join("\n") + "\n"
}

pub(crate) fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim)
}

/// Tells all rows that fail.
fn all<T>(rows: impl IntoIterator<Item = T>, test: impl Fn(T) -> Result<(), String>) {
    let results: Vec<_> = rows.into_iter().map(test).collect();
    let failures: Vec<_> =
        results.iter().filter_map(|result| Some(result.as_ref().err()?.trim_end())).collect();
    let (few, many) = (failures.len(), results.len());
    assert!(few == 0 && many > 0, "{few} of {many} cases fail\n\n{}\n", failures.join("\n\n"));
}

fn due(good: bool, story: impl FnOnce() -> String) -> Result<(), String> {
    if good { Ok(()) } else { Err(story()) }
}

/// Arguments, environment, exit code, what is said and (after `!`) what is not; `\e` is the escape of colours.
fn runs(folder: &Folder, rows: &str) {
    all(
        table(rows).flat_map(|row| cells(row[0]).map(|one| (one, row.clone())).collect::<Vec<_>>()),
        |(one, row)| {
            let ran = folder.run_with(one, "", row[1]);
            let (text, said) = (ran.text(), row[3].replace("\\e", "\u{1b}"));
            let wrong =
                |part: &&str| part.strip_prefix('!').map_or(!text.contains(part), |part| text.contains(part));
            let wrong: Vec<&str> = cells(&said).filter(|part| !part.is_empty()).filter(wrong).collect();
            let good = ran.code.to_string() == row[2] && wrong.is_empty();
            due(good, || {
                format!("{} {one}\n  due {}, is {}, not so: {wrong:?}\n{text}", row[1], row[2], ran.code)
            })
        },
    );
}

// ------------------------------------------------------------------------------------------ portals

/// Nine integrators (`i9` is only invited), five seats of six; roman was an integrator.
fn portal() -> Value {
    let mut state = json!({
        "edition": "cloud", "plan": "free", "user_limit": 6, "time_zone": "Europe/Moscow",
        "settings": {"everyone_may_invite": true}, "trials": [], "users": {},
        "partners": [
            {"name": "Alfa", "emails": ["ivan@alfa.example", "roman@alfa.example"]},
            {"name": "Beta", "emails": ["maxim@beta.example"]}],
    });
    for user in "anna acme administrator active;boris acme administrator active;olga acme employee active;\
        maxim beta employee active;nina acme employee invited;fedor acme employee dismissed;\
        roman alfa integrator dismissed"
        .split(';')
    {
        let [id, company, role, status] = user.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let email = format!("{id}@{company}.example");
        state["users"][id] =
            json!({"id": id, "email": email, "role": role, "status": status, "invited": "2024-01-10"});
    }
    integrators(&mut state, 9);
    state["users"]["i9"]["status"] = json!("invited");
    state
}

fn integrators(state: &mut Value, wanted: u64) {
    state["users"].as_object_mut().unwrap().retain(|id, _| !id.starts_with('i'));
    for id in (1..=wanted).map(|n| format!("i{n}")) {
        let email = format!("{id}@alfa.example");
        state["partners"][0]["emails"].as_array_mut().unwrap().push(json!(email));
        state["users"][&id] =
            json!({"id": id, "email": email, "role": "integrator", "invited": "2024-05-01"});
    }
}

fn value(text: &str) -> Value {
    from_str(text).unwrap_or_else(|_| json!(text))
}

pub(crate) fn patched(patch: &str) -> Value {
    let mut state = portal();
    for word in patch.split_whitespace() {
        let (path, new) = word.split_once('=').unwrap_or((word.trim_start_matches('-'), ""));
        if path == "integrators" {
            integrators(&mut state, new.parse().unwrap());
            continue;
        }
        let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
        let place =
            parents.split('.').filter(|step| !step.is_empty()).fold(&mut state, |at, step| &mut at[step]);
        match word.strip_prefix('-') {
            None => place[last] = value(new),
            Some(_) => drop(place.as_object_mut().unwrap().remove(last).expect(path)),
        }
    }
    state
}

/// Users by id become a list.
pub(crate) fn written(state: &Value) -> String {
    let mut state = state.clone();
    if let Some(users) = state["users"].as_object() {
        state["users"] = users.values().cloned().collect();
    }
    serde_json::to_string_pretty(&state).unwrap()
}

/// `actor action name=value …`, at noon of 11 May 2024 if it does not say when.
pub(crate) fn proposed(text: &str) -> Value {
    let text = text.replace("invite WEB", "invite_integrator via=web email=ivan@alfa.example");
    let text = text.replace("ANY", "via=mobile email=a@x.example");
    let mut words = text.split_whitespace();
    let mut action =
        json!({"actor": words.next(), "action": words.next(), "at": "2024-05-11T12:00:00+03:00"});
    for (name, told) in words.map(|word| word.split_once('=').unwrap()) {
        action[name] = value(told);
    }
    action
}

/// A result as the tables say it; checks what section 3 says of every result.
fn said(result: &Value) -> String {
    for key in ["action", "actor", "at", "verdict", "reasons", "obligations", "missing"] {
        assert!(result.get(key).is_some(), "`{key}` is missing: {result:#}");
    }
    let verdict = result["verdict"].as_str().unwrap();
    for reason in result["reasons"].as_array().unwrap() {
        let effects: &[&str] =
            if verdict == "allowed" { &["permit"] } else { &["forbid", "limit", "default"] };
        assert!(effects.iter().any(|effect| reason["effect"] == *effect), "not of this verdict: {result:#}");
        assert!(!reason["message"].as_str().unwrap().is_empty(), "no message: {reason:#}");
        for citation in reason["citations"].as_array().unwrap() {
            let name = Path::new(citation["path"].as_str().unwrap()).file_name().unwrap();
            let text = fs::read_to_string(pack().join("documents").join(name)).unwrap();
            let line = usize::try_from(citation["line"].as_u64().unwrap()).unwrap();
            let start = citation["quote"].as_str().unwrap().split(' ').next().unwrap();
            assert!(text.lines().nth(line - 1).unwrap().contains(start), "not in that line: {citation:#}");
        }
        for fact in reason["facts"].as_array().unwrap() {
            let whole = ["path", "file", "line", "value"].iter().all(|key| fact.get(key).is_some());
            assert!(whole, "a fact is not whole: {fact:#}");
        }
    }
    let grounds = &result[if verdict == "undetermined" { "missing" } else { "reasons" }];
    let grounds =
        grounds.as_array().unwrap().iter().map(|item| item["rule"].as_str().or(item.as_str()).unwrap());
    let grounds: BTreeSet<&str> = grounds.collect();
    assert!(!grounds.is_empty(), "a verdict without grounds: {result:#}");
    assert!(verdict == "undetermined" || result["missing"] == json!([]), "decided, yet missing: {result:#}");
    format!("{verdict} {}", grounds.into_iter().collect::<Vec<_>>().join(" "))
}

/// What is due without rules or paths leaves them open. Cases with one patch are judged in one run.
fn decisions(text: &str) {
    let mut runs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in table(text) {
        for (patch, action) in
            cells(row[1]).flat_map(|patch| cells(row[2]).map(move |action| (patch, action)))
        {
            let alone = if row[3] == "error" { action } else { "" };
            runs.entry((patch, alone)).or_default().push((row[0], action, row[3]));
        }
    }
    let cases = runs.into_iter().flat_map(|((patch, _), rows)| {
        let ran = Folder::of(patch, &rows.iter().map(|row| row.1).collect::<Vec<_>>().join(";")).check();
        let said = if ran.code == 2 { vec!["error".to_owned(); rows.len()] } else { ran.said() };
        let any = |verdict| said.iter().any(|one| one.starts_with(verdict));
        let code = [("error", 2), ("denied", 1), ("undetermined", 3), ("allowed", 0)];
        assert_eq!(
            ran.code,
            code.into_iter().find(|pair| any(pair.0)).unwrap().1,
            "the exit code for {said:?}"
        );
        rows.into_iter().zip(said).map(move |(row, is)| (patch, row, is, ran.err.clone())).collect::<Vec<_>>()
    });
    all(cases, |(patch, (claim, action, wanted), is, err)| {
        let mut words: Vec<&str> = wanted.split(' ').collect();
        words[1..].sort_unstable();
        let good = words.join(" ") == is || words.len() == 1 && is.starts_with(words[0]);
        due(good, || {
            format!("{claim}\n  state  {patch}\n  action {action}\n  due    {wanted}\n  is     {is}\n{err}")
        })
    });
}

/// A test for each table.
macro_rules! tables {
    ($($name:ident: $test:expr, $rows:literal;)*) => {
        $(#[test] fn $name() { $test($rows); })*
    };
}

// -------------------------------------------------------------------------------- section 6: decisions

tables! {
only_an_active_user_acts: decisions, "
active and invited users log in | ; -users.olga.status | olga log_in; nina log_in; i1 log_in; i9 log_in | allowed everyone-logs-in
an invited one only logs in | users.boris.status=invited | boris dismiss_integrator user=i1; boris enable_two_factor; i9 start_trial plan=basic; nina invite_employee ANY; nina enable_two_factor | denied invited-log-in-first
a dismissed one does nothing | users.boris.status=dismissed | fedor log_in; fedor enable_two_factor; roman rehire_integrator user=roman; boris appoint_administrator user=olga | denied dismissed-do-nothing
ids that the state does not hold | | ivan log_in; Anna log_in; anna dismiss_integrator user=ivan | error
";
an_integrator_logs_in_only_with_a_linked_email: decisions, r#"
linked, in any letter case | ; users.i1.email=I1@ALFA.Example; users.i1.email=Иван@Почта.рф partners=[{"emails":["иВАН@почта.РФ"]}] | i1 log_in | allowed everyone-logs-in
not linked | partners=[]; users.i1.email=i1@alfa.example.org users.i9.email=9@alfa.example | i1 log_in; i9 log_in | denied unlinked-integrators-stay-out
not linked and dismissed: both | users.roman.email=r@x.example | roman log_in | denied dismissed-do-nothing unlinked-integrators-stay-out
others need no partner | partners=[] | olga log_in; anna log_in; nina log_in | allowed everyone-logs-in
"#;
inviting_integrators: decisions, "
everyone while the setting is on, as is the default | ; -settings; settings={} | olga invite WEB | allowed everyone-invites
administrator rights, twice | | anna invite WEB; i1 invite WEB | allowed everyone-invites administrators-invite
off: only administrator rights | settings.everyone_may_invite=false | anna invite WEB; i1 invite WEB | allowed administrators-invite
off: no employee | settings.everyone_may_invite=false | olga invite WEB | denied default
only from the web version | | anna invite_integrator via=desktop email=ivan@alfa.example; anna invite_integrator via=mobile email=ivan@alfa.example | denied invitations-from-the-cloud-web-version
only in the cloud | edition=on_premise | anna invite WEB; olga invite WEB | denied invitations-from-the-cloud-web-version
only a linked e-mail | | olga invite_integrator via=web email=a@x.example; olga invite_integrator via=web email=ivan@alfa.example.org | denied linked-integrators
linked in any letter case | | olga invite_integrator via=web email=IVAN@Alfa.Example | allowed everyone-invites
the first to the tenth | integrators=0; integrators=8; integrators=9 | olga invite WEB | allowed everyone-invites
not the eleventh, not the twelfth | integrators=10; integrators=11; integrators=10 users.i1.status=invited | olga invite WEB | denied ten-integrators
whatever company they come from | integrators=10 users.i1.email=maxim@beta.example | olga invite WEB | denied ten-integrators
dismissed ones do not count | integrators=11 users.i1.status=dismissed users.i2.status=dismissed | olga invite WEB | allowed everyone-invites
neither seats nor plan matter | user_limit=5; user_limit=0; plan=enterprise; -user_limit | olga invite WEB | allowed everyone-invites
all rules that deny | integrators=10 edition=on_premise settings.everyone_may_invite=false | olga invite_integrator ANY | denied default invitations-from-the-cloud-web-version linked-integrators ten-integrators
";
inviting_employees: decisions, "
seats are left, or there is no limit | user_limit=6; -user_limit; user_limit=9223372036854775807 | olga invite_employee ANY | allowed everyone-invites
the limit is reached or exceeded | user_limit=5; user_limit=4; user_limit=0 | olga invite_employee ANY | denied user-limit
invited ones take seats | user_limit=5 users.maxim.status=invited | olga invite_employee ANY | denied user-limit
dismissed ones and integrators do not | user_limit=5 users.maxim.status=dismissed; user_limit=6 integrators=12 | olga invite_employee ANY | allowed everyone-invites
off: only administrator rights | settings.everyone_may_invite=false | anna invite_employee ANY; i1 invite_employee ANY | allowed administrators-invite
off: no employee | settings.everyone_may_invite=false | olga invite_employee ANY | denied default
off and no seat: both | settings.everyone_may_invite=false user_limit=5 | olga invite_employee ANY | denied default user-limit
on one's own servers too | edition=on_premise | olga invite_employee ANY | allowed everyone-invites
";
making_dismissing_and_rehiring_integrators: decisions, "
make: administrator rights, up to the tenth | ; integrators=9; user_limit=4; edition=on_premise | anna make_integrator user=maxim; i1 make_integrator user=maxim | allowed administrators-make-integrators
make: no employee | | olga make_integrator user=maxim; maxim make_integrator user=maxim | denied default
make: only a linked one | | anna make_integrator user=olga | denied linked-integrators
make: only an active employee | users.maxim.status=invited; users.maxim.status=dismissed; users.maxim.role=administrator | anna make_integrator user=maxim; anna make_integrator user=i1 | denied only-active-employees-become-integrators
make: both | | anna make_integrator user=nina | denied only-active-employees-become-integrators linked-integrators
make: not the eleventh | integrators=10; integrators=11 | anna make_integrator user=maxim | denied ten-integrators
dismiss: administrator rights | ; integrators=11; users.i2.email=i@x.example | anna dismiss_integrator user=i2; i1 dismiss_integrator user=i2; i1 dismiss_integrator user=i1; anna dismiss_integrator user=i9 | allowed administrators-dismiss-integrators
dismiss: no employee | | olga dismiss_integrator user=i1 | denied default
dismiss: only a working integrator | | anna dismiss_integrator user=roman; anna dismiss_integrator user=olga; anna dismiss_integrator user=boris | denied only-working-integrators-are-dismissed
rehire: administrator rights, up to the tenth | ; integrators=9; users.roman.email=r@x.example | anna rehire_integrator user=roman; i1 rehire_integrator user=roman | allowed administrators-rehire-integrators
rehire: without the partners, too | -partners | anna rehire_integrator user=roman | allowed administrators-rehire-integrators
rehire: no employee | | olga rehire_integrator user=roman | denied default
rehire: not the eleventh | integrators=10; integrators=11 | anna rehire_integrator user=roman | denied ten-integrators
rehire: only a dismissed integrator | | anna rehire_integrator user=i1; anna rehire_integrator user=fedor; anna rehire_integrator user=i9 | denied only-dismissed-integrators-return
";
administrators_and_two_factor: decisions, "
appoint and dismiss: administrators | ; user_limit=5 | anna appoint_administrator user=olga; anna appoint_administrator user=nina; anna dismiss_administrator user=boris; anna dismiss_administrator user=anna | allowed administrators-manage-administrators
appoint and dismiss: they alone | | i1 appoint_administrator user=olga; olga appoint_administrator user=olga; i1 dismiss_administrator user=boris; olga dismiss_administrator user=boris | denied default
appoint: never a linked one | ; users.maxim.email=Maxim@BETA.example; users.maxim.role=administrator | anna appoint_administrator user=maxim | denied no-outside-administrators
appoint: never an integrator, linked or not | -user_limit; -user_limit users.i1.email=i@x.example users.roman.email=r@x.example | anna appoint_administrator user=i1; anna appoint_administrator user=roman | denied no-outside-administrators
dismiss: a linked one, too | users.boris.email=ivan@alfa.example | anna dismiss_administrator user=boris | allowed administrators-manage-administrators
dismiss: only one who works | users.boris.status=dismissed | anna dismiss_administrator user=boris | denied only-working-administrators-are-dismissed
dismiss: only an administrator | | anna dismiss_administrator user=olga; anna dismiss_administrator user=i1 | denied only-working-administrators-are-dismissed
switch off: administrators | ; users.i1.two_factor_enabled=2024-05-02 | anna disable_two_factor user=olga; anna disable_two_factor user=i1; anna disable_two_factor user=anna | allowed administrators-disable-two-factor
switch off: they alone | | i1 disable_two_factor user=olga; olga disable_two_factor user=olga; i1 disable_two_factor user=i1 | denied default
switch on: everyone, late or not | | olga enable_two_factor; anna enable_two_factor; i1 enable_two_factor; i1 enable_two_factor at=2024-06-30 | allowed everyone-protects-themselves
";
settings_trials_and_support: decisions, r#"
the setting: administrator rights | | anna set_everyone_may_invite value=false; i1 set_everyone_may_invite value=true | allowed administrators-decide-who-invites
the setting: no employee | | olga set_everyone_may_invite value=false | denied default
a trial: administrator rights, any other plan | | anna start_trial plan=basic; anna start_trial plan=standard; anna start_trial plan=professional; i1 start_trial plan=enterprise | allowed administrators-start-trials
a trial: no employee | | olga start_trial plan=basic | denied default
a trial: never of the free plan | | anna start_trial plan=free | denied trials-on-the-free-plan
a trial: only on the free plan | plan=basic; plan=standard; plan=professional; plan=enterprise | anna start_trial plan=enterprise; anna start_trial plan=free | denied trials-on-the-free-plan
a trial: only once | trials=[{"plan":"basic","started":"2020-01-01"}]; trials=[{"started":"2020-01-01"},{}] | anna start_trial plan=basic | denied one-trial
a trial: both | plan=basic trials=[{"plan":"basic"}] | anna start_trial plan=basic | denied one-trial trials-on-the-free-plan
support: never on the free plan | | anna escalate_support_question; olga escalate_support_question | denied no-escalation-on-the-free-plan
support: everyone on others | plan=basic; plan=enterprise | olga escalate_support_question; i1 escalate_support_question | allowed everyone-asks-support
"#;
unknown_is_not_false: decisions, r#"
edition | -edition | anna invite WEB | undetermined edition
edition, from the phone | -edition | anna invite_integrator via=mobile email=ivan@alfa.example | denied invitations-from-the-cloud-web-version
edition, for an employee | -edition | olga invite_employee ANY | allowed everyone-invites
partners | -partners | anna invite WEB; anna make_integrator user=maxim; i1 log_in; anna appoint_administrator user=olga | undetermined partners
partners: none | partners=[] | anna invite WEB; anna make_integrator user=maxim | denied linked-integrators
edition and partners | -edition -partners | anna invite WEB | undetermined edition partners
edition and partners, ten | integrators=10 -edition -partners | anna invite WEB | denied ten-integrators
partners, nothing permits | -partners | olga make_integrator user=maxim | denied default
partners, the status denies | -partners | anna make_integrator user=nina | denied only-active-employees-become-integrators
partners, the role denies | -partners -user_limit | anna appoint_administrator user=i1 | denied no-outside-administrators
partners do not matter | -partners | olga log_in; olga invite_employee ANY; anna dismiss_integrator user=i1 | allowed
plan | -plan | olga escalate_support_question; anna start_trial plan=basic | undetermined plan
plan, the status or the parameter denies | -plan | fedor escalate_support_question; anna start_trial plan=free | denied
plan, after a trial | -plan trials=[{}] | anna start_trial plan=basic | denied one-trial
trials | -trials | anna start_trial plan=basic | undetermined trials
trials, on a paid plan | -trials plan=basic | anna start_trial plan=basic | denied trials-on-the-free-plan
plan and trials | -plan -trials | anna start_trial plan=basic | undetermined plan trials
the actor's role | -users.olga.role; -users.olga.role settings.everyone_may_invite=false | olga start_trial plan=basic; olga log_in | undetermined users.olga.role
the actor's role does not matter | integrators=8 -users.maxim.role | maxim invite WEB; maxim enable_two_factor | allowed
the actor's role, the plan denies | -users.olga.role plan=basic | olga start_trial plan=basic | denied trials-on-the-free-plan
the actor's role, linked | -users.maxim.role | maxim log_in | allowed everyone-logs-in
the actor's e-mail | -users.i1.email | i1 log_in | undetermined users.i1.email
the actor's e-mail, no partners | -users.i1.email partners=[] | i1 log_in | denied unlinked-integrators-stay-out
the user's role | -users.maxim.role | anna make_integrator user=maxim; anna dismiss_administrator user=maxim; anna dismiss_integrator user=maxim | undetermined users.maxim.role
the user's role, linked | -users.maxim.role | anna appoint_administrator user=maxim | denied no-outside-administrators
the user's role, dismissed | -users.roman.role | anna dismiss_integrator user=roman | denied only-working-integrators-are-dismissed
the user's role and e-mail | -users.maxim.role -users.maxim.email | anna make_integrator user=maxim | undetermined users.maxim.email users.maxim.role
the user's e-mail | -users.olga.email | anna appoint_administrator user=olga; anna make_integrator user=olga | undetermined users.olga.email
the user's e-mail, no partners | -users.olga.email partners=[] | anna make_integrator user=olga | denied linked-integrators
the user's e-mail, no partners | -users.olga.email partners=[] | anna appoint_administrator user=olga | allowed administrators-manage-administrators
somebody's role, nine others | integrators=10 -users.i9.role | olga invite WEB | undetermined users.i9.role
somebody's role, eight others | integrators=9 -users.i9.role | olga invite WEB | allowed everyone-invites
somebody's role, ten others | integrators=11 -users.i9.role | olga invite WEB | denied ten-integrators
somebody's role, dismissed | integrators=10 -users.i9.role users.i9.status=dismissed | olga invite WEB | allowed everyone-invites
somebody's role, one seat for two | user_limit=5 -users.boris.role | olga invite_employee ANY | undetermined users.boris.role
somebody's role, no seat in any case | user_limit=4 -users.boris.role | olga invite_employee ANY | denied user-limit
somebody's role, a seat in any case | user_limit=6 -users.boris.role | olga invite_employee ANY | allowed everyone-invites
somebody's invitation | -users.i1.invited | i1 enable_two_factor; i1 log_in | allowed
a partner's e-mails | partners=[{"name":"A"}] | i1 log_in | undetermined partners[0].emails
a partner's e-mails, known to another | partners=[{"name":"A"},{"emails":["i1@alfa.example"]}] | i1 log_in | allowed everyone-logs-in
"#;
what_is_missing_is_enough_to_settle_the_verdict: decisions, "
the actor's e-mail and partners: one alone settles nothing | -users.i1.email -partners | i1 log_in | undetermined partners users.i1.email
the user's e-mail and partners | -users.olga.email -partners | anna appoint_administrator user=olga | undetermined partners users.olga.email
the user's e-mail and partners | -users.maxim.email -partners | anna make_integrator user=maxim | undetermined partners users.maxim.email
";
}

// ------------------------------------------------------------------------------------- section 6: time

/// The zone, when the integrator was invited, when they enabled two-factor, by when they had to, and each
/// time when they act and what is said of the obligation.
#[test]
fn within_ten_days_ends_with_the_tenth_day_in_the_portals_zone() {
    let rows = "
Europe/Moscow | 2024-05-01 | | 2024-05-11 | 2024-05-01 pending; 2024-05-11 pending; 2024-05-11T23:59:59+03:00 pending; 2024-05-12T00:00:00+03:00 overdue; 2024-05-12 overdue; 2024-05-12T08:59:59+12:00 pending; 2024-05-12T09:00:00+12:00 overdue; 2024-05-11T13:59:59-07:00 pending; 2024-05-11T14:00:00-07:00 overdue
Europe/Moscow | 2024-05-01 | 2024-05-01 | 2024-05-11 | 2024-05-05 met; 2024-06-01 met
Europe/Moscow | 2024-05-01 | 2024-05-11 | 2024-05-11 | 2024-06-01 met
Europe/Moscow | 2024-05-01 | 2024-05-11T20:59:59Z | 2024-05-11 | 2024-06-01 met
Europe/Moscow | 2024-05-01 | 2024-05-11T21:00:00Z | 2024-05-11 | 2024-06-01 met_late
Europe/Moscow | 2024-05-01 | 2024-05-12 | 2024-05-11 | 2024-06-01 met_late
Europe/Moscow | 2024-05-01T20:59:59Z | | 2024-05-11 | 2024-05-11 pending; 2024-05-12 overdue
Europe/Moscow | 2024-05-01T21:00:00Z | | 2024-05-12 | 2024-05-12 pending; 2024-05-13 overdue
Europe/Moscow | 2024-05-01T01:59:59+05:00 | | 2024-05-10 | 2024-05-10 pending; 2024-05-11 overdue
Europe/Moscow | 2024-05-01T02:00:00+05:00 | | 2024-05-11 | 2024-05-11 pending; 2024-05-12 overdue
Pacific/Kiritimati | 2024-05-01 | | 2024-05-11 | 2024-05-11T09:59:59Z pending; 2024-05-11T10:00:00Z overdue
America/Los_Angeles | 2024-05-01 | | 2024-05-11 | 2024-05-12T06:59:59Z pending; 2024-05-12T07:00:00Z overdue
Asia/Kathmandu | 2024-05-01 | | 2024-05-11 | 2024-05-11T18:14:59Z pending; 2024-05-11T18:15:00Z overdue
| 2024-05-01 | | 2024-05-11 | 2024-05-11T23:59:59Z pending; 2024-05-12T00:00:00Z overdue
Europe/Berlin | 2024-03-21 | | 2024-03-31 | 2024-03-31T21:59:59Z pending; 2024-03-31T22:00:00Z overdue
Europe/Berlin | 2024-10-17 | | 2024-10-27 | 2024-10-27T22:59:59Z pending; 2024-10-27T23:00:00Z overdue
America/New_York | 2024-03-01T04:59:59Z | | 2024-03-10 | 2024-03-11T03:59:59Z pending; 2024-03-11T04:00:00Z overdue
Asia/Beirut | 2024-03-21 | | 2024-03-31 | 2024-03-31 pending; 2024-04-01 overdue
Asia/Beirut | 2024-03-20 | | 2024-03-30 | 2024-03-30 pending; 2024-03-31 overdue
America/Sao_Paulo | 2018-10-24 | | 2018-11-03 | 2018-11-04T02:59:59Z pending; 2018-11-04T03:00:00Z overdue
Africa/Cairo | 2024-04-16 | 2024-04-26 | 2024-04-26 | 2024-05-01 met
Pacific/Apia | 2011-12-21 | | 2011-12-31 | 2011-12-31 pending; 2012-01-01 overdue
UTC | 2024-02-19 | | 2024-02-29 | 2024-02-29 pending; 2024-03-01 overdue
UTC | 2023-02-19 | | 2023-03-01 | 2023-03-01 pending; 2023-03-02 overdue
UTC | 2023-12-31 | | 2024-01-10 | 2024-01-10 pending; 2024-01-11 overdue
";
    all(table(rows), |row| {
        let zone = if row[0].is_empty() { "-time_zone".to_owned() } else { format!("time_zone={}", row[0]) };
        let enabled = ["users.i1.two_factor_enabled=", row[2]].concat();
        let enabled = if row[2].is_empty() { "" } else { &enabled };
        let times: Vec<&str> = cells(row[4]).map(|cell| cell.split(' ').next().unwrap()).collect();
        let actions: Vec<String> = times.iter().map(|at| format!("i1 log_in at={at}")).collect();
        let ran =
            Folder::of(&format!("{zone} {enabled} users.i1.invited={}", row[1]), &actions.join(";")).check();
        let is = |(at, result): (&&str, &Value)| {
            let list = result["obligations"].as_array().unwrap();
            let one = list.iter().find(|one| one["rule"] == "two-factor-deadline" && one["subject"] == "i1");
            let one = one.filter(|one| one["due"] == row[3] && list.len() == 1);
            one.map_or(result["obligations"].to_string(), |one| {
                format!("{at} {}", one["status"].as_str().unwrap())
            })
        };
        let is: Vec<String> = times.iter().zip(&ran.results()).map(is).collect();
        due(is == cells(row[4]).collect::<Vec<_>>(), || format!("{row:?}\n  is {is:?}"))
    });
}

/// The example of section 3: whoever is invited on 11 May has until 21 May.
#[test]
fn an_allowed_action_tells_the_obligations_that_it_brings() {
    let rows = "
anna invite WEB at=2024-05-11 | two-factor-deadline | ivan@alfa.example | 2024-05-21
anna invite WEB at=2024-05-11T21:00:00Z | two-factor-deadline | ivan@alfa.example | 2024-05-22
anna make_integrator user=maxim at=2024-05-11 | two-factor-deadline | maxim | 2024-05-21
";
    all(table(rows), |row| {
        let is = Folder::of("", row[0]).check().results()[0]["obligations"].clone();
        let mine = is.as_array().unwrap().iter().find(|one| one["rule"] == row[1] && one["due"] == row[3]);
        let subject = |one: &Value| row[2].is_empty() || one["subject"] == row[2];
        due(mine.is_some_and(|one| subject(one) && one["status"] == "pending"), || {
            format!("{row:?}\n  is {is}")
        })
    });
}

#[test]
fn order_of_rules_files_and_users_never_matters() {
    let patch = "integrators=10 edition=on_premise user_limit=5 -partners";
    let actions = "olga invite WEB; nina invite WEB; anna make_integrator user=maxim; olga invite_employee ANY; roman log_in;
        i1 appoint_administrator user=olga; anna appoint_administrator user=i1; i1 log_in; anna start_trial plan=free";
    let folder = Folder::of(patch, actions).with("one", "documents", "md").with("many", "documents", "md");
    let expected = folder.check().said();
    // every declaration in a file of its own, in reverse, and the users from the last to the first
    let mut state: Value = from_str(&folder.read("portal.yaml")).unwrap();
    state["users"].as_array_mut().unwrap().reverse();
    folder.write("portal.yaml", written(&state));
    let texts = pack_files("", "rules").into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n");
    let blocks: Vec<&str> =
        texts.split("\n\n").filter(|block| block.lines().any(|line| !line.starts_with('#'))).collect();
    for (n, block) in blocks.iter().enumerate() {
        folder.write(&format!("many/{:03}.rules", 999 - n), format!("{block}\n"));
    }
    folder.write("one/all.rules", blocks.iter().rev().copied().collect::<Vec<_>>().join("\n\n") + "\n");
    for rules in ["rules", "one/all.rules", "one", "many"] {
        let ran = folder.run(&format!("--rules {rules} CHECK --format json"));
        assert_eq!(expected, ran.said(), "{rules}: {}", ran.err);
    }
}

// ------------------------------------------------------------------------------ section 2: command line

#[test]
fn the_exit_code_tells_the_worst() {
    let rows = "
olga log_in; anna log_in | 0
olga log_in; fedor log_in | 1
fedor log_in; i1 log_in; olga log_in | 1
i1 log_in; fedor log_in | 1
i1 log_in; olga log_in | 3
";
    all(table(rows), |row| {
        let folder = Folder::of("-partners", row[0]);
        let codes = ["--format json", "", "-q"].map(|option| folder.run(&format!("CHECK {option}")).code);
        let actors: Vec<String> =
            folder.check().results().iter().map(|one| one["actor"].to_string()).collect();
        let order: Vec<_> =
            cells(row[0]).map(|action| format!("{:?}", action.split(' ').next().unwrap())).collect();
        let good = codes == [row[1].parse::<i32>().unwrap(); 3] && actors == order;
        due(good, || format!("{row:?}: {codes:?}, {actors:?}"))
    });
}

#[test]
fn nothing_to_decide_with_is_an_error_and_prints_nothing() {
    let folder = Folder::of("", "olga log_in");
    for (name, text) in [
        ("empty.yaml", ""),
        ("comment.yaml", "# nothing\n"),
        ("list.yaml", "[]\n"),
        ("marks.yaml", "---\n---\n"),
        ("none/readme.md", "no rules"),
        ("hollow/only.rules", "# no rule\n"),
        ("typo/a.rules", "permitt x\n"),
    ] {
        folder.write(name, text);
    }
    folder.write("bytes.yaml", b"actor: \xff\xfe\n");
    fs::create_dir(folder.path("void")).unwrap();
    let rows = "
; chekc portal.yaml action.yaml; check; check portal.yaml; CHECK --nope; CHECK --format sarif; CHECK --lang de; CHECK --color so | | 2 |
check nope.yaml action.yaml; check portal.yaml nope.yaml; CHECK nope.yaml; check . action.yaml; check portal.yaml . | | 2 |
check empty.yaml action.yaml; check comment.yaml action.yaml; check list.yaml action.yaml; check action.yaml action.yaml | | 2 |
check portal.yaml empty.yaml; check portal.yaml comment.yaml; check portal.yaml list.yaml --format json | | 2 |
check portal.yaml marks.yaml; check portal.yaml bytes.yaml; check bytes.yaml action.yaml; check portal.yaml portal.yaml | | 2 |
--rules nope CHECK; --rules nope.rules CHECK; --rules none CHECK; --rules hollow CHECK; --rules void CHECK; --rules typo CHECK | | 2 |
--rules none/readme.md CHECK; --rules rules --rules nope CHECK; --rules rules --rules void CHECK --format json | | 2 |
--rules none compile; --rules hollow compile; --rules typo compile --format json; compile --emit soup | | 2 |
--rules nope fmt; fmt void; fmt nope.rules; fmt --check void; fmt rules nope.rules | | 2 |
--rules none how log_in; how log_inn; how; explain E9999; completions tcsh; completions | | 2 |
can; can portal.yaml; can --actor anna; can portal.yaml --actor ann; can empty.yaml --actor anna; can --role admin | | 2 |
can portal.yaml --actor anna --at 2024-02-30; can --role employee --actor anna; --rules void can --role employee | | 2 |
";
    runs(&folder, rows);
    assert_eq!(folder.run_with("check - -", &folder.read("portal.yaml"), "").code, 2);
}

tables! {
names_on_the_command_line_have_suggestions: |rows| runs(&Folder::of("", "olga log_in"), rows), "
chekc | | 2 | `check`
how invite_integratr | | 2 | `invite_integrator`
can portal.yaml --actor ana | | 2 | `anna`
can --role integrater | | 2 | `integrator`
can portal.yaml --actor anna --at yesterday | | 2 | 2024-
explain E04O1 | | 2 | `E0401`
compile --emit modell | | 2 | `model`
CHECK --format sarif; how log_in --format junit; fmt --format github | | 2 | E0605; `human` and `json`
--rules rulse how log_in | | 2 | --rules
";
messages_speak_the_language_that_is_asked_for: |rows| runs(&Folder::of("integrators=10", "anna invite WEB"), rows), "
CHECK; CHECK --format json | | 1 | the portal has 10 of 10 integrators already
CHECK --lang en; CHECK --lang en --format json | LANG=ru_RU.UTF-8 | 1 | 10 of 10
CHECK --lang ru; CHECK --lang ru --format json | LANG=en_US.UTF-8 | 1 | На портале уже 10 из 10 интеграторов; !10 of 10
CHECK; CHECK --format json | LANG=ru_RU.UTF-8 | 1 | 10 из 10
CHECK | LANG=ru | 1 | 10 из 10
CHECK | LANG=rue | 1 | 10 of 10
CHECK | LANG=de_DE.UTF-8 | 1 | 10 of 10
CHECK | LC_ALL=C LANG=ru_RU.UTF-8 | 1 | 10 of 10
CHECK | LC_ALL=ru_RU LANG=en_US | 1 | 10 из 10
CHECK | LC_ALL= LANG=ru_RU | 1 | 10 из 10
CHECK | LC_MESSAGES=ru_RU LANG=en_US | 1 | 10 из 10
CHECK | LC_ALL=en LC_MESSAGES=ru_RU | 1 | 10 of 10
how make_integrator --lang ru | | 0 | В профиле сотрудника; !profile
can portal.yaml --actor anna --at 2024-05-11 --lang ru | | 0 | первая линия; !first line
";
colours_only_when_asked_for_or_on_a_terminal: |rows| runs(&Folder::of("", "fedor log_in"), rows), r"
CHECK; CHECK --color auto; CHECK --color never; CHECK --color always --format json | | 1 | !\e
check portal.yaml nope.yaml; check portal.yaml nope.yaml --color never | | 2 | !\e
CHECK --color always | | 1 | \e
can portal.yaml --actor olga --color always | | 0 | \e
check portal.yaml nope.yaml --color always | | 2 | \e
CHECK | NO_COLOR=1 | 1 | !\e
CHECK --color always | NO_COLOR=1 | 1 | \e
";
}

#[test]
fn everything_for_people_is_readable_at_80_columns() {
    let rows = "CHECK; CHECK --explain; CHECK --lang ru; check portal.yaml wrong.yaml; can portal.yaml --actor anna;
        can portal.yaml --actor anna --lang ru --explain; can --role integrator; can --role nobody; how make_integrator;
        how invite_integrator --lang ru; explain; compile; --help; check --help";
    let folder = Folder::of(
        "-partners",
        "anna invite_integrator via=mobile email=a@x.example; olga log_in; i1 log_in",
    );
    folder.write(
        "wrong.yaml",
        "{actor: ana, action: invite_integrator, email: 101, via: wep, at: 2024-02-30, vía: web}",
    );
    all(cells(rows), |arguments| {
        let ran = folder.run_with(arguments, "", "COLUMNS=80");
        let text = ran.out + &ran.err;
        let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        due(wide.is_empty() && !text.is_empty(), || {
            format!("`{arguments}` has wide lines\n{}", wide.join("\n"))
        })
    });
}

#[test]
fn a_dash_is_standard_input() {
    let folder = Folder::of("", "anna invite WEB");
    let (files, state, action) = (folder.check(), folder.read("portal.yaml"), folder.read("action.yaml"));
    assert_eq!(files.said(), folder.run_with("check - action.yaml --format json", &state, "").said());
    assert_eq!(files.said(), folder.run_with("check portal.yaml - --format json", &action, "").said());
    let piped = folder.run_with("can - --actor anna --at 2024-05-11", &state, "");
    assert_eq!(piped.out, folder.run("can portal.yaml --actor anna --at 2024-05-11").out);
    let wrong = folder.run_with("check portal.yaml -", "actor: anna\naction: log_im\n", "");
    assert!(wrong.code == 2 && wrong.err.contains(":2:9"), "{wrong:?}");
}

#[test]
fn rules_come_from_files_and_folders_in_any_order() {
    let folder = Folder::of("", "olga log_in");
    folder.write("extra/more.rules", "forbid nobody-comes\n  nobody may log_in\n");
    let mut files: Vec<_> =
        pack_files("", "rules").iter().map(|(name, _)| format!("--rules rules/{name}")).collect();
    files.sort_by(|one, other| other.cmp(one));
    let rows = "
FILES CHECK; CHECK FILES; CHECK --rules rules; --rules ./rules/ CHECK | | 0 | everyone-logs-in
--rules rules --rules rules CHECK; --rules rules --rules rules/roles.rules CHECK | | 0 | everyone-logs-in
--rules rules --rules extra CHECK; --rules extra --rules rules CHECK; --rules . CHECK | | 1 | nobody-comes
";
    runs(&folder, &rows.replace("FILES", &files.join(" ")));
}

// --------------------------------------------------------------------- sections 4 and 5: what is read

const STATE: &str = "edition: cloud
plan: free
user_limit: 6
time_zone: Europe/Moscow
settings: {everyone_may_invite: true}
trials: [{plan: basic, started: 2024-03-01}]
partners: [{name: Alfa, emails: [ivan@alfa.example]}]
users:
  - {id: anna, email: anna@acme.example, role: administrator, status: active, invited: 2024-01-10}
  - {id: olga, email: olga@acme.example, role: employee, invited: 2024-01-10, two_factor_enabled: 2024-01-12}
";
const ACTION: &str = "{actor: anna, action: log_in, at: 2024-05-11T09:00:00+03:00}\n";

/// The claim, texts, and what has to be said beside the places, which `«` marks. A text is `from => to` in the
/// state (several, parted by `&`), a whole action, or a file of rules; `\n` ends a line.
fn refused(rows: &str) {
    all(
        table(rows).flat_map(|row| cells(row[1]).map(|text| (text, row.clone())).collect::<Vec<_>>()),
        |(text, row)| {
            let (mut state, mut action, mut rules) = (STATE.to_owned(), ACTION.to_owned(), String::new());
            for part in text.replace("\\n", "\n").split('&').map(str::trim) {
                match part.split_once(" => ") {
                    Some((from, to)) if STATE.matches(from).count() == 1 => state = state.replace(from, to),
                    Some((from, _)) => return Err(format!("{from:?} is not once in the state")),
                    None if part.starts_with(['{', '[', '-']) => part.clone_into(&mut action),
                    None => rules = format!("{part}\n"),
                }
            }
            let folder = Folder::new();
            let mut places = Vec::new();
            for (name, marked) in
                [("portal.yaml", state), ("action.yaml", action), ("rules/more.rules", rules)]
            {
                for (text, line) in marked.lines().zip(1..) {
                    let mut column = 1;
                    for part in text.split_inclusive('«').filter(|part| part.ends_with('«')) {
                        column += part.chars().count() - 1;
                        places.push(format!("{name}:{line}:{column}"));
                    }
                }
                folder.write(name, marked.replace('«', ""));
            }
            let ran = folder.run("CHECK");
            let told = ran.text();
            let unplaced = places.iter().filter(|place| !told.split(' ').any(|word| word == *place));
            let hints = row[2].split_whitespace().filter(|hint| !told.contains(hint));
            let lacking: Vec<&str> = unplaced.map(String::as_str).chain(hints).collect();
            let good = ran.code == 2 && !places.is_empty() && lacking.is_empty();
            due(good, || {
                format!(
                    "{}: {text}\n  exit {}, not said: {lacking:?}\n{}{}",
                    row[0], ran.code, ran.out, ran.err
                )
            })
        },
    );
}

tables! {
a_state_is_read_to_the_letter: refused, r#"
an unknown key | plan: free => «plann: free | `plan`
an unknown key, in other letters | edition: => «Edition: | `edition`
an unknown key of a user | role: employee => «rôle: employee | `role`
an unknown setting | everyone_may_invite => «everyone_can_invite | `everyone_may_invite`
an unknown plan | plan: free => plan: «fre; plan: free => plan: «Free | `free`
an unknown edition, role, status | cloud => «on-premise; role: employee => role: «employe; active => «actve | did you mean
a word is no Bool | true => «no; true => «off | write `false`
a word is no Bool | true => «yes; true => «on; true => «"true" | write `true`
a number is no Bool | true => «1; true => «0 | `true` `false`
a fraction is no Int | user_limit: 6 => user_limit: «5.5; user_limit: 6 => user_limit: «5.0 | `5`
a text is no Int | user_limit: 6 => user_limit: «"6"; user_limit: 6 => user_limit: «six; user_limit: 6 => user_limit: «0x6 | write
64 bits are left | user_limit: 6 => user_limit: «9223372036854775808; user_limit: 6 => user_limit: «-9223372036854775809 |
a number is no String | name: Alfa => name: «101; id: olga => id: «101 | `"101"`
a Bool is no String | name: Alfa => name: «true | `"true"`
a list, a mapping, a text, nothing | name: Alfa => name: «[Alfa]; Alfa, emails: [ => Alfa, emails: «x, y: [; partners: [ => partners: [«Alfa, ; plan: free => plan: «null |
a list is due | [ivan@alfa.example] => «ivan@alfa.example | list
dates that are none | 2024-03-01 => «2024-02-30; 2024-03-01 => «"2024-02-30"; 2024-03-01 => «2023-02-29; 2024-03-01 => «2024-13-01; 2024-03-01 => «2024-00-10 | calendar
dates in another form | 2024-03-01 => «01.03.2024; 2024-03-01 => «2024-3-1; 2024-03-01 => «20240301; 2024-03-01 => «"1 March 2024" | `2024-
a date-time without offset | 2024-03-01 => «2024-03-01T10:00:00 | +03:00
times that are none | 2024-03-01 => «2024-03-01T25:00:00Z; 2024-03-01 => «2024-03-01T10:60:00Z; 2024-03-01 => «2024-03-01T10:00:00+25:00 |
zones that are none | Europe/Moscow => «Europe/Moskow; Europe/Moscow => «europe/moscow | `Europe/Moscow`
zones that are none | Europe/Moscow => «"+03:00"; Europe/Moscow => «Mars; Europe/Moscow => «"" |
keys that stand twice | plan: free => plan: free\n«plan: basic; plan: free => plan: free\n«plan: free; plan: free => plan: free\n«"plan": free; id: olga, => id: olga, «id: olga, | twice
an id that is taken | id: olga => id: «anna | `anna`
a user without id | {id: olga, email => {«email | `id`
not YAML | plan: free => plan: «}free |
a column counts letters | name: Alfa => name: Альфа-Центавра, «nam: 1 | `name`
a second document | plan: free => plan: free\n---\n«plan: free |
several at once | plan: free => plan: «fre & user_limit: 6 => user_limit: «5.5 & Europe/Moscow => «Europe/Moskow & true => «no & name: Alfa => «nam: 101 |
several at once, in both files | plan: free => plan: «fre & {actor: anna, action: «logg_in} |
"#;
an_action_is_read_to_the_letter: refused, r#"
an unknown action | {actor: anna, action: «logg_in} | `log_in`
an unknown actor | {actor: «ana, action: log_in} | `anna`
an unknown user | {actor: anna, action: make_integrator, user: «olgaa} | `olga`
an unknown key | {actor: anna, action: log_in, «actr: anna} | `actor`
a parameter of another action | {actor: anna, action: log_in, «user: olga} | `log_in` `user`
an unknown channel | {actor: anna, action: invite_employee, via: «wep, email: a@x.example} | `web`
an unknown plan | {actor: anna, action: start_trial, plan: «proffesional} | `professional`
a parameter is left out | {actor: anna, action: «invite_employee, via: web} | `email`
the actor is left out | {«action: log_in} | `actor`
the action is left out | {«actor: anna} | `action`
a number is no String | {actor: anna, action: invite_employee, via: web, email: «101} | "101"
a word is no Bool | {actor: anna, action: set_everyone_may_invite, value: «no} | `false`
a key twice | {actor: anna, action: log_in, «actor: anna} | twice
a date that is none | {actor: anna, action: log_in, at: «2024-04-31} | 2024-04-31
a date-time without offset | {actor: anna, action: log_in, at: «2024-05-11T09:00:00} | +03:00
in a list | - {actor: anna, action: log_in}\n- {actor: «anja, action: log_in} | `anna`
in a second document | {actor: anna, action: log_in}\n---\nactor: «anja\naction: log_in | `anna`
in JSON | {"actor": "anna",\n "action": «"logg_in"} | `log_in`
several at once | {actor: «ana, action: start_trial, at: «2024-05-32, plan: «fre} |
several at once, in a list | [{actor: «ana, action: log_in}, {actor: anna, action: «logg_in}] |
"#;
an_action_is_told_what_to_write: refused, r#"
a number is no id | {actor: «101, action: log_in}; {actor: anna, action: make_integrator, user: «101} | "101"
"#;
rules_are_read_to_the_letter: refused, r"
an unknown action | permit x\n  every user may «log_inn | `log_in`
an id twice | permit «everyone-invites\n  every user may log_in; permit x\n  every user may log_in\n\npermit «x\n  every user may log_in |
an unknown field | permit x\n  every user may log_in\n  when «plann is free | `plan`
an unknown value | permit x\n  every user may log_in\n  when plan is «fre | `free`
another type | permit x\n  every user may log_in\n  when «plan | Plan
two scripts in a name | permit x\n  every user may l«оg_in | Cyrillic
no declaration | «permitt x\n  every user may log_in | `permit`
several at once | permit x\n  every user may «log_inn\n\npermit y\n  every user may log_in\n  when plan is «fre |
";
}

#[test]
fn there_are_many_ways_to_write_the_same() {
    let (block, at) =
        ("actor: anna\naction: log_in\nat: 2024-05-11T09:00:00+03:00\n", "2024-05-11T09:00:00+03:00");
    let json = r#"{"users":[{"id":"anna","role":"administrator"}]}"#;
    let quoted =
        STATE.replace("2024-01-10", "'2024-01-10'").replace("free", "\"free\"").replace("anna,", "'anna',");
    let rows = [
        (quoted, ACTION.replace(at, "\"2024-05-11T09:00:00+03:00\"").replace("anna", "'anna'")),
        (STATE.replace('\n', "\r\n"), block.replace('\n', "\r\n")),
        (format!("\u{feff}{STATE}"), format!("\u{feff}{block}")),
        (STATE.trim_end().to_owned(), block.trim_end().to_owned()),
        (format!("---\n{STATE}...\n"), format!("---\n{block}...\n")),
        (
            json.to_owned(),
            r#"{"actor":"anna","action":"log_in","at":"2024-05-11T09:00:00+03:00"}"#.to_owned(),
        ),
        (STATE.replace("settings: {everyone_may_invite: true}\n", ""), format!("[{}]", ACTION.trim())),
    ];
    all(rows, |(state, action)| {
        let folder = Folder::new();
        folder.write("portal.yaml", &state);
        folder.write("action.yaml", &action);
        let ran = folder.check();
        due(ran.code == 0 && ran.results()[0]["at"] == at, || format!("{state}{action}{}", ran.text()))
    });
}

#[test]
fn one_action_a_list_several_documents_and_several_files() {
    let folder = Folder::of("", "anna log_in at=2024-05-11; olga log_in at=2024-05-11T06:00:00Z");
    let many =
        "actor: i1\naction: log_in\n---\n- {actor: i2, action: log_in}\n---\nactor: i3\naction: log_in\n";
    folder.write("many.yaml", many);
    let results = folder.run("CHECK many.yaml --format json").results();
    let told =
        |key: &str| results.iter().map(|one| one[key].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(told("actor"), ["anna", "olga", "i1", "i2", "i3"]);
    assert_eq!(told("at")[..2], ["2024-05-11", "2024-05-11T06:00:00Z"]);
    assert!(told("at")[2].as_str() > "2025", "absent is now: {:?}", told("at"));
}

// ------------------------------------------------------------------------ section 3: what is printed

#[test]
fn a_reason_points_into_documents_and_data() {
    let folder = Folder::of("integrators=10", "anna invite WEB");
    let reason = folder.check().results()[0]["reasons"][0].clone();
    assert_eq!(
        (&reason["effect"], &reason["citations"][0]["document"]),
        (&json!("limit"), &json!("article"))
    );
    let fact = reason["facts"].as_array().unwrap().iter().find(|fact| fact["path"] == "users").unwrap();
    assert_eq!((&fact["file"], &fact["value"]), (&json!("portal.yaml"), &json!(10)));
    let line = usize::try_from(fact["line"].as_u64().unwrap()).unwrap();
    assert!(
        folder.read("portal.yaml").lines().nth(line - 1).unwrap().contains("\"users\""),
        "not in line {line}"
    );
}

#[test]
fn people_read_verdicts_rules_places_and_what_is_missing() {
    let actions = "olga invite WEB; anna invite_integrator via=mobile email=a@x.example; i1 log_in";
    let rows = "
CHECK | | 1 | allowed; denied; undetermined; everyone-logs-in; linked-integrators; edition; specialist.md:; portal.yaml:; action.yaml:; !ten-integrators
CHECK -q | | 1 | allowed; denied; undetermined; linked-integrators; !specialist.md:
CHECK --explain | | 1 | ten-integrators; dismissed-do-nothing
";
    runs(&Folder::of("-edition", actions), rows);
}

#[test]
fn explain_adds_the_considered_rules_to_json_as_well() {
    runs(
        &Folder::of("", "olga invite WEB"),
        "CHECK --explain --format json | | 0 | ten-integrators; dismissed-do-nothing",
    );
}

// ------------------------------------------------------------------------------------- the other verbs

#[test]
fn can_lists_every_action_with_its_verdict() {
    let rows = "
portal.yaml --actor fedor | denied | log_in invite_integrator enable_two_factor start_trial
portal.yaml --actor nina | denied | invite_integrator enable_two_factor escalate_support_question
portal.yaml --actor olga | allowed | log_in enable_two_factor escalate_support_question
portal.yaml --actor olga | undetermined | invite_integrator invite_employee
portal.yaml --actor olga | denied | set_everyone_may_invite dismiss_integrator start_trial
portal.yaml --actor i1 | allowed | set_everyone_may_invite
portal.yaml --actor i1 | undetermined | dismiss_integrator make_integrator
portal.yaml --actor i1 | denied | appoint_administrator dismiss_administrator disable_two_factor start_trial
--role integrator | undetermined | log_in start_trial invite_integrator set_everyone_may_invite enable_two_factor
--role integrator | denied | appoint_administrator dismiss_administrator disable_two_factor
--role employee | undetermined | escalate_support_question log_in enable_two_factor invite_employee
--role employee | denied | start_trial make_integrator
";
    let folder = Folder::of("plan=basic", "olga log_in");
    all(table(rows), |row| {
        let ran = folder.run(&format!("can {} --at 2024-05-11 --format json", row[0]));
        let results = ran.results();
        let is =
            |action: &str| results.iter().find(|one| one["action"] == action).unwrap()["verdict"].clone();
        let wrong: Vec<&str> = row[2].split(' ').filter(|action| is(action) != row[1]).collect();
        let good = wrong.is_empty() && results.len() == 13 && ran.code == 0;
        due(good, || format!("{row:?}: not so {wrong:?}, exit {}", ran.code))
    });
}

#[test]
fn how_explain_and_completions() {
    let rows = "
how log_in | | 0 | unlinked-integrators-stay-out; everyone-logs-in
how invite_integrator | | 0 | RU, BY, KZ; contract; Invite > Implementation; ten-integrators; linked-integrators; specialist.md:
how invite_employee | | 0 | user-limit; everyone-invites
how make_integrator | | 0 | Actions >; ten-integrators; only-active-employees
how dismiss_integrator | | 0 | Dismiss; only-working-integrators
how rehire_integrator | | 0 | Take on again; ten-integrators
how appoint_administrator; how dismiss_administrator | | 0 | administrators-manage-administrators
how enable_two_factor | | 0 | everyone-protects-themselves
how disable_two_factor --format json | | 0 | administrators-disable-two-factor
how set_everyone_may_invite | | 0 | Settings > Employees > Invitations
how start_trial | | 0 | one-trial; trials-on-the-free-plan
how escalate_support_question | | 0 | no-escalation-on-the-free-plan
completions bash; completions zsh; completions fish; completions elvish; completions powershell; completions man | | 0 | check; can; how; fmt; explain; compile; completions; rules; lang
completions man | | 0 | .TH; format; color
--help; help check; check --help; --version; -V; explain | | 0 |
compile; compile --emit tree; compile --emit model --format json; compile --emit kb | | 0 | !error
";
    let folder = Folder::new();
    runs(&folder, rows);
    let list = folder.run("explain").out;
    all(list.lines().map(|line| line.split(' ').next().unwrap()), |code| {
        let ran = folder.run(&format!("explain {code}"));
        let good = ran.code == 0 && ran.out.contains(code) && ran.out.lines().count() >= 3;
        due(good, || format!("explain {code}: {}", ran.text()))
    });
}

const UNTIDY: &str = "permit   everyone-waves\n    every user may   wave\n\n\n\naction wave   # hello\n";

#[test]
fn fmt_is_idempotent_and_check_exits_with_1() {
    let folder = Folder::new();
    folder.write("a/b/untidy.rules", UNTIDY);
    runs(
        &folder,
        "fmt --check | | 0 |\nfmt --check a; fmt --check rules a | | 1 | untidy.rules; !roles.rules",
    );
    assert_eq!(folder.read("a/b/untidy.rules"), UNTIDY, "--check writes");
    assert_eq!(folder.run("fmt a").code, 0);
    let tidy = folder.read("a/b/untidy.rules");
    assert!(tidy != UNTIDY && tidy.contains("# hello"), "{tidy}");
    runs(&folder, "fmt --check a; fmt a | | 0 |");
    assert_eq!(folder.read("a/b/untidy.rules"), tidy);
    assert_eq!(folder.run_with("fmt -", UNTIDY, "").out, tidy);
    assert_eq!(folder.run_with("fmt -", &UNTIDY.replace('\n', "\r\n"), "").out, tidy);
    assert_eq!([UNTIDY, &tidy].map(|text| folder.run_with("fmt --check -", text, "").code), [1, 0]);
}

#[test]
fn fmt_never_writes_on_error() {
    let folder = Folder::empty();
    for (name, text) in [("a.rules", UNTIDY), ("b.rules", "action wave\npermitt x\n"), ("c.rules", UNTIDY)] {
        folder.write(name, text);
    }
    runs(&folder, "fmt .; fmt a.rules b.rules c.rules; fmt b.rules; fmt --check . | | 2 | b.rules:2:1");
    runs(&folder, "fmt a.rules nope.rules; fmt c.rules nope | | 2 | nope");
    assert_eq!([folder.read("a.rules"), folder.read("c.rules")], [UNTIDY; 2]);
}

#[cfg(unix)]
#[test]
fn fmt_keeps_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::empty();
    folder.write("real.rules", UNTIDY);
    fs::set_permissions(folder.path("real.rules"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.rules", folder.path("link.rules")).unwrap();
    assert_eq!(folder.run("fmt link.rules").code, 0);
    assert!(fs::symlink_metadata(folder.path("link.rules")).unwrap().is_symlink(), "the link is a file now");
    assert_ne!(folder.read("real.rules"), UNTIDY);
    assert_eq!(fs::metadata(folder.path("real.rules")).unwrap().permissions().mode() & 0o777, 0o640);
}
