//! Sentences of other people's documents, and what is read of them: each stands for a kind.

use ustav::prose::facts::{Facts, Modality, Norm, Number, RoleWords};
use ustav::prose::normalize;

/// The facts of a sentence, as the lock writes them, and why it is normative.
fn read(sentence: &str) -> (String, Option<Norm>) {
    let (facts, norm) = Facts::read(&normalize(sentence), &[], &RoleWords::default());
    let mut parts: Vec<String> = facts.numbers.iter().map(ToString::to_string).collect();
    parts.extend(facts.modality.iter().map(|modality| Modality::words(*modality).to_owned()));
    match facts.negations {
        0 => {}
        1 => parts.push("not".to_owned()),
        more => parts.push(format!("not {more} times")),
    }
    if !facts.roles.is_empty() {
        parts.push(format!("roles: {}", facts.roles.join(", ")));
    }
    (parts.join("; "), norm)
}

/// A sentence, its facts, and the reason by its name, `-` where it states nothing. All that differ are told at once.
fn holds(table: &[(&str, &str, &str)]) {
    let differ = table.iter().filter_map(|(sentence, facts, norm)| {
        let (found, reason) = read(sentence);
        let reason = reason.map_or("-".to_owned(), |reason| format!("{reason:?}"));
        let same = found == *facts && reason == *norm;
        (!same).then(|| format!("{sentence}\n  wanted: {facts}, {norm}\n  found:  {found}, {reason}"))
    });
    let differ: Vec<String> = differ.collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn before_a_date() {
    holds(&[
        (
            "Заявление подают не позднее чем за две недели до начала отпуска.",
            "at least 2 недели before",
            "Bound",
        ),
        ("Заявление подают не позже, чем за 14 дней до отъезда.", "at least 14 дней before", "Bound"),
        ("Билеты возвращают минимум за сутки до сеанса.", "at least 1 сутки before", "Bound"),
        ("Предупредите хозяина за неделю до выезда.", "at least 1 неделю before; must", "Duty"),
        ("Запись открывается не ранее чем за 60 дней до приёма.", "at most 60 дней before", "Bound"),
        ("Номер бронируют не раньше чем за полгода до заезда.", "at most 0.5 года before", "Bound"),
        (
            "Проверка проходит за 50–60 дней до окончания срока.",
            "from 50 дней before; to 60 дней before",
            "Bound",
        ),
        (
            "О сокращении сообщают не менее чем за 2 месяца до увольнения.",
            "at least 2 месяца before",
            "Bound",
        ),
        ("Снять заявку можно более чем за 3 часа до начала.", "more than 3 часа before; may", "Bound"),
        ("Менее чем за сутки до вылета билет не возвращают.", "less than 1 сутки before; not", "Prohibition"),
        (
            "Не позднее трёх рабочих дней до собрания рассылают повестку.",
            "at least 3 рабочих дней before",
            "Bound",
        ),
        ("Оплата вносится от 3 до 5 дней.", "from 3 дней; to 5 дней", "Bound"),
        ("Apply not later than two weeks before the start.", "at least 2 weeks before; must", "Duty"),
        ("Requests come no later than 30 days prior to departure.", "at least 30 days before", "Bound"),
        ("Tickets are sold not earlier than 60 days before the concert.", "at most 60 days before", "Bound"),
        ("Bookings open up to 90 days in advance.", "at most 90 days before", "Bound"),
        (
            "Tell your manager at least 3 days before you leave.",
            "at least 3 days before; must; roles: manager",
            "Duty",
        ),
        ("Notice is given more than 6 weeks ahead of the move.", "more than 6 weeks before", "Bound"),
        (
            "Cancel less than 24 hours before the visit and you pay.",
            "less than 24 hours before; must",
            "Duty",
        ),
        ("Ask two weeks before the start.", "2 weeks before; must", "Duty"),
        ("Wait at least 10 days before you apply again.", "at least 10 days; must", "Duty"),
        ("Stay for 3 days before the race.", "for 3 days", "Bound"),
        ("A day before the exam the doors are closed.", "1 day before", "Number"),
    ]);
}

#[test]
fn ages_and_sizes() {
    holds(&[
        ("В возрасте до 18 лет вход бесплатный.", "less than 18 лет", "Bound"),
        ("Дети до 14 лет ездят со взрослыми.", "less than 14 лет", "Bound"),
        ("Договор заключают на срок до 5 лет.", "at most 5 лет", "Bound"),
        ("Лица, достигшие 18 лет, голосуют.", "at least 18 лет", "Bound"),
        ("Не достигшие 16 лет не допускаются.", "less than 16 лет; may not; not", "Prohibition"),
        ("Права выдаются с 18 лет.", "at least 18 лет", "Bound"),
        ("Читатели 14 лет и старше записываются сами.", "at least 14 лет; roles: читатели", "Bound"),
        ("Посетители старше 70 лет не платят.", "more than 70 лет; not; roles: посетители", "Prohibition"),
        ("Груз тяжелее 20 кг сдают в багаж.", "more than 20 кг", "Bound"),
        ("Посылка крупнее 60 см не принимается.", "more than 60 см; not", "Prohibition"),
        ("Весом не более 5 кг.", "at most 5 кг", "Bound"),
        ("Сумма, превышающая 3000 рублей, требует согласования.", "more than 3000 рублей; must", "Duty"),
        ("Очередь не превышала 10 человек.", "at most 10 человек", "Bound"),
        (
            "Members under the age of 18 need a guardian.",
            "less than 18; must; roles: guardian, members",
            "Duty",
        ),
        ("Nobody under 14 may enter.", "less than 14; may not; not; roles: nobody", "Prohibition"),
        ("Persons having reached 18 may vote.", "at least 18; may", "Bound"),
        ("Visitors 14 and over pay the full price.", "at least 14; roles: visitors", "Bound"),
        ("Anyone over the age of 65 pays half.", "more than 65; 0.5; roles: anyone", "Bound"),
        ("Bags heavier than 23 kg are refused.", "more than 23 kg", "Bound"),
        ("Files larger than 5 MB are rejected.", "more than 5 MB", "Bound"),
        ("Screens smaller than 6 inches are not supported.", "less than 6 inches; not", "Prohibition"),
        ("Speeds exceeding 28 km are prohibited.", "more than 28 km; may not", "Prohibition"),
        ("No larger than 10 MB.", "at most 10 MB", "Bound"),
        ("The fee is capped at $200.", "at most 200 $", "Bound"),
        ("The max for that plan is $7,500/year.", "at most 7500 $; every 1 year", "Bound"),
        ("Two weeks at most.", "at most 2 weeks", "Bound"),
        ("Python 3.8 or newer.", "at least 3.8", "Bound"),
        ("1.21 and later.", "at least 1.21", "Bound"),
        ("1.21 and earlier.", "at most 1.21", "Bound"),
    ]);
}

#[test]
fn ranges_and_weak_bounds() {
    holds(&[
        ("Отсутствие более чем на 6 месяцев.", "more than 6 месяцев", "Bound"),
        ("Отсутствие менее чем на 6 месяцев.", "less than 6 месяцев", "Bound"),
        ("Продление на 14 дней и более.", "at least 14 дней", "Bound"),
        ("Лишение прав от одного до трёх месяцев.", "from 1 месяцев; to 3 месяцев", "Bound"),
        ("Имеющие четыре и более не сданных аттестации.", "at least 4 аттестации", "Bound"),
        ("Ждите самое большее два часа.", "at most 2 часа", "Bound"),
        ("From one to three months.", "from 1 months; to 3 months", "Bound"),
        ("Between one and three guests.", "from 1 guests; to 3 guests; roles: guests", "Bound"),
        ("The trial lasts one to three weeks.", "from 1 weeks; to 3 weeks", "Bound"),
    ]);
}

#[test]
fn parts_and_multiples() {
    holds(&[
        ("Решение принимают двумя третями голосов.", "2/3 голосов", "Number"),
        ("Нужно 2/3 голосов.", "2/3 голосов; must", "Duty"),
        ("Не менее половины членов правления.", "at least 0.5 членов; roles: членов", "Bound"),
        ("Треть состава меняется.", "1/3 состава", "Number"),
        ("Четверть часа на ответ.", "0.25 часа", "Number"),
        ("Большинством голосов участников.", "more than 0.5 голосов; roles: участников", "Bound"),
        ("В большинстве случаев.", "", "-"),
        ("Через полчаса.", "after 0.5 часа", "Bound"),
        ("Каждые полгода.", "every 0.5 года", "Bound"),
        ("Полтора года.", "1.5 года", "Number"),
        ("Два с половиной часа.", "2.5 часа", "Number"),
        ("Плата увеличивается вдвое.", "2 раза", "Number"),
        ("Лимит увеличивается в 2 раза.", "2 раза", "Number"),
        ("Десяток гостей.", "10 гостей; roles: гостей", "Number"),
        ("Во второй половине дня.", "", "-"),
        ("В первой четверти поля.", "", "-"),
        ("At least half of the seats.", "at least 0.5 seats", "Bound"),
        ("Half an hour.", "0.5 hour", "Number"),
        ("A quarter of an hour.", "0.25 hour", "Number"),
        ("Two thirds of the votes.", "2/3 votes", "Number"),
        ("Two-thirds of members.", "2/3 members; roles: members", "Number"),
        ("A third of the staff.", "1/3 staff; roles: staff", "Number"),
        ("A majority of votes.", "more than 0.5 votes", "Bound"),
        ("In the majority of cases.", "", "-"),
        ("The second half of the year.", "", "-"),
        ("Two and a half years.", "2.5 years", "Number"),
        ("A dozen eggs.", "12 eggs", "Number"),
        ("Dozens of eggs.", "", "-"),
    ]);
}

#[test]
fn spans_of_time() {
    holds(&[
        ("В двухдневный срок.", "within 2 дней", "Bound"),
        ("В 10-дневный срок.", "within 10 дней", "Bound"),
        ("В месячный срок.", "within 1 месяц", "Bound"),
        ("Двухдневный семинар.", "2 дней", "Number"),
        ("Отпуск за первый год работы.", "1 год", "Number"),
        ("Более года.", "more than 1 года", "Bound"),
        ("Не позднее следующего рабочего дня.", "within 1 рабочего дня", "Bound"),
        ("На следующий рабочий день.", "1 рабочий день", "Number"),
        ("В течение 5 рабочих дней.", "within 5 рабочих дней", "Bound"),
        ("Ежемесячно.", "every 1 месяц", "Bound"),
        ("Ежеквартальный отчёт.", "every 1 квартал", "Bound"),
        ("Каждую вторую пятницу.", "every 2 пятницу", "Bound"),
        ("По понедельникам.", "every 1 понедельникам", "Bound"),
        ("С понедельника по пятницу.", "from 1 понедельника; to 1 пятницу", "Bound"),
        ("Не позднее пятницы.", "within 1 пятницы", "Bound"),
        ("Не более трёх раз в календарном году.", "at most 3 раз; every 1 календарном году", "Bound"),
        ("Раз в полугодие.", "every 1 полугодие", "Bound"),
        ("Within 5 business days.", "within 5 business days", "Bound"),
        ("By the next working day.", "within 1 working day", "Bound"),
        ("By the end of the next business day.", "within 1 business day", "Bound"),
        ("On the next business day.", "1 business day", "Number"),
        ("A month's notice.", "1 month", "Number"),
        ("For a week.", "for 1 week", "Bound"),
        ("In a calendar year.", "every 1 calendar year", "Bound"),
        ("In any calendar month.", "every 1 calendar month", "Bound"),
        ("Monthly.", "every 1 month", "Bound"),
        ("Every other Friday.", "every 2 friday", "Bound"),
        ("By Friday.", "within 1 friday", "Bound"),
        ("From Monday to Friday.", "from 1 monday; to 1 friday", "Bound"),
        ("Monday through Friday.", "from 1 monday; to 1 friday", "Bound"),
        ("On Monday we met.", "", "-"),
        ("Any time.", "", "-"),
        ("At any one time.", "", "-"),
    ]);
}

#[test]
fn dates_and_times_of_day() {
    holds(&[
        ("До 30 июня.", "within 30 июня", "Bound"),
        ("До 30 июня 2025 года.", "within 2025-06-30", "Bound"),
        ("С 1 сентября по 31 мая.", "from 1 сентября; to 31 мая", "Bound"),
        ("Не позднее 10-го числа.", "within 10 числа", "Bound"),
        ("До 10 числа.", "within 10 числа", "Bound"),
        ("С 9:00 до 17:30.", "from 9:00; to 17:30", "Bound"),
        ("До 17:30 по московскому времени.", "within 17:30 msk", "Bound"),
        ("До 9 часов вечера.", "within 21:00", "Bound"),
        ("До полудня.", "within 12:00", "Bound"),
        ("По 2 часа дня.", "14:00", "Number"),
        ("By 30 June.", "within 30 june", "Bound"),
        ("By June 30, 2025.", "within 2025-06-30", "Bound"),
        ("By the 1st of May.", "within 1 may", "Bound"),
        ("It may 5 times repeat.", "5 times; may", "Number"),
        ("From 9 a.m. to 5 p.m.", "from 9:00; to 17:00", "Bound"),
        ("9am-5pm.", "from 9:00; to 17:00", "Bound"),
        ("Until 17:30 UTC.", "within 17:30 UTC", "Bound"),
        ("Until noon.", "within 12:00", "Bound"),
        ("After midnight.", "after 0:00", "Bound"),
        ("At 12 a.m.", "0:00", "Number"),
    ]);
}

#[test]
fn money() {
    holds(&[
        ("$96.05.", "96.05 $", "Number"),
        ("1 500,50 ₽.", "1500.5 ₽", "Number"),
        ("1 500,50 руб. в месяц.", "1500.5 руб; every 1 месяц", "Bound"),
        ("200 евро за ночь.", "200 евро", "Number"),
        ("USD 50.", "50 USD", "Number"),
        ("EUR 50.", "50 EUR", "Number"),
        ("50 USD.", "50 USD", "Number"),
        ("$200/month.", "200 $; every 1 month", "Bound"),
        ("$10/user/month.", "10 $; every 1 month; roles: user", "Bound"),
        ("10 GB per day.", "10 GB; every 1 day", "Bound"),
        ("9605 cents.", "9605 cents", "Number"),
        ("Up to USD 1,500 per trip.", "at most 1500 USD", "Bound"),
        ("50 копеек.", "50 копеек", "Number"),
        ("10 МБ и 100 ГБ.", "10 МБ; 100 ГБ", "Number"),
    ]);
}

#[test]
fn what_counts_nothing() {
    holds(&[
        ("Федеральный закон от 29.12.2010 № 436-ФЗ.", "", "-"),
        ("Закон № 152-ФЗ от 27 июля 2006 г.", "", "-"),
        ("По 152-ФЗ.", "", "-"),
        ("Приказ от 01.02.2020.", "", "-"),
        ("П. 3.1 и ст. 5.", "", "-"),
        ("Звоните +7 (495) 123-45-67.", "", "-"),
        ("Тел. 8 (800) 555-35-35.", "", "-"),
        ("Тел.: 123-45-67.", "", "-"),
        ("Смотри [1] и [2, 3].", "", "-"),
        ("1b) Таймер исправен.", "", "-"),
        ("Один из гостей.", "roles: гостей", "-"),
        ("Call (555) 123-4567.", "", "-"),
        ("Phone: 555-1234.", "", "-"),
        ("The 401K plan.", "", "-"),
        ("A 404 error.", "", "-"),
        ("See note [1].", "", "-"),
        ("RFC 2119.", "", "-"),
        ("Version 2.1.", "", "-"),
    ]);
}

#[test]
fn who_is_spoken_of() {
    holds(&[
        ("A new desk chair.", "", "-"),
        ("The chair opens the meeting.", "roles: chair", "-"),
        ("A family member.", "", "-"),
        ("A member of the team.", "roles: member", "-"),
        ("A screen reader.", "", "-"),
        ("A reader returns the book.", "roles: reader", "-"),
        ("A text editor.", "", "-"),
        ("An editor approves.", "roles: editor", "-"),
        ("The email client.", "", "-"),
        ("The client pays.", "roles: client", "-"),
        ("Член семьи.", "", "-"),
        ("Член правления.", "roles: член", "-"),
        ("Почтовый клиент.", "", "-"),
        ("Клиент платит.", "roles: клиент", "Duty"),
    ]);
}

#[test]
fn what_is_let_and_asked() {
    holds(&[
        ("Число гостей не ограничено.", "may; not; roles: гостей", "Permission"),
        ("Обслуживание не ограничивается.", "may; not", "Permission"),
        ("Хранение без ограничений.", "may; not", "Permission"),
        ("Заказчик обязуется платить.", "must; roles: заказчик", "Duty"),
        ("Оценке подлежит всё.", "must", "Duty"),
        ("Возврату не подлежит.", "may not; not", "Prohibition"),
        ("Надлежит явиться.", "must", "Duty"),
        ("Вход воспрещён.", "may not", "Prohibition"),
        ("Запись требует паспорта.", "must", "Duty"),
        ("Запись не требует паспорта.", "may; not", "Permission"),
        ("Читатель несёт ответственность за книги.", "must; roles: читатель", "Duty"),
        ("Библиотека не несёт ответственности.", "may; not", "Permission"),
        ("Сотрудник имеет полный доступ.", "may; roles: сотрудник", "Permission"),
        ("Гость не имеет доступа.", "may not; not; roles: гость", "Prohibition"),
        ("Guests are not limited.", "may; not; roles: guests", "Permission"),
        ("Storage is unlimited.", "may", "Permission"),
        ("Including but not limited to chairs.", "not; roles: chairs", "-"),
        ("You need not wait.", "may; not", "Permission"),
        ("You don't need permission.", "may; not", "Permission"),
        ("It requires approval.", "must", "Duty"),
        ("It does not require approval.", "may; not", "Permission"),
        ("A visit needs a ticket.", "must", "Duty"),
        ("You may be required to show a pass.", "must", "Duty"),
        ("You may not need a ticket.", "not", "-"),
        ("You are responsible for your guests.", "must; roles: guests", "Duty"),
        ("Administrators receive all permissions.", "may; roles: administrators", "Permission"),
        ("Members have no access.", "may not; not; roles: members", "Prohibition"),
        ("GitHub reserves the right to refuse.", "may", "Permission"),
        ("You forfeit what you have not taken.", "must; not", "Duty"),
        ("Please get approval from Finance before purchasing.", "must", "Duty"),
        ("File a report within 60 days of an eligible purchase.", "within 60 days; must", "Duty"),
        ("Verify your email within 24 hours.", "within 24 hours; must", "Duty"),
        ("Submit it as soon as possible.", "must", "Duty"),
        ("Подайте заявление в течение 3 дней.", "within 3 дней; must", "Duty"),
    ]);
}

#[test]
fn what_is_a_norm() {
    holds(&[
        ("Книга выдаётся после возврата.", "", "Duty"),
        ("Плата не возвращается.", "not", "Prohibition"),
        ("Судья записывает время.", "roles: судья", "Duty"),
        ("После проверки Покупатель заполняет форму.", "roles: покупатель", "Duty"),
        ("Администратору нравится порядок.", "roles: администратору", "-"),
        ("Пользователь видит список.", "roles: пользователь", "-"),
        ("Страница открывается.", "", "-"),
        ("Штраф: дисквалификация.", "", "Duty"),
        ("Например, гость может уйти.", "may; roles: гость", "-"),
        ("Если гость не может прийти, позвоните.", "may not; not; roles: гость", "-"),
        ("Гости, которые могут прийти, звонят заранее.", "may; roles: гости", "Duty"),
        ("Выберите, кто может войти.", "may", "-"),
        ("Можно узнать подробнее на сайте.", "may", "-"),
        ("Это может занимать час.", "may", "-"),
        ("Employees receive a bonus.", "roles: employees", "Duty"),
        ("Leave is granted by the manager.", "roles: manager", "Duty"),
        ("Your card will be charged.", "", "Duty"),
        ("We will refund the fee.", "", "Duty"),
        ("The page will open.", "", "-"),
        ("Penalty: a warning.", "", "Duty"),
        ("For example, a guest may leave.", "may; roles: guest", "-"),
        ("If a guest cannot come, call us.", "may not; not; roles: guest", "-"),
        ("Choose who can edit the page.", "may", "-"),
        ("This covers events that do not need approval.", "may; not", "-"),
        ("Anyone who has not paid must leave.", "must; not; roles: anyone", "Duty"),
        ("You can find more in the manual.", "may", "-"),
        ("This allows you to save time.", "may", "-"),
        ("There are four permission levels.", "4 permission levels", "-"),
        ("Effective date: November 16, 2020.", "2020-11-16", "-"),
        ("Projects where a fee is paid are not permitted.", "may not; not", "Prohibition"),
    ]);
}

#[test]
fn numbers_in_other_words_of_russian() {
    holds(&[
        ("10.1. Компания платит.", "", "Duty"),
        ("3.1.10. Инвалиды платят.", "roles: инвалиды", "Duty"),
        ("4.2.1 Сотрудники платят.", "roles: сотрудники", "Duty"),
        ("01.02.2020. Начало.", "2020-02-01", "-"),
        ("Не менее чем за 3 (три) рабочих дня до начала.", "at least 3 рабочих дня before", "Bound"),
        ("За три недели.", "within 3 недели", "Bound"),
        ("Не позднее чем через 3 дня после возврата.", "within 3 дня", "Bound"),
        ("Не менее 18 лет.", "at least 18 лет", "Bound"),
        ("Возраст от 14 лет.", "at least 14 лет", "Bound"),
        ("Возраст: 18+.", "at least 18", "Bound"),
        ("Дети младше 7 лет.", "less than 7 лет", "Bound"),
        ("От 7 до 14 лет.", "from 7 лет; to 14 лет", "Bound"),
        ("До одного года.", "at most 1 года", "Bound"),
        ("До трех лет лишения свободы.", "at most 3 лет", "Bound"),
        ("Ребенок до года.", "roles: ребенок", "-"),
        ("Срок до 3 месяцев.", "at most 3 месяцев", "Bound"),
        ("Срок не более 3 месяцев.", "at most 3 месяцев", "Bound"),
        ("Один раз в две недели.", "1 раз; every 2 недели", "Bound"),
        ("2 раза в год.", "2 раза; every 1 год", "Bound"),
        ("Каждый второй вторник.", "every 2 вторник", "Bound"),
        ("По будням с 10 до 18 часов.", "every 1 будням; from 10 часов; to 18 часов", "Bound"),
        ("Ежедневно с 9:00 до 21:00.", "every 1 день; from 9:00; to 21:00", "Bound"),
        ("до 23:59 31 декабря 2025 года", "within 23:59; within 2025-12-31", "Bound"),
        ("не ранее 1 марта", "at least 1 марта", "Bound"),
        ("с 1 марта 2025 г.", "from 2025-03-01", "Bound"),
        ("1 апреля сдают отчёт.", "1 апреля", "-"),
        ("полцены", "", "-"),
        ("половина стоимости", "0.5 стоимости", "Number"),
        ("на треть", "1/3", "-"),
        ("одна треть", "1/3", "-"),
        ("три четверти", "0.75", "-"),
        ("3/4 состава", "0.75 состава", "Number"),
        ("треть", "1/3", "-"),
        ("полторы тысячи рублей", "1500 рублей", "Number"),
        ("1,5 млн рублей", "1500000 рублей", "Number"),
        ("20 € за день", "20 €; every 1 день", "Bound"),
        ("500 рублей 50 копеек", "500 рублей; 50 копеек", "Number"),
        ("5 тыс. рублей", "5000 рублей", "Number"),
        ("0,1 % за каждый день просрочки", "0.1 %; every 1 день", "Bound"),
        ("при весе свыше 30 кг", "more than 30 кг", "Bound"),
        ("не тяжелее 10 кг", "at most 10 кг", "Bound"),
        ("весит больше 10 кг", "more than 10 кг", "Bound"),
        ("не менее чем двумя третями голосов", "at least 2/3 голосов", "Bound"),
        ("простым большинством голосов", "more than 0.5 голосов", "Bound"),
        ("большинством в две трети голосов", "2/3 голосов", "Number"),
        ("не более десятка гостей", "at most 10 гостей; roles: гостей", "Bound"),
        ("пару дней", "", "-"),
        ("несколько дней", "", "-"),
        ("в трёхдневный срок со дня получения", "within 3 дней", "Bound"),
        ("в течение десятидневного срока", "within 10 дней", "Bound"),
        ("двухнедельный отпуск", "2 недель", "Number"),
        ("в ближайшие 30 дней", "within 30 дней", "Bound"),
        ("за последние 12 месяцев", "within 12 месяцев", "Bound"),
        ("раз в квартал", "every 1 квартал", "Bound"),
        ("через день", "after 1 день", "Bound"),
        ("на следующий день", "1 день", "Number"),
    ]);
}

#[test]
fn numbers_in_other_words_of_english() {
    holds(&[
        ("4.2 Members pay.", "roles: members", "-"),
        ("1.5 GB per user.", "1.5 GB; roles: user", "Number"),
        ("5 guests come.", "5 guests; roles: guests", "Number"),
        ("At most 3 times in a single fiscal year.", "at most 3 times; every 1 fiscal year", "Bound"),
        ("No more than 5 loans in any 30-day period.", "at most 5 loans; every 30 day", "Bound"),
        ("Must be <= 999.", "at most 999; must", "Duty"),
        ("Reply within two weeks' time.", "within 2 weeks", "Bound"),
        ("Give at least two weeks' notice.", "at least 2 weeks; must", "Duty"),
        ("No later than 3 days after the return.", "within 3 days", "Bound"),
        ("Minimum age is 18.", "at least 18", "Bound"),
        ("Twice a year.", "2 times; every 1 year", "Bound"),
        ("Once every two weeks.", "1 time; every 2 weeks", "Bound"),
        ("Three times per calendar month.", "3 times; every 1 calendar month", "Bound"),
        ("Every second Tuesday.", "every 2 tuesday", "Bound"),
        ("Between 9 a.m. and 6 p.m.", "from 9:00; to 18:00", "Bound"),
        ("9:00 - 18:00 MSK.", "from 9:00; to 18:00 MSK", "Bound"),
        ("by 11:59 pm ET on March 1", "within 23:59 ET; within 1 march", "Bound"),
        ("On 3 March 2025 at 10 am.", "2025-03-03; 10:00", "Number"),
        ("half the price", "0.5 price", "Number"),
        ("half of the price", "0.5 price", "Number"),
        ("50% of the price", "50 %", "Number"),
        ("a quarter of the year", "0.25 year", "Number"),
        ("three quarters of the staff", "0.75 staff; roles: staff", "Number"),
        ("for three quarters", "for 3 quarters", "Bound"),
        ("in the third quarter", "3 quarter", "Number"),
        ("1.5 million dollars", "1500000 dollars", "Number"),
        ("$1.5 million", "1500000 $", "Number"),
        ("€20 per day", "20 €; every 1 day", "Bound"),
        ("20 EUR", "20 EUR", "Number"),
        ("RUB 1 000", "1000 RUB", "Number"),
        ("1 000 RUB", "1000 RUB", "Number"),
        ("₽500", "500 ₽", "Number"),
        ("not more than 10% of salary", "at most 10 %", "Bound"),
        ("more than half of members", "more than 0.5 members; roles: members", "Bound"),
        ("fewer than a third of the votes", "less than 1/3 votes", "Bound"),
        ("a two-thirds majority", "2/3 majority", "Number"),
        ("one-week notice", "1 week", "Number"),
        ("30-day notice", "30 day", "Number"),
        ("in 30 days", "after 30 days", "Bound"),
        ("in the next 30 days", "within 30 days", "Bound"),
        ("over the last 12 months", "within 12 months", "Bound"),
        ("per quarter", "every 1 quarter", "Bound"),
        ("quarterly", "every 1 quarter", "Bound"),
        ("every half-year", "every 1 half-year", "Bound"),
    ]);
}

#[test]
fn norms_in_other_words_of_russian() {
    holds(&[
        ("20 € за день", "20 €; every 1 день", "Bound"),
        ("до 23:59 31 декабря 2025 года", "within 23:59; within 2025-12-31", "Bound"),
        ("с 1 марта 2025 г.", "from 2025-03-01", "Bound"),
        ("Участник обязуется соблюдать правила.", "must; roles: участник", "Duty"),
        ("Работники не обязаны платить.", "may; not; roles: работники", "Permission"),
        ("Без пропуска вход воспрещается.", "may not; not", "Prohibition"),
        ("Курение воспрещено.", "may not", "Prohibition"),
        ("Договор подлежит регистрации.", "must", "Duty"),
        ("Решение обжалованию не подлежит.", "may not; not", "Prohibition"),
        ("Покупателю надлежит забрать товар.", "must; roles: покупателю", "Duty"),
        ("Правила требуют согласования с директором.", "must; roles: директором", "Duty"),
        ("Перенос не требует согласования.", "may; not", "Permission"),
        ("Продавец несёт ответственность за качество.", "must; roles: продавец", "Duty"),
        ("Количество попыток не ограничено.", "may; not", "Permission"),
        ("Срок не ограничен.", "may; not", "Permission"),
        ("Доступ ограничен.", "", "-"),
        ("Включая, но не ограничиваясь этим.", "not", "-"),
        ("Книги выдаются на 14 дней.", "for 14 дней", "Bound"),
        ("Документы принимаются до 18:00.", "within 18:00", "Bound"),
        ("Залог возвращается после проверки.", "", "Duty"),
        ("Плата взимается ежемесячно.", "every 1 месяц", "Bound"),
        ("Заявка считается принятой.", "", "Duty"),
        ("Отпуск предоставляется по графику.", "", "Duty"),
        ("Нарушители лишаются допуска.", "must", "Duty"),
        ("Опоздание влечёт штраф.", "must", "Duty"),
        ("Страница загружается медленно.", "", "-"),
        ("Система сохраняет данные.", "", "-"),
        ("Кнопка находится справа.", "", "-"),
        ("Чтобы пользователи могли войти, откройте настройки.", "may; roles: пользователи", "-"),
        ("Когда нужно сменить пароль, нажмите «Сменить».", "must", "-"),
        ("Узнайте, как можно войти.", "may", "-"),
        ("Администратор назначает роли.", "roles: администратор", "Duty"),
        ("Сотрудники подают заявление директору.", "roles: директору, сотрудники", "Duty"),
        ("Гости приходят вовремя.", "roles: гости", "Duty"),
        ("Только владелец удаляет проект.", "only; roles: владелец", "Only"),
        ("Пользователям доступны отчёты.", "may; roles: пользователям", "Permission"),
        ("Недоступно гостям.", "may not; not; roles: гостям", "Prohibition"),
        ("У гостя нет прав.", "may not; not; roles: гостя", "Prohibition"),
        ("Гость не получает доступа.", "may not; not; roles: гость", "Prohibition"),
        ("Роль даёт полный доступ.", "may", "Permission"),
        ("Победившая команда проходит дальше.", "", "Duty"),
        ("Команда, не явившаяся на матч, выбывает.", "not", "Duty"),
        ("Если жалоба верна, то студент получит замечание.", "roles: студент", "Duty"),
        ("Организатор оставляет за собой право отказать.", "may; roles: организатор", "Permission"),
        ("Никаких возвратов наличными.", "not", "Prohibition"),
        ("Чтобы улучшить сервис, компания собирает отзывы.", "", "-"),
        ("Роль даёт полный доступ.", "may", "Permission"),
    ]);
}

#[test]
fn norms_in_other_words_of_english() {
    holds(&[
        ("Every second Tuesday.", "every 2 tuesday", "Bound"),
        ("by 11:59 pm ET on March 1", "within 23:59 ET; within 1 march", "Bound"),
        ("in the next 30 days", "within 30 days", "Bound"),
        ("Fewer than a third of the votes.", "less than 1/3 votes", "Bound"),
        ("The rules apply from 1 March 2025.", "from 2025-03-01", "Bound"),
        ("You must not smoke.", "must not; not", "Prohibition"),
        ("You need a license to drive.", "must", "Duty"),
        ("You do not need a license.", "may; not", "Permission"),
        ("No license is needed.", "may; not", "Permission"),
        ("Approval is not required.", "may; not", "Permission"),
        ("Approval is required.", "must", "Duty"),
        ("The required fields are marked.", "", "-"),
        ("All required documents are attached.", "", "-"),
        ("As required by law.", "", "-"),
        ("Access is limited to members.", "only; roles: members", "Only"),
        ("Access is restricted to staff.", "only; roles: staff", "Only"),
        ("Seats are limited.", "", "-"),
        ("There is no limit on seats.", "may; not", "Permission"),
        ("Members have full access to reports.", "may; roles: members", "Permission"),
        ("Guests do not have access to reports.", "may not; not; roles: guests", "Prohibition"),
        ("Owners have admin rights.", "may; roles: admin, owners", "Permission"),
        ("Guests are ineligible.", "may not; roles: guests", "Prohibition"),
        ("Only eligible members vote.", "only; roles: members", "Only"),
        ("Harassment is not tolerated.", "may not; not", "Prohibition"),
        ("You agree to pay the fee.", "must", "Duty"),
        ("You agree not to share it.", "must; not", "Duty"),
        ("Employees are expected to be on time.", "must; roles: employees", "Duty"),
        ("Employees are responsible for their laptops.", "must; roles: employees", "Duty"),
        ("Unused days expire at the end of the year.", "", "Duty"),
        ("Unused days are forfeited.", "must", "Duty"),
        ("Refunds are issued within 5 days.", "within 5 days", "Bound"),
        ("Books are lent for 14 days.", "for 14 days", "Bound"),
        ("Requests will be denied.", "", "Duty"),
        ("The manager approves the request.", "roles: manager", "-"),
        ("Please see the manual.", "", "-"),
        ("Please notify your manager before you leave.", "must; roles: manager", "Duty"),
        ("Return the book within two weeks.", "within 2 weeks; must", "Duty"),
        ("Click Save.", "", "-"),
        ("Enter the name.", "", "-"),
        ("Select the user who can edit.", "may; roles: user", "-"),
        ("A member can invite guests.", "may; roles: guests, member", "Permission"),
        ("Guests may be asked to leave.", "must; roles: guests", "Duty"),
        ("You can contact us.", "may", "-"),
        ("If you need help, ask.", "must", "-"),
        ("When a user can't sign in, reset the password.", "may not; not; roles: user", "-"),
        ("Learn how you can invite users.", "may; roles: users", "-"),
        ("The table shows what roles can do.", "may", "-"),
        ("Users who can edit may also delete.", "may; may; roles: users", "Permission"),
        ("Everything that is not forbidden is allowed.", "may; may; not", "Permission"),
        ("The number of users may vary.", "may; roles: users", "-"),
        ("This section describes the limits.", "", "-"),
        ("Do not share your password.", "not", "Prohibition"),
        ("No alcohol without food.", "not 2 times", "Prohibition"),
        ("No refunds in cash.", "not", "Prohibition"),
        ("No problem at all.", "not", "-"),
        ("No updates will be provided.", "not", "Prohibition"),
        ("You will be redirected to the page.", "", "-"),
        ("Accounts will be assigned by the manager.", "roles: manager", "Duty"),
        ("To receive updates, sign up.", "", "-"),
        ("As of March 8th, 2022, groups of any size are welcome.", "2022-03-08", "-"),
        ("The hall is open from spring to autumn.", "from 1 spring; to 1 autumn", "Bound"),
        ("С весны до осени зал открыт.", "from 1 весны; to 1 осени", "Bound"),
        ("В этом сезоне зима холодная.", "", "-"),
        ("Call 10000 times.", "10000 times", "Number"),
        ("Phone: 5551234.", "", "-"),
        ("При продлении пользователь сообщает фамилию.", "roles: пользователь", "Duty"),
        ("После входа пользователь увидит список.", "roles: пользователь", "-"),
        ("Once it is signed, please submit a copy.", "must", "Duty"),
        ("If you have questions, please contact us.", "", "-"),
        ("Параметр может содержать строку.", "may", "-"),
    ]);
}

#[test]
fn the_lock_reads_what_it_wrote_and_what_it_used_to_write() {
    for (line, again) in [
        ("at least 2 недели before", "at least 2 недели before"),
        ("2/3 голосов", "2/3 голосов"),
        ("more than 0.5 votes", "more than 0.5 votes"),
        ("within 2024-05-01", "within 2024-05-01"),
        ("within 20240501 date", "within 2024-05-01"),
        ("from 900 o'clock", "from 9:00"),
        ("to 17:30 msk", "to 17:30 msk"),
        ("0:00", "0:00"),
        ("96.05 $", "96.05 $"),
        ("50 EUR", "50 EUR"),
        ("10 дневный", "10 дневный"),
        ("every 2 friday", "every 2 friday"),
        ("at most 10 специалистов", "at most 10 специалистов"),
    ] {
        assert_eq!(line.parse::<Number>().unwrap().to_string(), again);
    }
    for (one, other) in [
        ("14 days", "2 недели"),
        ("within 2 недели", "within 14 дней"),
        ("0.5 года", "6 месяцев"),
        ("0.25 часа", "15 minutes"),
        ("1 год", "12 months"),
        ("1 quarter", "3 месяца"),
        ("10 дневный", "10 дней"),
        ("50 USD", "50 $"),
        ("5 business days", "5 рабочих дней"),
    ] {
        assert!(one.parse::<Number>().unwrap().same(&other.parse().unwrap()), "{one} {other}");
    }
    for (one, other) in [
        ("96.05 $", "9605 cents"),
        ("50 USD", "50 EUR"),
        ("1 day", "24 hours"),
        ("2 weeks", "2 weeks before"),
        ("5 business days", "5 days"),
        ("1 month", "30 days"),
        ("17:30", "17:30 utc"),
    ] {
        assert!(!one.parse::<Number>().unwrap().same(&other.parse().unwrap()), "{one} {other}");
    }
}

/// The words that the rules declare for roles go before the built-in ones.
#[test]
fn roles_are_called_by_their_own_words() {
    let words =
        RoleWords::new(["reader", "Пользователь библиотеки", "Партнёр", "member of staff"].into_iter());
    let roles = |sentence: &str| Facts::of(&normalize(sentence), &[], &words).roles.join(", ");
    assert_eq!(roles("Пользователи библиотеки и гости."), "гости, пользователи библиотеки");
    assert_eq!(roles("Партнёрам платят."), "партнерам");
    assert_eq!(roles("Members of staff help a screen reader."), "members of staff, reader");
}
