//! The facts of sentences: what they read as, which of them are none, and what differs between two.

use proptest::prelude::*;
use std::time::{Duration, Instant};
use ustav::base::Language;
use ustav::prose::facts::{Amount, Bound, Fact, Facts, Norm, Number, RoleWords, content_words};

fn facts(sentence: &str) -> Facts {
    Facts::of(sentence, &[], &RoleWords::default())
}

/// The facts, as the lock writes them.
fn words(facts: &Facts) -> String {
    let mut parts: Vec<String> = facts.numbers.iter().map(ToString::to_string).collect();
    parts.extend(facts.modality.iter().map(|modality| modality.words().to_owned()));
    if facts.negations > 0 {
        parts.push(fact_words(Some(&Fact::Negations(facts.negations))));
    }
    if !facts.roles.is_empty() {
        parts.push(format!("roles: {}", facts.roles.join(", ")));
    }
    parts.join("; ")
}

/// A fact as the lock writes it; nothing where there is none.
fn fact_words(fact: Option<&Fact>) -> String {
    match fact {
        None | Some(Fact::Table(_) | Fact::Words(_)) => String::new(),
        Some(Fact::Number(number)) => number.to_string(),
        Some(Fact::Modality(modality)) => modality.words().to_owned(),
        Some(Fact::Negations(1)) => "not".to_owned(),
        Some(Fact::Negations(more)) => format!("not {more} times"),
        Some(Fact::Role(role)) => role.to_string(),
    }
}

