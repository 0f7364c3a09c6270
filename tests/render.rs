//! Drawings for people: what stands where, to the column.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use ustav::base::{Code, Diagnostic, Label, Message, Source, SourceId, Sources, Span};
use ustav::cli::output::render::{Report, Style, Tone, draw};

const RULES: &str = "\
document article \"documents/specialist.md\"

# Не больше десяти.
limit ten-integrators
  at most 10 integrators
  say ru \"На портале может быть не больше {limit} интеграторов\"
      en \"A portal may have no more than {limit} integrators\"
  unless plan is enterprise
     and settings.more_integrators
  since 2024-01-01
  cites article \"не более десяти специалистов\"

permit everyone-invites
  every user may invite_integrator, invite_employee when settings.everyone_may_invit
";

const STATE: &str = "\
edition: cloud
users:
  - id: anna@example.com
    name: Анна Ильинична
    role: integrator
  - id: pyotr@example.com
    name: Пётр Ёлкин
    role: employee

  - id: zoya@example.com
    name: Зоя
    role: integrator
";

const ARTICLE: &str = "\
# Специалист по внедрению

Пригласить специалиста по внедрению может любой сотрудник портала, если администратор не ограничил приглашения \
в настройках; приглашённый получает права администратора, кроме права назначать и увольнять администраторов. На \
одном портале одновременно может работать не более десяти специалистов по внедрению, и каждый из них обязан \
включить двухэтапную аутентификацию в течение десяти дней после приглашения, иначе доступ к порталу закрывается \
до включения. Подробнее об этом читайте в статье о двухэтапной аутентификации, а также в условиях использования.
";

/// The texts as files `0`, `1` and so on of one run.
fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (name, text) in files {
        sources.add(Source::new(*name, *text));
    }
    sources
}

fn portal() -> Sources {
    sources(&[
        ("rules/integrators.rules", RULES),
        ("state.yaml", STATE),
        ("documents/specialist.md", ARTICLE),
    ])
}

/// From the first `from` in the file to the first `to` after it, with both.
fn span(sources: &Sources, file: u32, from: &str, to: &str) -> Span {
    let id = SourceId(file);
    let text = sources.get(id).map(|source| source.text.to_string()).unwrap_or_default();
    let start = text.find(from).unwrap_or(text.len());
    let rest = text.get(start..).unwrap_or_default();
    let end = start + rest.find(to).map_or(0, |at| at + to.len());
    Span::new(id, start, end.max(start + from.len()))
}

fn word(sources: &Sources, file: u32, word: &str) -> Span {
    span(sources, file, word, word)
}

fn label(span: Span, text: &str) -> Label {
    Label { span, text: Message::verbatim(text) }
}

fn verdict(title: &str, labels: Vec<Label>) -> Report {
    Report {
        code: String::new(),
        title: Message::verbatim(title),
        tone: Tone::Error,
        labels,
        help: Vec::new(),
    }
}

/// The drawing of labels alone, without the head.
fn body(sources: &Sources, labels: Vec<Label>, look: &Style) -> String {
    let drawn = draw(&verdict("", labels), sources, look);
    drawn.strip_prefix('\n').unwrap_or(&drawn).to_owned()
}

fn check(drawn: &str, wanted: &str) {
    let wanted = wanted.strip_prefix('\n').unwrap_or(wanted);
    assert!(drawn == wanted, "drawn:\n{drawn}\nwanted:\n{wanted}");
}

