//! What becomes of a citation whose sentence was edited, held against what was done to it: case by case, and by a seed, which
//! deletes, copies, moves, splits, joins and rewords sentences of documents, several at once.
//!
//! With `USTAV_EDITS=all` (`.ci/long`) more seeds are tried; `USTAV_SEEDS` says how many.

mod edited;
mod lines;

use crate::drift::properties::{day, model, reviewed};
use edited::{EDITS, Tally, document, pack, tried};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use ustav::documents::drift::Drift;
use ustav::documents::verify;

/// One edit in so many may lead to another sentence than it should, and one in so many to none or to too many: where
/// sentences are made of the same few words, nobody can tell which became which.
const MOST_WRONG: usize = 200;
const MOST_MISSED: usize = 100;

#[test]
fn what_became_of_each_edited_sentence_is_told() {
    let is_long = std::env::var("USTAV_EDITS").is_ok_and(|wanted| wanted == "all");
    let count = std::env::var("USTAV_SEEDS").ok().and_then(|count| count.parse().ok());
    let (mut tally, mut told) = (BTreeMap::new(), String::new());
    for seed in 0..count.unwrap_or(if is_long { 1_000 } else { 120 }) {
        tried(seed, &mut tally, &mut told);
    }
    let mut all = Tally::default();
    for (edit, own) in &tally {
        writeln!(told, "{edit:<36} {:>5} right {:>4} wrong {:>4} missed", own.right, own.wrong, own.missed)
            .unwrap();
        if *edit != "left as it is" {
            all.right += own.right;
            all.wrong += own.wrong;
            all.missed += own.missed;
        }
    }
    let edits = all.right + all.wrong + all.missed;
    writeln!(told, "{edits} edits: {} right, {} wrong, {} missed", all.right, all.wrong, all.missed).unwrap();
    let untouched = tally["left as it is"];
    assert_eq!((untouched.wrong, untouched.missed), (0, 0), "{told}");
    assert!(edits >= 300 && tally.len() == EDITS.len() + 1, "{told}");
    assert!(all.wrong * MOST_WRONG <= edits && all.missed * MOST_MISSED <= edits, "{told}");
}