/// Sentences and their facts in words; all that differ are told at once.
fn read_as(table: &[(&str, &str)]) {
    let differ = table.iter().filter_map(|(sentence, wanted)| {
        let found = words(&facts(sentence));
        (found != *wanted).then(|| format!("{sentence}\n  wanted: {wanted}\n  found:  {found}"))
    });
    let differ: Vec<String> = differ.collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

fn told(was: &Facts, is: &Facts) -> Vec<String> {
    let changes = was.changes(is).into_iter();
    let words = |fact: &Option<Fact>| fact_words(fact.as_ref());
    changes
        .map(|change| format!("{}: {} -> {}", change.kind.words(), words(&change.was), words(&change.is)))
        .collect()
}

#[test]
fn amounts_are_exact() {
    for (text, shown) in [
        ("10", "10"),
        ("1.50", "1.5"),
        ("-3", "-3"),
        ("007", "7"),
        ("0.000000000001", "0.000000000001"),
        ("9223372036854775807", "9223372036854775807"),
        ("-0.5", "-0.5"),
    ] {
        let amount: Amount = text.parse().unwrap();
        assert_eq!(amount.to_string(), shown);
        assert_eq!(shown.parse::<Amount>().unwrap(), amount);
    }
    for text in [
        "",
        "-",
        ".5",
        "5.",
        "1e3",
        "+1",
        "1,5",
        "99999999999999999999",
        "0.0000000000001",
        "--1",
        "1.2.3",
        "١",
    ] {
        assert!(text.parse::<Amount>().is_err(), "{text}");
    }
    let amount = |text: &str| text.parse::<Amount>().unwrap();
    assert_eq!(amount("1.50"), amount("1.5"));
    assert!(amount("-3") < amount("1.5") && amount("1.5") < amount("1.51") && amount("9") < amount("10"));
    assert_eq!(amount("10.0").whole(), Some(10));
    assert_eq!(amount("10.5").whole(), None);
    assert_eq!(Amount::from(i64::MIN).whole(), Some(i64::MIN));
    assert_eq!(Amount::from(i64::MIN).to_string().parse::<Amount>().unwrap(), Amount::from(i64::MIN));
}

#[test]
fn digits_are_numbers() {
    read_as(&[
        ("В тарифе 10 мест.", "10 мест"),
        ("Храним 1 000 записей.", "1000 записей"),
        ("Храним 10 000 000 записей и 5 копий.", "10000000 записей; 5 копий"),
        ("Храним 2024 100 записей.", "2024; 100 записей"),
        ("Прибавим 1,5 процента.", "1.5 процента"),
        ("Прибавим 1.5 %.", "1.5 %"),
        ("Прибавим 1 000,50 рублей.", "1000.5 рублей"),
        ("It holds 1,000 records.", "1000 records"),
        ("It holds 1,000,000.5 points.", "1000000.5 points"),
        ("It takes 1,5 points.", "1.5 points"),
        ("Скидка 10%.", "10 %"),
        ("It costs $10.", "10 $"),
        ("It costs $1,000.50 per month.", "1000.5 $; every 1 month"),
        ("Цена 500 ₽ или 500 руб.", "500 ₽; 500 руб"),
        ("A 30-day trial.", "30 day"),
        ("A 10-business-day term.", "10 business day"),
        ("30-дневный режим.", "30 дней"),
        ("Оплатите 10-го числа.", "10 числа"),
        ("Ждите 5-ти дней.", "5 дней"),
        ("Ждите 10-20 дней.", "from 10 дней; to 20 дней"),
        ("Ждите 10 - 20 дней.", "from 10 дней; to 20 дней"),
        ("Ждите 5-7-дневный срок.", "from 5 дней; within 7 дней"),
        ("Скидка 10-20%.", "from 10 %; to 20 %"),
        ("Файл до 5Мб.", "at most 5 мб"),
        ("Файл до 5 ГБ.", "at most 5 ГБ"),
        ("Температура -3 градуса.", "-3 градуса"),
        ("Храним 10 тысяч записей.", "10000 записей"),
        ("Цена 45 тыс. руб. Это 3 млн. Всего 5 мест.", "45000 руб; 3000000; 5 мест"),
        ("Прием от 01.02.2020.", "2020-02-01"),
        ("Храним 1,5 млн записей.", "1500000 записей"),
        ("It holds 10 thousand records.", "10000 records"),
        ("It holds 5k records.", "5000 records"),
        ("Срок 10 (десять) дней.", "within 10 дней"),
        ("Срок десять (10) дней.", "within 10 дней"),
        ("Срок 10 (девять) дней.", "10; 9"),
        ("С 2024-05-01.", "from 2024-05-01"),
        ("Начало 01.05.2024.", "2024-05-01"),
        ("Оплатите до 01.05.2024 включительно.", "within 2024-05-01; must"),
        ("Pay by 2024-05-01.", "within 2024-05-01; must"),
        ("Открыто в 18:00.", "18:00"),
        ("Работаем с 9:00 до 18:00.", "from 9:00; to 18:00"),
        ("Работаем 9:00-18:00.", "from 9:00; to 18:00"),
        ("On the 10th day.", "10 day"),
        ("10 дней.", "10 дней"),
        ("Пригласите >=10 гостей.", "at least 10 гостей; roles: гостей"),
        ("Keep 10+ guests.", "at least 10 guests; roles: guests"),
    ]);
}

#[test]
fn what_is_no_number() {
    for sentence in [
        "Битрикс24 и SHA256 для B2B.",
        "Версия v2.1 и версия 2.1.",
        "См. п. 3.2 и 3.3.",
        "См. пункт 3, ст. 5, раздел 4 и рис. 2.",
        "В статье 5 и главе 7.",
        "See section 4, clause 3.2 and chapter 2.",
        "See sections 4 and 5.",
        "Шаг № 5.",
        "See No. 5.",
        "1. Войдите.",
        "12) Войдите.",
        "3.",
        "Пишите на user10@example.com или https://example.com/10/20.",
        "Откройте www.example10.ru и /settings/10.",
        "Двухфакторная аутентификация и двухэтапный вход.",
        "Use two-factor sign-in, 2-factor sign-in, a third-party app and a one-time password.",
        "Версия 1.2.3.4 сети 192.168.0.1.",
        "Звоните 8-800-555-35-35.",
        "Поддержка 24/7.",
        "Один из сотрудников.",
        "От одной компании.",
        "One of the users, or the other one.",
        "За одного сотрудника.",
        "Тысячи пользователей и сотни, десятки компаний.",
        "Thousands of users, hundreds of teams, dozens.",
        "Пара слов, десятки.",
        "Первый сотрудник и вторая роль.",
        "The first user and the second role.",
        "Once the user leaves, close it.",
        "Сохраните семью.",
        "2FA и 3D.",
        "COVID-19.",
        "",
        " ",
        "-",
    ] {
        let numbers = facts(sentence).numbers;
        assert!(numbers.is_empty(), "{sentence}: {numbers:?}");
    }
}

#[test]
fn number_words() {
    read_as(&[
        ("Ждите двадцать пять дней.", "25 дней"),
        ("Около двадцати пяти дней.", "25 дней"),
        ("Сто тридцать мест.", "130 мест"),
        ("Тысяча двести мест.", "1200 мест"),
        ("Две тысячи мест.", "2000 мест"),
        ("Двумя тысячами тремястами сорока пятью местами.", "2345 местами"),
        ("Пять миллионов двести тысяч три записи.", "5200003 записи"),
        ("Полтора часа.", "1.5 часа"),
        ("Полутора тысяч записей.", "1500 записей"),
        ("Их двое.", "2"),
        ("Приглашены пятеро гостей.", "5 гостей; roles: гостей"),
        ("Оба гостя.", "2 гостя; roles: гостя"),
        ("Не более тысячи записей.", "at most 1000 записей"),
        ("Двадцать один день.", "21 день"),
        ("Сто один гость.", "101 гость; roles: гость"),
        ("Только один раз.", "1 раз; only"),
        ("Одни сутки.", "1 сутки"),
        ("Не менее одного гостя.", "at least 1 гостя; roles: гостя"),
        ("Однократно.", "1 раз"),
        ("Дважды и трижды.", "2 раза; 3 раза"),
        ("На десятый день.", "10 день"),
        ("С двадцать первого дня.", "21 дня"),
        ("Третьего числа.", "3 числа"),
        ("Ждите два-три дня.", "from 2 дня; to 3 дня"),
        ("Десятидневный и тридцатидневный срок.", "10 дней; within 30 дней"),
        ("Двадцатипятидневный срок.", "within 25 дней"),
        ("Двухнедельный и полуторачасовой.", "2 недель; 1.5 часов"),
        ("A ten-day term.", "10 day"),
        ("A twenty-five-day term.", "25 day"),
        ("Wait twenty-five days.", "25 days"),
        ("Wait twenty five days.", "25 days"),
        ("Twenty-five thousand records.", "25000 records"),
        ("One hundred seats, one thousand and five seats.", "100 seats; 1005 seats"),
        ("Zero or ten seats.", "0; 10 seats"),
        ("Five twice.", "5; 2 times"),
        ("One hundred and five seats.", "105 seats"),
        ("A hundred seats and a thousand records.", "100 seats; 1000 records"),
        ("Two thousand three hundred forty-five seats.", "2345 seats"),
        ("Two hundred thousand records.", "200000 records"),
        ("Wait one day.", "1 day"),
        ("At most one user.", "at most 1 user; roles: user"),
        ("On the tenth day.", "10 day"),
        ("On the twenty-first day.", "21 day"),
        ("Only once.", "1 time; only"),
        ("Twice a day, once a week.", "2 times; every 1 day; 1 time; every 1 week"),
        ("Zero seats.", "0 seats"),
    ]);
}

/// Nominative, genitive, dative, accusative, instrumental and prepositional forms.
#[test]
fn russian_numerals_in_all_cases() {
    let mut wrong = Vec::new();
    let mut check = |value: u64, form: &str| {
        let sentence = format!("не более {form} дней");
        let found = words(&facts(&sentence));
        if found != format!("at most {value} дней") {
            wrong.push(format!("{sentence}: {found}"));
        }
    };
    let listed: &[(u64, &str)] = &[
        (0, "ноль,ноля,нолю,нолем,ноле,нуль,нуля,нулю,нулем,нуле"),
        (1, "один,одна,одно,одного,одной,одному,одну,одним,одною,одном,одни,одних,одними"),
        (2, "два,две,двух,двум,двумя,двое,двоих,двоим,двоими,оба,обе,обоих,обеих,обоим,обеими"),
        (3, "три,трех,трем,тремя,трое,троих,троим,троими"),
        (4, "четыре,четырех,четырем,четырьмя,четверо,четверых,четверым,четверыми"),
        (8, "восемь,восьми,восемью,восьмью,восьмеро,восьмерых"),
        (40, "сорок,сорока"),
        (90, "девяносто,девяноста"),
        (100, "сто,ста"),
        (200, "двести,двухсот,двумстам,двумястами,двухстах"),
        (300, "триста,трехсот,тремстам,тремястами,трехстах"),
        (400, "четыреста,четырехсот,четыремстам,четырьмястами,четырехстах"),
        (800, "восемьсот,восьмисот,восьмистам,восемьюстами,восьмьюстами,восьмистах"),
        (1000, "тысяча,тысячи,тысяче,тысячу,тысячей,тысячею"),
        (1_000_000, "миллион,миллиона,миллиону,миллионом,миллионе"),
        (2000, "две тысячи,двух тысяч,двум тысячам,двумя тысячами,двух тысячах"),
        (1200, "тысяча двести,одна тысяча двести,тысячи двухсот,тысяче двумстам,тысячей двумястами"),
    ];
    for (value, forms) in listed {
        forms.split(',').for_each(|form| check(*value, form));
    }
    let soft = ["пят", "шест", "сем", "", "девят", "десят"];
    for (value, stem) in (5..).zip(soft).filter(|(_, stem)| !stem.is_empty()) {
        for ending in ["ь", "и", "ью"] {
            check(value, &format!("{stem}{ending}"));
        }
        if let Some(hundreds) = [5, 6, 7, 9].contains(&value).then_some(value * 100) {
            for (middle, ending) in
                [("ь", "сот"), ("и", "сот"), ("и", "стам"), ("ью", "стами"), ("и", "стах")]
            {
                check(hundreds, &format!("{stem}{middle}{ending}"));
            }
        }
        if [5, 6, 7].contains(&value) {
            for form in [format!("{stem}ьдесят"), format!("{stem}идесяти"), format!("{stem}ьюдесятью")]
            {
                check(value * 10, &form);
            }
        }
    }
    for form in ["восемьдесят", "восьмидесяти", "восемьюдесятью"] {
        check(80, form);
    }
    let teens = ["один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят"];
    for (value, stem) in (11..).zip(teens) {
        for ending in ["ь", "и", "ью"] {
            check(value, &format!("{stem}надцат{ending}"));
        }
    }
    for (value, stem) in [(20, "двадцат"), (30, "тридцат")] {
        for ending in ["ь", "и", "ью"] {
            check(value, &format!("{stem}{ending}"));
            check(value + 5, &format!("{stem}{ending} пят{ending}"));
            check(1000 + value, &format!("тысяча {stem}{ending}"));
        }
    }
    for (value, form) in
        [(21, "двадцати одного"), (121, "сто двадцать один"), (999, "девятьсот девяносто девять")]
    {
        check(value, form);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn bounds_in_russian() {
    read_as(&[
        ("не более чем десяти", "at most 10"),
        ("не более, чем десяти", "at most 10"),
        ("не более в сумме 10", "at most 10"),
        ("не больше 10 гостей", "at most 10 гостей; roles: гостей"),
        ("до десяти", "at most 10"),
        ("до десяти гостей", "at most 10 гостей; roles: гостей"),
        ("максимум 10", "at most 10"),
        ("не должно превышать 10 записей", "at most 10 записей; must"),
        ("не превышает 10 записей", "at most 10 записей"),
        ("не может превышать 10 записей", "at most 10 записей"),
        ("не чаще одного раза в 30 дней", "at most 1 раза; every 30 дней"),
        ("не реже раза в месяц", "every 1 месяц; not"),
        ("раз в 30 дней", "every 30 дней"),
        ("не позже чем через десять дней", "within 10 дней"),
        ("не позднее чем за 10 дней", "within 10 дней"),
        ("не позднее 10 дней", "within 10 дней"),
        ("в течение 10 календарных дней", "within 10 календарных дней"),
        ("в течение первых десяти дней", "within 10 дней"),
        ("в течение 3-5 рабочих дней", "from 3 рабочих дней; within 5 рабочих дней"),
        ("в течение не более 10 дней", "at most 10 дней"),
        ("за 10 дней", "within 10 дней"),
        ("через 10 дней", "after 10 дней"),
        ("по истечении тридцати дней", "after 30 дней"),
        ("10 дней спустя", "after 10 дней"),
        ("на 30 дней", "for 30 дней"),
        ("на 30 гостей", "30 гостей; roles: гостей"),
        ("сроком на 30 дней", "for 30 дней"),
        ("длится 30 дней", "for 30 дней"),
        ("каждые 30 дней", "every 30 дней"),
        ("от 3 до 5 дней", "from 3 дней; to 5 дней"),
        ("от трех дней до пяти дней", "from 3 дней; to 5 дней"),
        ("с 3 по 5 число", "from 3 число; to 5 число"),
        ("между 3 и 5 днями", "from 3 днями; to 5 днями"),
        ("от десяти гостей", "at least 10 гостей; roles: гостей"),
        ("более 10 гостей", "more than 10 гостей; roles: гостей"),
        ("больше чем 10", "more than 10"),
        ("свыше 10", "more than 10"),
        ("менее 10", "less than 10"),
        ("меньше 10", "less than 10"),
        ("минимум 10", "at least 10"),
        ("как минимум 10", "at least 10"),
        ("хотя бы 10", "at least 10"),
        ("хотя бы один гость", "at least 1 гость; roles: гость"),
        ("не менее 10", "at least 10"),
        ("ровно 10", "exactly 10"),
        ("10 и более", "at least 10"),
        ("10 и более гостей", "at least 10 гостей; roles: гостей"),
        ("10 или меньше", "at most 10"),
        ("10 гостей или меньше", "at most 10 гостей; roles: гостей"),
        ("10 максимум", "at most 10"),
        ("не более 10 гостей и 5 дней", "at most 10 гостей; 5 дней; roles: гостей"),
        ("до администратора", "roles: администратора"),
        ("до технической поддержки", ""),
    ]);
}

#[test]
fn bounds_in_english() {
    read_as(&[
        ("up to 10 seats", "at most 10 seats"),
        ("at most ten", "at most 10"),
        ("no more than 10 seats", "at most 10 seats"),
        ("not more than 10 seats", "at most 10 seats"),
        ("a maximum of 10 seats", "at most 10 seats"),
        ("max. 10 seats", "at most 10 seats"),
        ("must not exceed 10 seats", "at most 10 seats; must"),
        ("up to $10", "at most 10 $"),
        ("at least 10 active users", "at least 10 active users; roles: users"),
        ("a minimum of 10", "at least 10"),
        ("no fewer than 10", "at least 10"),
        ("no less than 10", "at least 10"),
        ("exactly 10", "exactly 10"),
        ("more than 10", "more than 10"),
        ("over 10", "more than 10"),
        ("above 10", "more than 10"),
        ("fewer than 10", "less than 10"),
        ("less than 10", "less than 10"),
        ("under 10", "less than 10"),
        ("below 10", "less than 10"),
        ("within 10 days", "within 10 days"),
        ("within the first 10 days", "within 10 days"),
        ("no later than 10 days", "within 10 days"),
        ("in the first 10 days", "within 10 days"),
        ("for 30 days", "for 30 days"),
        ("after 30 days", "after 30 days"),
        ("every 30 days", "every 30 days"),
        ("from 3 to 5 days", "from 3 days; to 5 days"),
        ("between 3 and 5 days", "from 3 days; to 5 days"),
        ("3 to 5 days", "from 3 days; to 5 days"),
        ("10 or more", "at least 10"),
        ("10 or fewer seats", "at most 10 seats"),
        ("10 at most", "at most 10"),
        ("10 seats at most", "at most 10 seats"),
        ("30 days later", "after 30 days"),
        ("In 10 days", "after 10 days"),
    ]);
}

/// No number stands before it, and one is meant.
#[test]
fn one_span_of_time() {
    read_as(&[
        ("в течение суток", "within 1 суток"),
        ("в течение рабочего дня", "within 1 рабочего дня"),
        ("не позже чем через неделю", "within 1 неделю"),
        ("каждый день", "every 1 день"),
        ("раз в месяц", "every 1 месяц"),
        ("10 000 запросов в сутки", "10000 запросов; every 1 сутки"),
        ("5 990 руб. в месяц", "5990 руб; every 1 месяц"),
        ("в день приглашения, после дня приглашения", ""),
        ("within an hour", "within 1 hour"),
        ("every calendar month", "every 1 calendar month"),
        ("Максимальный размер вложения - 20 МБ.", "at most 20 МБ"),
        ("The minimum length is 8 characters.", "at least 8 characters"),
        ("Лимит - 10 000 запросов, но 5 копий.", "at most 10000 запросов; 5 копий"),
        ("Ссылка действительна 24 часа.", "for 24 часа"),
        ("Храним 3 последние версии.", "3 последние версии"),
    ]);
}

#[test]
fn modality_and_negation() {
    read_as(&[
        ("Он должен ждать.", "must"),
        ("Она не должна ждать.", "must not; not"),
        ("Они обязаны ждать.", "must"),
        ("Необходимо ждать.", "must"),
        ("Нужно ждать.", "must"),
        ("Требуется подпись.", "must"),
        ("Придется ждать.", "must"),
        ("Ждать не обязательно.", "may; not"),
        ("Он может ждать.", "may"),
        ("Они не могут ждать.", "may not; not"),
        ("Можно ждать.", "may"),
        ("Ждать нельзя.", "may not; not"),
        ("Ждать запрещено.", "may not"),
        ("Ждать не запрещено.", "may; not"),
        ("Он вправе ждать.", "may"),
        ("Он не вправе ждать.", "may not; not"),
        ("Вход разрешен.", "may"),
        ("Вход не разрешен.", "may not; not"),
        ("Вход не был разрешен.", "may not; not"),
        ("Вход недоступен.", "may not; not"),
        ("Вход доступен.", "may"),
        ("Он имеет право ждать.", "may"),
        ("Он не имеет права ждать.", "may not; not"),
        ("Тариф дает право ждать.", "may"),
        ("Тариф позволяет ждать.", "may"),
        ("Следует ждать.", "should"),
        ("Это следует из договора.", ""),
        ("Не рекомендуется ждать.", "should; not"),
        ("Лучше ждать.", "should"),
        ("Вход стоит 10 рублей.", "10 рублей"),
        ("Только вход.", "only"),
        ("Не только вход.", "not"),
        ("Исключительно вход.", "only"),
        ("Все, кроме входа.", "except"),
        ("Кроме того, вход.", ""),
        ("Все, за исключением входа.", "except"),
        ("Вход, если не закрыт.", "except; not"),
        ("Никогда не входите.", "not 2 times"),
        ("Никто не входит без ключа.", "not 3 times"),
        ("Нет ни входа, ни ключа.", "not 3 times"),
        ("Никакой вход невозможен.", "may not; not 2 times"),
        ("Какие работы нужны?", ""),
        ("It must wait.", "must"),
        ("It must not wait.", "must not; not"),
        ("It mustn't wait.", "must not; not"),
        ("It shall never wait.", "must not; not"),
        ("It has to wait.", "must"),
        ("It doesn't have to wait.", "may; not"),
        ("It is required.", "must"),
        ("It is not required.", "may; not"),
        ("Пользователь может быть удален.", "may; roles: пользователь"),
        ("Может быть, поможет.", ""),
        ("It may wait.", "may"),
        ("It may not wait.", "may not; not"),
        ("It can wait.", "may"),
        ("It can't wait.", "may not; not"),
        ("It cannot wait.", "may not; not"),
        ("It is allowed.", "may"),
        ("It isn't allowed.", "may not; not"),
        ("It is no longer allowed.", "may not; not"),
        ("It is forbidden.", "may not"),
        ("No user may wait.", "may not; not; roles: user"),
        ("Nobody can wait.", "may not; not; roles: nobody"),
        ("It is not able to wait.", "may not; not"),
        ("It lets you wait.", "may"),
        ("You should wait.", "should"),
        ("We recommend waiting.", "should"),
        ("Only in May 2024.", "2024; only"),
        ("On May 1, 2024.", "2024-05-01"),
        ("Solely this.", "only"),
        ("Not only this.", "not"),
        ("All except this.", "except"),
        ("Unless closed.", "except"),
        ("All other than this.", "except"),
        ("It won't open without a key, neither now nor later.", "not 4 times"),
    ]);
}

#[test]
fn roles_are_read_by_their_stems() {
    let roles = ["Владелец", "user", "компания", "Внешний аудит", "restricted-user", "", "  "];
    let words = RoleWords::new(roles.into_iter());
    let found = |sentence: &str| Facts::of(sentence, &[], &words).roles.join(", ");
    assert_eq!(found("Администраторы, администратору и администратор."), "администраторы");
    assert_eq!(found("Владельцу компании-партнера."), "владельцу, компании, партнера");
    assert_eq!(found("Внешним аудитом занята компания."), "внешним аудитом, компания");
    assert_eq!(found("The owner's guests and end-users."), "guests, owner, users");
    assert_eq!(found("A restricted-user."), "restricted-user");
    let same_stems = "Manage, management, custom designs, accounts, integration, operation; ответственность.";
    assert_eq!(found(same_stems), "");
    assert_eq!(
        found("Managers' customers, chairmen and children."),
        "chairmen, children, customers, managers"
    );
    assert_eq!(found("Пользовательский раздел администрирования."), "");
    assert_eq!(Facts::of("Внешний аудит.", &[], &RoleWords::default()).roles.len(), 0);
}

#[test]
fn the_context_adds_what_it_says() {
    let roles = RoleWords::default();
    let with = |sentence: &str, context: &[&str]| words(&Facts::of(sentence, context, &roles));
    assert_eq!(with("увольнять", &["Администратор не может:"]), "may not; not; roles: администратор");
    assert_eq!(with("10 дней", &["Не более 5 гостей могут:"]), "10 дней; may; roles: гостей");
    let headers = ["Тариф", "Пользователей, не более", "Срок хранения, дней"];
    let read = with("Базовый | 10 | 30", &headers);
    assert_eq!(read, "at most 10 пользователей; 30 дней; roles: пользователей");
    assert_eq!(
        with("Базовый | от 10 | 2 месяца", &headers),
        "at least 10 пользователей; 2 месяца; roles: пользователей"
    );
    assert_eq!(
        with("Basic | 10 | $5", &["Plan", "Max users", "Price"]),
        "at most 10 users; 5 $; roles: users"
    );
    assert_eq!(with("Basic | 10", &["Plan", "Max users", "Price"]), "10; roles: users");
}

#[test]
fn what_changed() {
    let table: &[(&str, &str, &[&str])] = &[
        ("до десяти гостей", "до двадцати гостей", &["number: at most 10 гостей -> at most 20 гостей"]),
        ("10 дней", "10 месяцев", &["unit: 10 дней -> 10 месяцев"]),
        ("до десяти гостей", "от десяти гостей", &["bound: at most 10 гостей -> at least 10 гостей"]),
        ("Вход разрешен.", "Вход не разрешен.", &["modality: may -> may not", "negation:  -> not"]),
        (
            "Only the owner may enter.",
            "The owner or a provider may enter.",
            &["modality: only -> ", "role:  -> provider"],
        ),
        ("30 days", "31 days", &["number: 30 days -> 31 days"]),
        (
            "в течение 10 календарных дней",
            "в течение 10 рабочих дней",
            &["unit: within 10 календарных дней -> within 10 рабочих дней"],
        ),
        ("Войти может администратор.", "Войти может гость.", &["role: администратор -> ", "role:  -> гость"]),
        ("10 дней и 5 часов", "5 часов", &["number: 10 дней -> "]),
        ("5 часов", "10 дней и 5 часов", &["number:  -> 10 дней"]),
        ("3 дня, 5 часов, 7 минут", "3 дня, 6 часов, 7 минут", &["number: 5 часов -> 6 часов"]),
        ("Администратор может.", "Администратор должен.", &["modality: may -> must"]),
        ("Не позже чем через 10 дней.", "Через 10 дней.", &["bound: within 10 дней -> after 10 дней"]),
        ("Скидка 10%.", "Скидка 15%.", &["number: 10 % -> 15 %"]),
        ("до 18:00", "до 19:00", &["number: within 18:00 -> within 19:00"]),
        ("не более одного раза", "не более двух раз", &["number: at most 1 раза -> at most 2 раз"]),
        ("В тарифе 1 000 мест.", "В тарифе 10 000 мест.", &["number: 1000 мест -> 10000 мест"]),
    ];
    let differ = table.iter().filter_map(|(was, is, wanted)| {
        let found = told(&facts(was), &facts(is));
        (found != *wanted).then(|| format!("{was} -> {is}: {found:#?}"))
    });
    let differ: Vec<String> = differ.collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn other_words_for_the_same() {
    for (was, is) in [
        ("не более десяти гостей", "до 10 гостей"),
        ("не более десяти гостей", "максимум десять гостей"),
        ("не позже чем через десять дней", "в течение 10 дней"),
        ("десятидневный срок", "срок 10 дней"),
        ("два раза", "дважды"),
        ("10%", "10 процентов"),
        ("10 дней", "10 суток"),
        ("через неделю", "через одну неделю"),
        ("within a week", "within one week"),
        ("до трех попыток", "до 3 попыток"),
        ("1 визит", "1 визита"),
        ("5 билетов", "5 билета"),
        ("1 приглашение", "1 приглашения"),
        ("три попытки", "всего 3 попытки"),
        ("не более 3 попыток", "максимум 3 попытки"),
        ("минимум пять ссылок", "5 ссылок или более"),
        ("от 3 до 5 дней", "3-5 дней"),
        ("Администраторы могут войти.", "Войти может администратор."),
        ("Владелец вправе войти.", "Владельцу можно войти."),
        ("Он обязан ждать.", "Ему необходимо ждать."),
        ("Гость не может войти.", "Гостю войти нельзя."),
        ("Членов не более 10.", "Не более 10."),
        ("30-day trial", "trial of 30 days"),
        ("up to ten seats", "no more than 10 seats"),
        ("The guest can't enter.", "Guests cannot enter."),
        ("within ten business days", "no later than 10 working days"),
        ("$10", "10 dollars"),
        ("It holds 1,000 records.", "It holds one thousand records."),
    ] {
        let without_roles = |sentence: &str| Facts { roles: Vec::new(), ..facts(sentence) };
        let (was_facts, is_facts) = match was.starts_with("Членов") {
            true => (without_roles(was), without_roles(is)),
            false => (facts(was), facts(is)),
        };
        assert_eq!(told(&was_facts, &is_facts), [""; 0], "{was} -> {is}");
    }
}

#[test]
fn why_a_sentence_is_normative() {
    for (sentence, norm) in [
        ("Интегратор не может назначать.", Some(Norm::Prohibition)),
        ("Никогда не выдавайте пароль.", Some(Norm::Prohibition)),
        ("Не выдавайте пароль.", Some(Norm::Prohibition)),
        ("Места не передаются.", Some(Norm::Prohibition)),
        ("День запуска в срок не входит.", Some(Norm::Prohibition)),
        ("Посторонним права не дают.", Some(Norm::Prohibition)),
        ("Guests do not count.", Some(Norm::Prohibition)),
        ("You don't need to count.", Some(Norm::Permission)),
        ("You do not need to count.", Some(Norm::Permission)),
        ("Never share it.", Some(Norm::Prohibition)),
        ("Если ключ не подходит, напишите нам.", None),
        ("Если список не помог, заполните форму.", None),
        ("Он обязан ждать.", Some(Norm::Duty)),
        ("Только вход.", Some(Norm::Only)),
        ("Все, кроме входа.", Some(Norm::Only)),
        ("Не более десяти гостей.", Some(Norm::Bound)),
        ("В тарифе 10 мест.", Some(Norm::Number)),
        ("Их десять.", None),
        ("Войти может гость.", Some(Norm::Permission)),
        ("Следует ждать.", Some(Norm::Advice)),
        ("Может ли гость войти?", None),
        ("(Можно войти?)", None),
        ("Откройте раздел.", None),
        ("", None),
    ] {
        let (_, found) = Facts::read(sentence, &[], &RoleWords::default());
        assert_eq!(found, norm, "{sentence}");
    }
}

#[test]
fn a_number_is_where_it_says() {
    for (sentence, places) in [
        ("Принимаем не более десяти новых гостей в день.", &["не более десяти новых гостей", "в день"][..]),
        ("Цена до $10 за час.", &["до $10", "за час"]),
        ("Цена $10 за час.", &["$10", "за час"]),
        ("Ждите 10-20 дней.", &["10", "20 дней"]),
        ("Ждите от 3 до 5 дней.", &["от 3", "до 5 дней"]),
        ("Не чаще раза. Не более 1 раза в 30 дней!", &["Не более 1 раза", "в 30 дней"]),
        ("Храним 1 000 записей, 10 и более дней.", &["1 000 записей", "10 и более дней"]),
    ] {
        let found = facts(sentence).numbers;
        let found: Vec<&str> =
            found.iter().map(|number| sentence.get(number.range.clone()).unwrap().trim()).collect();
        assert_eq!(found, places, "{sentence}");
    }
}

#[test]
fn a_number_is_displayed_and_read_back() {
    for sentence in [
        "не более 10 календарных дней",
        "1,5",
        "-3 градуса",
        "скидка 10%",
        "$10",
        "от 3 до 5",
        "18:00",
        "2024-05-01",
        "10-дневный",
        "каждые 30 дней",
        "through 10 guest users",
        "ровно одного раза",
    ] {
        for number in facts(sentence).numbers {
            let again: Number = number.to_string().parse().unwrap();
            assert!(again.same(&number), "{sentence}: {number}");
            assert_eq!(again.to_string(), number.to_string());
        }
    }
    for (bound, _) in Bound::ALL {
        let line = format!("{} 10 x", bound.words());
        assert_eq!(line.parse::<Number>().unwrap().bound, bound);
    }
    for wrong in ["", "at most", "about 10", "at most ten", "at most -"] {
        assert!(wrong.parse::<Number>().is_err(), "{wrong}");
    }
    let key = |line: &str| line.parse::<Number>().unwrap().unit_key();
    assert_eq!(key("10 рабочих дней"), key("10 working days"));
    assert_eq!(key("10 рабочих дней").as_deref(), Some("working day"));
    assert_eq!(key("10 процентов"), key("10 %"));
    assert_eq!(key("10 лет"), key("1 год"));
    assert_eq!(key("10 активных пользователей"), key("1 активного пользователя"));
    assert_ne!(key("10 календарных дней"), key("10 дней"));
}

/// A long text takes no longer than its length.
#[test]
fn long_texts_are_read() {
    for piece in [
        "10 ",
        "не более ",
        "двадцать-",
        "a",
        "1,000.",
        "двадцати",
        "до 10 и ",
        "((",
        "\u{301}",
        "no one may ",
    ] {
        let text = piece.repeat(2_000);
        let (read, norm) = Facts::read(&text, &[], &RoleWords::default());
        assert!(read.changes(&facts(&text)).is_empty());
        assert!(norm.is_none() || !piece.is_empty());
    }
}

/// A sentence as long as a document costs no more than many short ones.
#[test]
fn sentences_without_end_are_read_in_time() {
    for piece in ["a ", "of the ", "3 days, ", "двух ", "3 дня, ", "must not "] {
        let text = piece.repeat(100_000 / piece.len());
        let begun = Instant::now();
        assert!(Facts::read(&text, &[], &RoleWords::default()).0.numbers.len() < 100_000);
        assert!(content_words(&text).len() < 100_000);
        assert!(begun.elapsed() < Duration::from_secs(60), "{piece:?} took {:?}", begun.elapsed());
    }
}

/// Words of both languages, and odd characters, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let words = "не более 10 десяти двадцать пять дней до от 1 000 000 и | - $ % ( ) . , ? 18:00 10-20 30-day \
        2-factor n't can't not may must only once twice раз в ё İ ǅ ß 𝟙 ½ ① \u{301} ' '' -3 --5 1,5 1.2.3 a hundred \
        and five тысяч миллион полтора ten-day два-три first tenth десятого дня п. № 9999999999999999999 >= ≤ 5k \
        user@x.y http://10 один одного людей owner's гостей";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let word = prop::sample::select(words);
    prop::collection::vec((word, prop::sample::select(vec![" ", "", "-", " | "])), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(word, space)| word + space).collect())
}

fn holds(text: &str, other: &str) -> Result<(), TestCaseError> {
    let roles = RoleWords::new([other].into_iter());
    let headers: Vec<&str> = other.split(" | ").collect();
    for context in [&[][..], &[other][..], &headers] {
        let read = Facts::of(text, context, &roles);
        let mut last = 0;
        for number in &read.numbers {
            prop_assert!(text.get(number.range.clone()).is_some(), "{text:?} {number:?}");
            prop_assert!(last <= number.range.start, "{text:?} {:?}", read.numbers);
            last = number.range.end;
            let again: Number = number.to_string().parse().unwrap();
            prop_assert!(again.same(number), "{number:?}");
        }
        prop_assert!(read.changes(&read).is_empty());
        prop_assert!(read.modality.is_sorted());
        let now = facts(other);
        prop_assert_eq!(read.changes(&now).is_empty(), now.changes(&read).is_empty());
        let _ = Language::ALL.map(|language| read.message().text(language));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_facts(text in any::<String>(), other in any::<String>()) {
        holds(&text, &other)?;
    }

    #[test]
    fn any_words_have_facts(text in pieces(), other in pieces()) {
        holds(&text, &other)?;
    }
}

#[test]
fn facts_are_worded_by_language() {
    let roles = RoleWords::default();
    let mut differ = Vec::new();
    for (sentence, english, russian) in [
        ("Сдают не более 10 отчётов.", "at most 10 «отчётов»", "не более 10 отчётов"),
        ("The club keeps at most 10 reports.", "at most 10 reports", "не более 10 «reports»"),
        ("Оплатите до 01.05.2024 включительно.", "by 1 May 2024; must", "не позднее 1 мая 2024; должен"),
        ("Работаем с 9:00 до 18:00.", "from 9:00; to 18:00", "с 9:00; до 18:00"),
        ("Размер файла 2,5 МБ.", "2.5 «МБ»", "2,5 МБ"),
        ("Скидка 6 %.", "6 %", "6 %"),
        (
            "Зал занимают не позднее чем за 2 недели до начала.",
            "at least 2 «недели» before",
            "не позднее чем за 2 недели до",
        ),
        ("Rooms open at most 60 days before.", "at most 60 days before", "не ранее чем за 60 «days» до"),
        ("Зал закрыт до 17:30 по московскому времени.", "by 17:30 MSK", "не позднее 17:30 MSK"),
        ("Half of the seats.", "0.5 seats", "0,5 «seats»"),
        ("Две трети голосов.", "2/3 «голосов»", "2/3 голосов"),
        ("By Friday.", "by friday", "не позднее «friday»"),
        ("До 30 июня.", "by 30 «июня»", "не позднее 30 июня"),
        (
            "Гость не может остаться.",
            "may not; a negation; roles: «гость»",
            "не может; 1 отрицание; роли: гость",
        ),
        ("Нельзя ни петь, ни свистеть.", "may not; 3 negations", "не может; 3 отрицания"),
        ("Guests must leave.", "must; roles: guests", "должен; роли: «guests»"),
    ] {
        let read = Facts::of(sentence, &[], &roles).message();
        let read = Language::ALL.map(|language| read.text(language));
        differ.extend((read != [english, russian]).then(|| format!("{sentence}: {read:?}")));
    }
    for (was, is, english, russian) in [
        ("До 10 дней.", "До 20 дней.", "at most 10 → at most 20 «дней»", "не более 10 → не более 20 дней"),
        ("Вход открыт.", "Вход открыт с 5 лет.", "at least 5 «лет» is new", "появилось: не менее 5 лет"),
        ("Guests may stay.", "Guests stay.", "may is gone", "исчезло: может"),
    ] {
        let changes = facts(was).changes(&facts(is));
        let read = Language::ALL.map(|language| {
            let texts = changes.iter().map(|change| change.message().text(language));
            texts.collect::<Vec<String>>().join(", ")
        });
        differ.extend((read != [english, russian]).then(|| format!("{was} {is}: {read:?}")));
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