#[test]
fn a_denial_shows_rule_state_and_document() {
    let s = portal();
    let mut report = verdict(
        "denied by ten-integrators: на портале уже десять специалистов по внедрению, и одиннадцатого пригласить нельзя",
        vec![
            label(span(&s, 0, "limit", "специалистов\""), "this rule denies it"),
            label(word(&s, 0, "10 integrators"), "10"),
            label(word(&s, 1, "role: integrator"), "the first of ten"),
            label(word(&s, 1, "Пётр Ёлкин"), "whoever asked"),
            label(
                word(&s, 2, "не более десяти специалистов по внедрению"),
                "на этом стоит правило, и число десять в нём связано с этим",
            ),
        ],
    );
    report.help = vec![
        Message::verbatim(
            "dismiss an integrator, or wait until the invitation of anna@example.com runs out on 12 March 2025",
        ),
        Message::verbatim("an administrator can do both"),
    ];
    check(
        &draw(&report, &s, &Style::default()),
        r#"
denied by ten-integrators: на портале уже десять специалистов по внедрению, и
  одиннадцатого пригласить нельзя
   ╭─ rules/integrators.rules:4:1
 3 │     # Не больше десяти.
 4 │ ╭─▶ limit ten-integrators
 5 │ │     at most 10 integrators
   │ │             ───────┬──────
   │ │                    ╰── 10
 6 │ │     say ru "На портале может быть не больше {limit} интеграторов"
 7 │ │         en "A portal may have no more than {limit} integrators"
 8 │ │     unless plan is enterprise
 9 │ │        and settings.more_integrators
10 │ │     since 2024-01-01
11 │ ├─▶   cites article "не более десяти специалистов"
   │ ╰──── this rule denies it
   │
   ├─ state.yaml:5:5
 4 │     name: Анна Ильинична
 5 │     role: integrator
   │     ────────┬───────
   │             ╰── the first of ten
 6 │   - id: pyotr@example.com
 7 │     name: Пётр Ёлкин
   │           ─────┬────
   │                ╰── whoever asked
 8 │     role: employee
   │
   ├─ documents/specialist.md:3:266
 3 │ …может работать не более десяти специалистов по внедрению, и каждый из…
   │                 ────────────────────┬────────────────────
   │                                     ╰─┤ на этом стоит правило, и число
   │                                       │ десять в нём связано с этим
   ╰─
help: dismiss an integrator, or wait until the invitation of anna@example.com
      runs out on 12 March 2025
help: an administrator can do both
"#,
    );
}