/// A claim, a document before, what is quoted of it, the document after, and what is due of each quote: its state, and what
/// stands there now and at the other places, with ` / ` between them.
type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static [(&'static str, &'static str)],
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("other cells change, and the table moves",
     "# D\n\n## A\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | 5 | free |\n| Team | 20 | paid |\n\n## B\n\nText follows.\n",
     &["Basic | 5 | free"],
     "# D\n\n## A\n\nText came.\n\n## B\n\nText follows.\n\n| Plan | Seats | Price |\n|---|---|---|\n| Team | 20 | paid |\n| Basic | 7 | ten euros |\n",
     &[("FactsChanged", "Basic | 7 | ten euros")]),
    ("a label is renamed, other cells are as they were",
     "# D\n\n| Тариф | Мест | Срок |\n|---|---|---|\n| Лёгкий | 5 | 30 дней |\n| Полный | 20 | 90 дней |\n",
     &["Лёгкий | 5"],
     "# D\n\n| Тариф | Мест | Срок |\n|---|---|---|\n| Пробный | 5 | 30 дней |\n| Полный | 20 | 90 дней |\n| Новый | 7 | 10 дней |\n",
     &[("FactsChanged", "Пробный | 5 | 30 дней")]),
    ("a row goes, another comes",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | 5 | free |\n| Team | 20 | paid |\n",
     &["Basic | 5"],
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Team | 20 | paid |\n| Lavish | 900 | by agreement |\n",
     &[("Lost", "")]),
    ("two tables have the same labels",
     "# D\n\n## Phone\n\n| Plan | Seats |\n|---|---|\n| Basic | 5 |\n| Team | 20 |\n\n## Desk\n\n| Plan | Seats |\n|---|---|\n| Basic | 6 |\n| Team | 30 |\n",
     &["Basic | 5", "Basic | 6"],
     "# D\n\n## Desk\n\n| Plan | Seats |\n|---|---|\n| Basic | 8 |\n| Team | 30 |\n\n## Phone\n\n| Plan | Seats |\n|---|---|\n| Basic | 7 |\n| Team | 20 |\n",
     &[("FactsChanged", "Basic | 7"), ("FactsChanged", "Basic | 8")]),
    ("of two tables with the same labels one is gone",
     "# D\n\n## Phone\n\n| Plan | Seats |\n|---|---|\n| Basic | 5 |\n| Team | 20 |\n\n## Desk\n\n| Plan | Seats |\n|---|---|\n| Basic | 6 |\n| Team | 30 |\n",
     &["Basic | 5"],
     "# D\n\n## Desk\n\n| Plan | Seats |\n|---|---|\n| Basic | 6 |\n| Team | 30 |\n",
     &[("Lost", "")]),
    ("of two tables with the same labels one is gone, and the other is cited and changes",
     "# D\n\n## Phone\n\n| Plan | Seats |\n|---|---|\n| Basic | 5 |\n| Team | 20 |\n\n## Desk\n\n| Plan | Seats |\n|---|---|\n| Basic | 6 |\n| Team | 30 |\n",
     &["Basic | 5", "Basic | 6"],
     "# D\n\n## Desk\n\n| Plan | Seats |\n|---|---|\n| Basic | 8 |\n| Team | 30 |\n",
     &[("Lost", ""), ("FactsChanged", "Basic | 8")]),
    ("a table stands under another heading",
     "# D\n\n## Prices\n\n| Plan | Seats |\n|---|---|\n| Basic | 5 |\n| Team | 20 |\n",
     &["Basic | 5"],
     "# D\n\n## Fees\n\n| Plan | Seats |\n|---|---|\n| Basic | 9 |\n| Team | 20 |\n",
     &[("FactsChanged", "Basic | 9")]),
    ("columns change places",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | 5 | free |\n| Team | 20 | paid |\n",
     &["Basic | 5 | free", "Team | 20 | paid"],
     "# D\n\n| Plan | Price | Seats |\n|---|---|---|\n| Basic | free | 5 |\n| Team | paid | 20 |\n",
     &[("Reworded", "Basic | free | 5"), ("Reworded", "Team | paid | 20")]),
    ("the column of the labels changes places",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | five | free |\n| Team | twenty | paid |\n",
     &["Basic | five | free", "Team | twenty | paid"],
     "# D\n\n| Seats | Plan | Price |\n|---|---|---|\n| five | Basic | free |\n| twenty | Team | paid |\n",
     &[("FactsChanged", "five | Basic | free"), ("FactsChanged", "twenty | Team | paid")]),
    ("a row stands twice, changed",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | 5 | free |\n| Team | 20 | paid |\n",
     &["Basic | 5 | free"],
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | 6 | free |\n| Team | 20 | paid |\n| Basic | 7 | free |\n",
     &[("Ambiguous", "Basic | 6 | free / Basic | 7 | free")]),
    ("a row that is quoted with `…` is deleted",
     "# D\n\n| Место | Открыто | Вмещает |\n|---|---|---|\n| Летняя сцена | до 22 часов | 150 человек |\n| Чайный домик | до 20 часов | 35 человек |\n",
     &["Чайный домик … 35 человек"],
     "# D\n\n| Место | Открыто | Вмещает |\n|---|---|---|\n| Летняя сцена | до 22 часов | 150 человек |\n",
     &[("Lost", "")]),
    ("a neighbour that states nothing is no successor",
     "# D\n\nPayment is accepted once a month.\nThe hall was painted once a month in summer.\n",
     &["once a month."],
     "# D\n\nThe hall was painted once a month in summer.\n",
     &[("Lost", "")]),
    ("an item that was there is no successor",
     "# D\n\nVisitors must not:\n\n- eat in the reading room;\n- drink in the reading room;\n- shout in the hall.\n",
     &["eat in the reading room"],
     "# D\n\nVisitors must not:\n\n- drink in the reading room;\n- shout in the hall.\n",
     &[("Lost", "")]),
    ("a cited item that changes is its own successor",
     "# D\n\nПосетителям запрещается:\n\n- есть в читальном зале;\n- пить в читальном зале;\n- шуметь.\n",
     &["есть в читальном зале", "пить в читальном зале"],
     "# D\n\nПосетителям запрещается:\n\n- пить воду в читальном зале;\n- шуметь.\n",
     &[("Lost", ""), ("FactsChanged", "пить воду в читальном зале")]),
    ("an item comes in place of another",
     "# D\n\nАдминистратор не вправе в течение смены покидать зал и:\n\n- назначать владельцев;\n- удалять отчёты.\n",
     &["назначать владельцев"],
     "# D\n\nАдминистратор не вправе в течение смены покидать зал и:\n\n- варить кофе;\n- удалять отчёты.\n",
     &[("Lost", "")]),
    ("a heading is no successor",
     "# Guests may invite friends\n\nGuests may invite friends on Sunday.\nThe river is wide.\n",
     &["Guests may invite friends on Sunday."],
     "# Guests may invite friends\n\nThe river is wide.\n",
     &[("Lost", "")]),
    ("a sentence that is repeated stays itself",
     "# D\n\n## A\n\nGuests may bring two dogs.\nThe door is locked at nine.\n\n## B\n\nThe door is locked at nine.\nGuests may bring three dogs.\n",
     &["Guests may bring two dogs."],
     "# D\n\n## A\n\nThe door is locked at nine.\n\n## B\n\nGuests may bring three dogs.\nThe door is locked at nine.\n",
     &[("Lost", "")]),
    ("two sentences become one",
     "# D\n\nMembers may borrow eight books.\nGuests may read magazines in the hall.\nThe river is wide.\n",
     &["Members may borrow eight books.", "read magazines"],
     "# D\n\nMembers may borrow eight books, and guests may look at magazines in the hall.\nThe river is wide.\n",
     &[("FactsChanged", "Members may borrow eight books, and guests may look at magazines in the hall."),
       ("FactsChanged", "Members may borrow eight books, and guests may look at magazines in the hall.")]),
    ("one sentence becomes two",
     "# D\n\nУчастник может взять восемь книг и обязан вернуть каждую книгу за месяц.\nРека широкая.\n",
     &["восемь книг и обязан"],
     "# D\n\nУчастник может взять восемь книг. Он обязан вернуть каждую книгу за месяц.\nРека широкая.\n",
     &[("FactsChanged", "Участник может взять восемь книг. Он обязан вернуть каждую книгу за месяц.")]),
    ("a few words of a quote stand in another sentence that is new",
     "# D\n\nPayment by bank card is accepted once a month.\nThe river is wide.\n",
     &["a month"],
     "# D\n\nPayment by bank card is accepted once a week.\nThe river is wide.\nThe gardener comes twice a month.\n",
     &[("FactsChanged", "Payment by bank card is accepted once a week.")]),
    ("moved to two places, each time nearly as it was",
     "# D\n\n## A\n\nReserved items are held at the counter for five days.\n\n## B\n\nThe river is wide.\n\n## C\n\nThe hall is old.\n",
     &["at the counter for five"],
     "# D\n\n## A\n\nThe wall is red.\n\n## B\n\nReserved items are held at the counter during five days.\nThe river is wide.\n\n## C\n\nThe hall is old.\nReserved items are held at our counter during five days.\n",
     &[("Ambiguous", "Reserved items are held at the counter during five days. / Reserved items are held at our counter during five days.")]),
    ("changed where it stood, and copied with a change",
     "# D\n\n## A\n\nСкамьи в парке красят каждую весну за счёт города.\n\n## B\n\nРека широкая.\n",
     &["Скамьи в парке красят"],
     "# D\n\n## A\n\nЛавки в парке красят каждую весну за счёт города.\n\n## B\n\nРека широкая.\nЛавки в парке красят каждую весну за счёт нашего города.\n",
     &[("Ambiguous", "Лавки в парке красят каждую весну за счет города. / Лавки в парке красят каждую весну за счет нашего города.")]),
    ("two rules quote one sentence",
     "# D\n\nA member may borrow up to eight books for three weeks.\nThe river is wide.\n",
     &["up to eight books", "for three weeks"],
     "# D\n\nA member may borrow up to nine books for two weeks.\nThe river is wide.\n",
     &[("FactsChanged", "A member may borrow up to nine books for two weeks."),
       ("FactsChanged", "A member may borrow up to nine books for two weeks.")]),
    ("a quote holds what another quotes",
     "# D\n\nMembers may borrow books. They return each book within a month. The river is wide.\n",
     &["Members may borrow books. They return each book within a month.", "They return each book within a month."],
     "# D\n\nMembers may borrow books. They return each book within a week. The river is wide.\n",
     &[("FactsChanged", "Members may borrow books. They return each book within a week."),
       ("FactsChanged", "They return each book within a week.")]),
    ("of three quoted sentences the middle one changes",
     "# D\n\nThe river is wide. Members may borrow books. They return each book within a month. Others pay for it. The hall is old.\n",
     &["Members may borrow books. They return each book within a month. Others pay for it.", "Members may borrow … pay for it."],
     "# D\n\nThe river is wide. Members may borrow books. They return each book within a week. Others pay for it. The hall is old.\n",
     &[("FactsChanged", "Members may borrow books. They return each book within a week. Others pay for it."),
       ("FactsChanged", "Members may borrow books. They return each book within a week. Others pay for it.")]),
    ("of three quoted sentences the first and the last change",
     "# D\n\nРека широкая. Участник может взять восемь книг. Вечером зал закрыт. Гость уходит до девяти часов вечера. Дом старый.\n",
     &["Участник может взять восемь книг. Вечером зал закрыт. Гость уходит до девяти часов вечера.", "взять восемь книг … уходит до девяти"],
     "# D\n\nРека широкая. Участник может взять девять книг. Вечером зал закрыт. Гость уходит до десяти часов вечера. Дом старый.\n",
     &[("FactsChanged", "Участник может взять девять книг. Вечером зал закрыт. Гость уходит до десяти часов вечера."),
       ("FactsChanged", "Участник может взять девять книг. Вечером зал закрыт. Гость уходит до десяти часов вечера.")]),
];

#[test]
fn each_case_comes_out_as_it_should() {
    let mut wrong = String::new();
    for (claim, before, quotes, after, due) in CASES {
        let model = model(&pack(quotes.iter().copied()));
        let before = document(before);
        let lock = reviewed(&model, &before);
        assert!(verify(&model, &before, &lock, day()).drifts.iter().all(Drift::is_settled), "{claim}");
        let after = document(after);
        let verified = verify(&model, &after, &lock, day());
        for ((drift, (state, places)), quote) in verified.drifts.iter().zip(*due).zip(*quotes) {
            let now = drift.now.iter().chain(&drift.others);
            let now: Vec<&str> = now.map(|own| verified.annotated.normal(own)).collect();
            let now = now.join(" / ");
            if format!("{:?}", drift.status) != *state
                || now.trim_end_matches([';', '.']) != places.trim_end_matches([';', '.'])
            {
                writeln!(wrong, "{claim}: \"{quote}\" is {:?} {now}", drift.status).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