#[test]
fn a_diagnostic_has_its_code_in_the_head() {
    let s = portal();
    let error = Diagnostic::error(Code::E0201, Message::verbatim("nothing is called `everyone_may_invit`"))
        .label(word(&s, 0, "everyone_may_invit"), Message::verbatim("not declared"))
        .label(word(&s, 0, "user"), Message::verbatim("of the state"))
        .help(Message::verbatim("did you mean `everyone_may_invite`?"));
    check(
        &draw(&(&error).into(), &s, &Style::default()),
        r"
error[E0201]: nothing is called `everyone_may_invit`
   ╭─ rules/integrators.rules:14:67
13 │ permit everyone-invites
14 │   every user may invite_integrator, invite_employee when settings.everyon…
   │         ──┬─
   │           ╰── of the state
14 │ …may invite_integrator, invite_employee when settings.everyone_may_invit
   │                                                       ─────────┬────────
   │                                                 not declared ──╯
   ╰─
help: did you mean `everyone_may_invite`?
",
    );
    let warning =
        Diagnostic::warning(Code::W0502, Message::verbatim("the passage was not found in the document"))
            .label(word(&s, 0, "не более десяти специалистов"), Message::verbatim("quoted here"));
    let look = Style { unicode: false, ..Style::default() };
    check(
        &draw(&(&warning).into(), &s, &look),
        r#"
warning[W0502]: the passage was not found in the document
  --> rules/integrators.rules:11:18
10 |   since 2024-01-01
11 |   cites article "не более десяти специалистов"
   |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |                                `-- quoted here
"#,
    );
}

#[test]
fn the_head_alone() {
    let s = Sources::default();
    let report = Report { tone: Tone::Advice, ..verdict("allowed", vec![]) };
    check(&draw(&report, &s, &Style::default()), "allowed\n");
    check(&draw(&report, &s, &Style { color: true, ..Style::default() }), "\x1b[36;1mallowed\x1b[0m\n");
    let error = Diagnostic::error(Code::E0601, Message::verbatim("no `x`"))
        .help(Message::verbatim("look\nelsewhere"));
    check(
        &draw(&(&error).into(), &s, &Style { color: true, ..Style::default() }),
        "\x1b[31;1merror[E0601]\x1b[0m\x1b[1m: no `x`\x1b[0m\n\x1b[36;1mhelp\x1b[0m: look\n      elsewhere\n",
    );
}

#[test]
fn labels_near_each_other_share_an_excerpt() {
    let lines = (1..=40).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
    let s = sources(&[("a", &lines), ("b", "other\n")]);
    let labels = vec![
        label(word(&s, 0, "line 30"), "the one to mend"),
        label(word(&s, 1, "other"), ""),
        label(word(&s, 0, "line 9"), "first"),
        label(word(&s, 0, "line 13"), "near"),
    ];
    check(
        &body(&s, labels, &Style::default()),
        r"
   ╭─ a:9:1
 8 │ line 8
 9 │ line 9
   │ ───┬──
   │    ╰── first
10 │ line 10
11 │ line 11
12 │ line 12
13 │ line 13
   │ ───┬───
   │    ╰── near
14 │ line 14
   │
   ├─ a:30:1
29 │ line 29
30 │ line 30
   │ ───┬───
   │    ╰── the one to mend
31 │ line 31
   │
   ├─ b:1:1
 1 │ other
   │ ─────
   ╰─
",
    );
}

#[test]
fn labels_over_each_other_are_kept_apart() {
    let s = sources(&[("r.rules", "forbid outside-the-web when edition is cloud\n")]);
    let labels = vec![
        label(word(&s, 0, "outside-the-web when edition"), "outer"),
        label(word(&s, 0, "the"), "inner"),
        label(word(&s, 0, "edition is cloud"), "over the edge"),
        label(word(&s, 0, "the"), "again"),
    ];
    check(
        &body(&s, labels, &Style::default()),
        r"
  ╭─ r.rules:1:8
1 │ forbid outside-the-web when edition is cloud
  │        ──────────────┬─────────────
  │                      ╰── outer
  │                ─┬─          ────────┬───────
  │                 │                   ╰── over the edge
  │                 ╰── inner
  │                ─┬─
  │                 ╰── again
  ╰─
",
    );
}

#[test]
fn a_text_without_room_to_the_right_stands_to_the_left() {
    let s = sources(&[(
        "r.rules",
        "  forbid invite_integrator when count of active integrators is more than ten\n",
    )]);
    let labels = vec![
        label(
            word(&s, 0, "ten"),
            "the state has eleven of them, and that is one more than the rule lets anybody have here",
        ),
        label(word(&s, 0, "count"), "an Int"),
    ];
    check(
        &body(&s, labels, &Style::default()),
        r"
  ╭─ r.rules:1:74
1 │   forbid invite_integrator when count of active integrators is more than ten
  │                                 ──┬──                                    ───
  │                                   ╰── an Int
  │   the state has eleven of them, and that is one more than the rule lets ──╯
  │   anybody have here
  ╰─
",
    );
}

#[test]
fn a_long_line_is_cut_to_windows() {
    let s = portal();
    let labels = vec![
        label(word(&s, 2, "не более десяти"), "десять"),
        label(word(&s, 2, "десяти дней"), "десять дней, и ни днём больше"),
        label(word(&s, 2, "специалиста"), ""),
    ];
    check(
        &body(&s, labels, &Style::default()),
        r"
  ╭─ documents/specialist.md:3:266
3 │ Пригласить специалиста по внедрению может любой сотрудник портала, если…
  │            ───────────
3 │ …одновременно может работать не более десяти специалистов по внедрению, и…
  │                              ───────┬───────
  │                                     ╰── десять
3 │ …аутентификацию в течение десяти дней после приглашения, иначе доступ к…
  │                           ─────┬─────
  │                                ╰── десять дней, и ни днём больше
  ╰─
",
    );
    let passage = span(&s, 2, "На одном", "внедрению,");
    check(
        &body(&s, vec![label(passage, "одно целое")], &Style::default()),
        r"
  ╭─ documents/specialist.md:3:221
3 │ …На одном портале одновременно может работать не более десяти…
  │  ─────────────────────────────────────────────────────────────
3 │ …специалистов по внедрению, и каждый из них обязан включить двухэтапную…
  │ ─────────────┬─────────────
  │              ╰── одно целое
  ╰─
",
    );
    let passage = span(&s, 2, "Пригласить", "использования.");
    check(
        &body(&s, vec![label(passage, "от начала до конца")], &Style::default()),
        r"
  ╭─ documents/specialist.md:3:1
3 │ Пригласить специалиста по внедрению может любой сотрудник…
  │ ──────────────────────────────────────────────────────────
3 │ …о двухэтапной аутентификации, а также в условиях использования.
  │ ────────────────────────────────┬───────────────────────────────
  │                                 ╰── от начала до конца
  ╰─
",
    );
}

#[test]
fn a_span_of_several_lines() {
    let wrapped = "Начало абзаца. На одном портале\r\nодновременно может работать\r\n\r\nне более десяти человек. Конец.\r\n";
    let s = sources(&[("a.md", wrapped)]);
    let labels = vec![label(span(&s, 0, "На одном", "человек."), "вся фраза")];
    check(
        &body(&s, labels, &Style::default()),
        r"
  ╭─ a.md:1:16
1 │ Начало абзаца. На одном портале
  │                ────────────────
2 │ одновременно может работать
  │ ───────────────────────────
3 │
4 │ не более десяти человек. Конец.
  │ ────────────┬───────────
  │             ╰── вся фраза
  ╰─
",
    );

    let rule = (1..=30).map(|n| format!("  when condition {n} holds")).collect::<Vec<_>>().join("\n");
    let s = sources(&[("a.rules", &format!("permit long\n{rule}\n\npermit short\n"))]);
    let labels = vec![
        label(
            span(&s, 0, "permit long", "30 holds"),
            "this rule is longer than anybody wants to see, and so is what there is to say about it",
        ),
        label(word(&s, 0, "condition 30"), "and this"),
    ];
    check(
        &body(&s, labels.clone(), &Style::default()),
        r"
   ╭─ a.rules:1:1
 1 │ ╭─▶ permit long
 2 │ │     when condition 1 holds
 3 │ │     when condition 2 holds
 4 │ │     when condition 3 holds
 5 │ │     when condition 4 holds
 6 │ │     when condition 5 holds
 … │ │
28 │ │     when condition 27 holds
29 │ │     when condition 28 holds
30 │ │     when condition 29 holds
31 │ │     when condition 30 holds
   │ │          ──────┬─────
   │ │                ╰── and this
   │ ╰──┤ this rule is longer than anybody wants to see, and so is what there
   │    │ is to say about it
   ╰─
",
    );
    check(
        &body(&s, labels, &Style { unicode: false, ..Style::default() }),
        r"
  --> a.rules:1:1
 1 | ,-> permit long
 2 | |     when condition 1 holds
 3 | |     when condition 2 holds
 4 | |     when condition 3 holds
 5 | |     when condition 4 holds
 6 | |     when condition 5 holds
.. | |
28 | |     when condition 27 holds
29 | |     when condition 28 holds
30 | |     when condition 29 holds
31 | |     when condition 30 holds
   | |          ^^^^^^^^^^^^
   | |                `-- and this
   | `--| this rule is longer than anybody wants to see, and so is what there
   |    | is to say about it
",
    );
}

#[test]
fn what_could_hide_or_move_is_shown() {
    let text = "a\tb: \"\u{1b}[31m\0\u{202e}x\u{200b}\u{7f}\" # и\u{306} 日本 é ⚠\u{fe0f} end\u{85}";
    let s = sources(&[("\u{1b}]0;evil\u{7}.yaml", text)]);
    let labels = vec![
        label(word(&s, 0, "\u{202e}"), "turns\u{202c} the text"),
        label(word(&s, 0, "и\u{306}"), ""),
        label(word(&s, 0, "本"), ""),
        label(word(&s, 0, "end"), "the\tend"),
    ];
    check(
        &body(&s, labels.clone(), &Style::default()),
        &r#"
  ╭─ ␛]0;evil␇.yaml:1:13
1 │ a    b: "␛[31m␀�x�␡" # й 日本 é ⚠ end�
  │                ┬       ─   ──
  │                ╰── turns� the text
  │                                   ─┬─
  │                                    ╰── the    end
  ╰─
"#
        .replace('й', "и\u{306}"),
    );
    let ascii = body(&s, labels, &Style { unicode: false, ..Style::default() });
    check(
        &ascii,
        &r#"
 --> ?]0;evil?.yaml:1:13
1 | a    b: "?[31m??x??" # й 日本 é ⚠ end?
  |                ^       ^   ^^
  |                `-- turns? the text
  |                                   ^^^
  |                                    `-- the    end
"#
        .replace('й', "и\u{306}"),
    );
}

#[test]
fn empty_spans_and_ends() {
    let s = sources(&[("a", "one\ntwo"), ("b", ""), ("c", "one\n"), ("d", "one\r\ntwo\r\n")]);
    let labels = vec![
        label(Span::new(SourceId(0), 7, 7), "end of the text"),
        label(Span::new(SourceId(1), 0, 0), "nothing there"),
        label(Span::new(SourceId(2), 4, 4), "after the last line"),
        label(Span::new(SourceId(3), 3, 5), "line break"),
        label(Span::new(SourceId(3), 6, 6), "between"),
    ];
    check(
        &body(&s, labels, &Style::default()),
        r"
  ╭─ a:2:4
1 │ one
2 │ two
  │    ▲
  │    ╰── end of the text
  │
  ├─ b:1:1
1 │
  │ ▲
  │ ╰── nothing there
  │
  ├─ c:2:1
1 │ one
2 │
  │ ▲
  │ ╰── after the last line
  │
  ├─ d:1:4
1 │ one
  │    ▲
  │    ╰── line break
2 │ two
  │  ▲
  │  ╰── between
  ╰─
",
    );
}

#[test]
fn spans_that_fit_nothing_are_drawn_as_far_as_they_go() {
    let s = sources(&[("a", "жук\n")]);
    let reversed = Span { start: 6, end: 2, ..Span::new(SourceId(0), 0, 0) };
    let labels = vec![
        label(Span::new(SourceId(0), 1, 3), "inside of letters"),
        label(Span::new(SourceId(0), 100, 200), "outside"),
        label(reversed, "reversed"),
        label(Span::new(SourceId(7), 1, 3), "in no source"),
    ];
    check(
        &body(&s, labels, &Style::default()),
        r"
  ╭─ a:1:1
1 │ жук
  │ ─┬ ▲
  │  │ ╰── reversed
  │  ╰── inside of letters
2 │
  │ ▲
  │ ╰── outside
  ╰─
note: in no source
",
    );
}

#[test]
fn colours_only_on_request() {
    let s = portal();
    let labels = vec![label(word(&s, 0, "10"), "ten"), label(word(&s, 0, "most"), "at most")];
    let drawn = body(&s, labels.clone(), &Style { color: true, ..Style::default() });
    check(&plain(&drawn), &body(&s, labels, &Style::default()));
    assert!(drawn.contains("\x1b[31;1m") && drawn.contains("\x1b[94;1m"), "{drawn}");
}

#[test]
fn a_file_of_one_enormous_line_is_cropped() {
    let item = r#"{"id":"someone@example.com","role":"integrator"},"#;
    let mut text = item.repeat(400_000);
    text.insert_str(text.len() / 2 / item.len() * item.len(), r#"{"id":"Зоя"},"#);
    let s = sources(&[("state.json", &text)]);
    let labels =
        vec![label(word(&s, 0, "Зоя"), "here"), label(Span::new(SourceId(0), 0, text.len()), "all of it")];
    let drawn = body(&s, labels, &Style::default());
    check(
        &drawn,
        r#"
  ╭─ state.json:1:9800008
1 │ {"id":"someone@example.com","role":"integrator"},{"id":"someone@ex…
  │ ───────────────────────────────────────────────────────────────────
1 │ …e.com","role":"integrator"},{"id":"Зоя"},{"id":"someone@example.com","role…
  │                                     ─┬─
  │                                      ╰── here
1 │ …e":"integrator"},{"id":"someone@example.com","role":"integrator"},
  │ ─────────────────────────────────┬─────────────────────────────────
  │                                  ╰── all of it
  ╰─
"#,
    );
}

/// Columns of a character in a drawing, for the characters of the tests below.
fn columns(char: char) -> usize {
    match char {
        '\u{301}' => 0,
        '日' | '本' => 2,
        '\t' => 4,
        _ => 1,
    }
}

/// The text as it is drawn, for the characters of the tests below.
fn seen(text: &str) -> String {
    text.replace('\t', "    ").replace('\0', "␀").replace('\u{202e}', "\u{fffd}")
}

/// The drawing without its escape codes.
fn plain(drawn: &str) -> String {
    let mut parts = drawn.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once('m')).fold(first, |all, (_, part)| all + part)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(2024), ..ProptestConfig::default() })]

    #[test]
    fn underlines_stand_under_the_text(
        text in "[a-zа-я日\u{301}\t\u{202e}\0 ]{0,200}",
        from in 0..200usize,
        length in 1..15usize,
    ) {
        // A mark belongs to the letter before it, so spans begin and end at letters.
        let text = format!("x{text}.");
        let ends: Vec<usize> =
            text.char_indices().filter(|(_, char)| columns(*char) > 0).map(|(at, _)| at).collect();
        let from = from.min(ends.len() - 2);
        let place = |at: usize| ends.get(at).copied().unwrap_or(text.len());
        let part = text.get(place(from)..place(from + length)).unwrap_or_default();
        let s = sources(&[("a", &text)]);
        let here = Span::new(SourceId(0), place(from), place(from) + part.len());
        let drawn = body(&s, vec![label(here, "")], &Style::default());
        let lines: Vec<&str> = drawn.lines().collect();
        let (Some(head), Some(row), Some(underline)) = (lines.first(), lines.get(1), lines.get(2)) else {
            return Err(TestCaseError::fail(drawn));
        };
        let column = text.get(..place(from)).map_or(0, |before| before.chars().count()) + 1;
        prop_assert_eq!(*head, format!("  ╭─ a:1:{column}"));
        let start = underline.chars().take_while(|char| *char != '─').count();
        let end = underline.chars().count();
        let mut at = 0;
        let mut found = String::new();
        for char in row.chars() {
            at += columns(char);
            if at > start && at <= end {
                found.push(char);
            }
        }
        prop_assert_eq!(found.trim_end().to_owned(), seen(part).trim_end().to_owned(), "{}", drawn);
        prop_assert_eq!(end - start, part.chars().map(columns).sum::<usize>(), "{}", drawn);
    }

    #[test]
    fn nothing_panics_or_leaves_the_page(
        texts in prop::collection::vec(
            "([a-z ]{0,9}|[а-я ]{0,60}|[日\u{301}\t\u{202e}\0\u{1b}]{0,3}|\r?\n){0,20}",
            1..3,
        ),
        spans in prop::collection::vec((0..3u32, 0..300u32, 0..300u32, "[a-zа-я ]{0,40}"), 0..6),
        width in 0..100usize,
        unicode: bool,
    ) {
        let files: Vec<_> = texts.iter().map(|text| ("a.yaml", text.as_str())).collect();
        let s = sources(&files);
        let labels = spans.iter().map(|(file, start, end, text)| {
            label(Span { source: SourceId(*file), start: *start, end: *end }, text)
        });
        let report = verdict("denied by it: нельзя", labels.collect());
        let look = Style { width, unicode, ..Style::default() };
        let drawn = draw(&report, &s, &look);
        for line in drawn.lines() {
            prop_assert!(line.chars().map(columns).sum::<usize>() <= width.max(40), "{}", drawn);
            prop_assert!(!line.contains(char::is_control) && !line.contains('\u{202e}'), "{}", drawn);
        }
        prop_assert_eq!(plain(&draw(&report, &s, &Style { color: true, ..look })), drawn);
    }
}
