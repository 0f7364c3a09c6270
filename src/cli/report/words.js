/* The words of the interface in both languages. `{name}` is filled in; a list of forms is chosen by number. */

const WORDS = {
  en: {
    agree: "Documents and rules agree",
    disagree: "Documents and rules do not agree",
    review: ["{n} thing to review", "{n} things to review"],
    verified: "Checked {when}",
    madeBy: "Made by {program}",
    skip: "Skip to content",
    views: "Sections",
    inbox: "To review",
    documents: "Documents",
    rules: "Rules",
    contradictions: "Contradictions",
    coverage: "Coverage",
    search: "Search",
    searchHint: "Sentences, rules, messages",
    results: ["{n} result", "{n} results"],
    resultsFor: "Results for “{query}”",
    nothingFound: "Nothing found. Try fewer words or the beginning of a word.",
    more: "and {n} more: add a word to narrow the search",
    language: "Language",
    darkTheme: "Dark theme",
    close: "Close",
    copy: "Copy",
    copied: "Copied",
    all: "All",
    filter: "Show by state",
    legend: "State of sentences",
    outline: "In this document",
    next: "Next",
    previous: "Previous",
    place: "{at} of {all}",
    prevails: "prevails over {names}",
    absentDocument: "This document is not there",
    absentHint: "The rules name {path}, but no file was found at that place. Its citations cannot be checked.",
    emptyDocument: "The document has no text.",
    choose: "Choose a sentence",
    chooseHint: "Click any sentence to see the rules that stand on it, what was read from it and how it is tested.",
    keys: "j and k: next and previous sentence · / : search · Enter: details · Esc: close",
    rulesOnIt: "Rules on this sentence",
    noRules: "No rule stands on this sentence.",
    facts: "Read from the text",
    numbers: "Numbers",
    heldBy: "held by {names}",
    waived: "left aside: {why}",
    notHeld: "held by no rule",
    scenarios: "Scenarios",
    noScenarios: "No scenario tries it.",
    passed: "passed",
    failed: "failed",
    line: "line {n}",
    source: "Rule text",
    sentencesOfRule: "Sentences of this rule",
    otherSentences: "Also stands on",
    ruleUncited: "This rule quotes no document.",
    quoteLost: "The quoted text is not in the document any more.",
    actions: "Actions",
    allFiles: "Rule files",
    changed: "What changed",
    was: "was",
    is: "is now",
    movedFrom: "Was under “{was}”, stands now under “{is}”.",
    accepted: "Accepted {when} by {who}",
    neverAccepted: "Nobody has accepted this citation yet.",
    consequences: "What depends on it",
    accept: "If the rule is still right, accept the new text",
    openInDocument: "Open in the document",
    inboxEmpty: "Nothing to review",
    inboxEmptyHint: "Every cited sentence reads as it did when it was last accepted.",
    nothingInState: "Nothing in this state.",
    failedScenarios: "Scenarios that failed",
    openContradictions: "Contradictions without a valid decision",
    noContradictions: "No contradictions known",
    noContradictionsHint: "The documents were not found to say different things.",
    reading: "{document} says",
    inForce: "in force",
    notInForce: "not in force",
    decidedFor: "Decided for {document}",
    decidedFormerly: "The decision was for {document}",
    undecided: "Nobody has decided which reading is in force.",
    byRule: "put into force by {rule}",
    until: "valid until {when}",
    figureSentences: "Normative sentences accounted for",
    figureNumbers: "Numbers held by rules",
    figureExercised: "Sentences tried by scenarios",
    figureOf: "{reached} of {all}",
    byDocument: "By document",
    notCovered: "Not covered",
    allCovered: "Every normative sentence is accounted for.",
    looseNumbers: "Numbers held by no rule",
    uncitedRules: "Rules that quote no document",
    allSentences: "Sentences",
    ofThemNormative: "Normative",
    states: { covered: "covered", aside: "set aside", partial: "partly covered", stale: "changed", uncovered: "not covered", cited: "quoted", plain: "no norm" },
    stateHints: {
      covered: "A rule stands on this sentence and it reads as it was reviewed.",
      aside: "It was decided that this sentence needs no rule.",
      partial: "Rules hold a part of what it says.",
      stale: "It reads differently from what was reviewed.",
      uncovered: "It sets a norm, and no rule stands on it.",
      cited: "It sets no norm, but a rule quotes it.",
      plain: "It sets no norm.",
    },
    drift: { unchanged: "unchanged", moved: "moved", reworded: "reworded", facts_changed: "facts changed", lost: "lost", ambiguous: "ambiguous", new: "new", absent: "document absent" },
    driftHints: {
      unchanged: "The sentence reads as it was reviewed.",
      moved: "The same sentence stands in another place.",
      reworded: "Other words, the same facts. Check that the meaning is the same.",
      facts_changed: "The sentence says something else now. The rule may be wrong.",
      lost: "The sentence is gone from the document. The rule stands on nothing.",
      ambiguous: "The quote fits several sentences. Quote more of the sentence.",
      new: "The rule quotes a sentence that nobody has reviewed.",
      absent: "The document was not found, so the quote cannot be checked.",
    },
    gaps: "Sentences without a rule",
    gapAccept: "If no rule is needed, record that",
    what: { number: "Number", unit: "Unit", bound: "Bound", modality: "Obligation", negation: "Negation", role: "Who" },
    norms: { prohibition: "prohibition", duty: "duty", only: "exclusive right", bound: "bound", number: "number", permission: "permission", advice: "advice" },
    kinds: { permit: "permission", forbid: "prohibition", limit: "limit", never: "forbidden state", deadline: "deadline", role: "role", action: "action", conflict: "contradiction", aside: "set aside" },
    settled: { settled: "settled", reopened: "reopened", expired: "expired", open: "open" },
    settledHints: {
      settled: "It is decided which reading is in force.",
      reopened: "A sentence changed after the decision. Decide again.",
      expired: "The decision was made for a time, and the time is over.",
      open: "The documents say different things, and nobody has decided.",
    },
    contradictionKinds: { conflict: "documents disagree", numbers: "rule and document disagree" },
    numbersDiffer: "The rule says {stated}; the document says {says}. Until they are the same, nobody can accept it.",
    noNumber: "no such number any longer",
  },
  ru: {
    agree: "Документы и правила согласованы",
    disagree: "Документы и правила расходятся",
    review: ["{n} место требует проверки", "{n} места требуют проверки", "{n} мест требуют проверки"],
    verified: "Сверено {when}",
    madeBy: "Составлено программой {program}",
    skip: "Перейти к содержанию",
    views: "Разделы",
    inbox: "На проверку",
    documents: "Документы",
    rules: "Правила",
    contradictions: "Противоречия",
    coverage: "Покрытие",
    search: "Поиск",
    searchHint: "Предложения, правила, сообщения",
    results: ["{n} результат", "{n} результата", "{n} результатов"],
    resultsFor: "Найдено по запросу «{query}»",
    nothingFound: "Ничего не нашлось. Попробуйте меньше слов или начало слова.",
    more: "и ещё {n}: уточните запрос",
    language: "Язык",
    darkTheme: "Тёмная тема",
    close: "Закрыть",
    copy: "Скопировать",
    copied: "Скопировано",
    all: "Все",
    filter: "Показать по состоянию",
    legend: "Состояние предложений",
    outline: "В этом документе",
    next: "Следующее",
    previous: "Предыдущее",
    place: "{at} из {all}",
    prevails: "важнее, чем {names}",
    absentDocument: "Этого документа нет",
    absentHint: "Правила ссылаются на {path}, но такого файла не нашлось. Цитаты из него проверить нельзя.",
    emptyDocument: "В документе нет текста.",
    choose: "Выберите предложение",
    chooseHint: "Нажмите на любое предложение и увидите, какие правила на нём держатся, что из него прочитано и чем проверено.",
    keys: "j и k — следующее и предыдущее предложение · / — поиск · Enter — подробности · Esc — закрыть",
    rulesOnIt: "Правила на этом предложении",
    noRules: "На этом предложении не держится ни одно правило.",
    facts: "Прочитано из текста",
    numbers: "Числа",
    heldBy: "закреплено в {names}",
    waived: "оставлено без правила: {why}",
    notHeld: "ни в одном правиле",
    scenarios: "Сценарии",
    noScenarios: "Ни один сценарий этого не проверяет.",
    passed: "сошёлся",
    failed: "не сошёлся",
    line: "строка {n}",
    source: "Текст правила",
    sentencesOfRule: "Предложения этого правила",
    otherSentences: "Держится и на этих предложениях",
    ruleUncited: "Это правило не цитирует документов.",
    quoteLost: "Этих слов в документе больше нет.",
    actions: "Действия",
    allFiles: "Файлы правил",
    changed: "Что изменилось",
    was: "было",
    is: "стало",
    movedFrom: "Было в разделе «{was}», теперь в разделе «{is}».",
    accepted: "Принято {when}, {who}",
    neverAccepted: "Эту цитату ещё никто не принимал.",
    consequences: "Что от этого зависит",
    accept: "Если правило всё ещё верно, примите новый текст",
    openInDocument: "Открыть в документе",
    inboxEmpty: "Проверять нечего",
    inboxEmptyHint: "Каждое цитируемое предложение читается так же, как при последней проверке.",
    nothingInState: "В этом состоянии ничего нет.",
    failedScenarios: "Сценарии, которые не сошлись",
    openContradictions: "Противоречия без действующего решения",
    noContradictions: "Противоречий не найдено",
    noContradictionsHint: "Мест, где документы говорят разное, нет.",
    reading: "Так говорит {document}",
    inForce: "действует",
    notInForce: "не действует",
    decidedFor: "Решено в пользу {document}",
    decidedFormerly: "Прежнее решение — в пользу {document}",
    undecided: "Никто не решил, какое из чтений действует.",
    byRule: "закреплено правилом {rule}",
    until: "действует до {when}",
    figureSentences: "Нормативных предложений учтено",
    figureNumbers: "Чисел закреплено правилами",
    figureExercised: "Предложений проверено сценариями",
    figureOf: "{reached} из {all}",
    byDocument: "По документам",
    notCovered: "Не покрыто",
    allCovered: "Все нормативные предложения учтены.",
    looseNumbers: "Числа, которых нет ни в одном правиле",
    uncitedRules: "Правила без цитат",
    allSentences: "Предложений",
    ofThemNormative: "Нормативных",
    states: { covered: "покрыто", aside: "отложено", partial: "покрыто частично", stale: "изменилось", uncovered: "не покрыто", cited: "цитируется", plain: "без нормы" },
    stateHints: {
      covered: "На предложении держится правило, и текст тот же, что проверяли.",
      aside: "Решено, что правило здесь не нужно.",
      partial: "Правила закрепляют только часть сказанного.",
      stale: "Текст не тот, который проверяли.",
      uncovered: "Предложение задаёт норму, но ни одно правило на нём не держится.",
      cited: "Нормы нет, но на предложение ссылается правило.",
      plain: "Предложение не задаёт нормы.",
    },
    drift: { unchanged: "без изменений", moved: "перемещено", reworded: "перефразировано", facts_changed: "изменилась суть", lost: "утрачено", ambiguous: "неоднозначно", new: "новая цитата", absent: "документа нет" },
    driftHints: {
      unchanged: "Предложение читается так же, как при проверке.",
      moved: "То же предложение стоит в другом месте.",
      reworded: "Слова другие, факты те же. Проверьте, что смысл прежний.",
      facts_changed: "Предложение говорит уже другое. Правило может быть неверным.",
      lost: "Предложения в документе больше нет. Правилу не на чем держаться.",
      ambiguous: "Цитата подходит к нескольким предложениям. Процитируйте полнее.",
      new: "Правило цитирует предложение, которое ещё никто не проверял.",
      absent: "Документ не найден, проверить цитату нельзя.",
    },
    gaps: "Предложения без правила",
    gapAccept: "Если правило не нужно, запишите это",
    what: { number: "Число", unit: "Единица", bound: "Предел", modality: "Обязательность", negation: "Отрицание", role: "Кто" },
    norms: { prohibition: "запрет", duty: "обязанность", only: "исключительное право", bound: "предел", number: "число", permission: "разрешение", advice: "совет" },
    kinds: { permit: "разрешение", forbid: "запрет", limit: "предел", never: "недопустимое состояние", deadline: "срок", role: "роль", action: "действие", conflict: "противоречие", aside: "отложено" },
    settled: { settled: "решено", reopened: "открыто заново", expired: "решение истекло", open: "не решено" },
    settledHints: {
      settled: "Решено, какое из чтений действует.",
      reopened: "После решения предложение изменилось. Решите заново.",
      expired: "Решение принимали на время, и оно вышло.",
      open: "Документы говорят разное, и никто ещё не решил, что верно.",
    },
    contradictionKinds: { conflict: "документы расходятся", numbers: "правило и документ расходятся" },
    numbersDiffer: "В правиле: {stated}; в документе: {says}. Пока это не одно и то же, принять правку нельзя.",
    noNumber: "такого числа больше нет",
  },
};

/** Keeps a short Russian preposition with the next word, and a dash with the word before it. */
function tidy(text) {
  return text
    .replace(/(^|[\s«(])([авикосуВИКОСУ]|на|не|ни|из|от|до|по|за|об|во|со|На|Не|Из|По)\s(?=\S)/g, "$1$2\u00a0")
    .replace(/ —/g, "\u00a0—");
}

/** The words for one language: `say(key, values)`, and `count(key, n)` in the form the number asks for. */
function wordsOf(language) {
  const table = WORDS[language] || WORDS.en;
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const find = (key) => key.split(".").reduce((at, part) => (at ? at[part] : undefined), table);
  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (mark, name) => (values && name in values ? String(values[name]) : mark));
  const say = (key, values) => {
    const text = find(key);
    if (typeof text !== "string") return key.split(".").pop();
    return fill(language === "ru" ? tidy(text) : text, values);
  };
  const count = (key, n) => {
    const forms = find(key);
    const at = language === "ru" ? { one: 0, few: 1 }[plural.select(n)] ?? 2 : n === 1 ? 0 : 1;
    return fill(forms[at], { n: number.format(n) }).replace(/^(\S+) /, "$1\u00a0");
  };
  return { say, count, number: (n) => number.format(n) };
}

const FACTS_IN_RUSSIAN = {
  "at most": "не более", "at least": "не менее", exactly: "ровно", "more than": "более", "less than": "менее", within: "в течение",
  after: "через", for: "на срок", from: "от", to: "до", every: "каждые", must: "обязан", "must not": "не должен", may: "может",
  "may not": "не может", should: "советуют", only: "только", except: "кроме", not: "отрицание",
};

/** Facts as the program writes them, in the language of the page. */
function factWords(text, language) {
  if (language !== "ru" || !text) return text;
  const one = (fact) => {
    if (FACTS_IN_RUSSIAN[fact]) return FACTS_IN_RUSSIAN[fact];
    if (/^not \d+ times$/.test(fact)) return fact.replace(/\D+(\d+).*/, "отрицаний: $1");
    const bound = Object.keys(FACTS_IN_RUSSIAN).find((words) => fact.startsWith(words + " ") && /^-?\d/.test(fact.slice(words.length + 1)));
    if (bound) return FACTS_IN_RUSSIAN[bound] + fact.slice(bound.length);
    return fact.replace(/^roles: /, "кто: ");
  };
  return text.split("; ").map(one).join("; ");
}

/** A date as people write it; the text as it is where it is no date. */
function dateInWords(text, language) {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? text + "T00:00:00Z" : text);
  if (Number.isNaN(date.getTime())) return String(text);
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const day = new Intl.DateTimeFormat(language === "ru" ? "ru" : "en-GB", options).format(date);
  const clock = text.includes("T") ? ", " + date.toISOString().slice(11, 16) + "\u00a0UTC" : "";
  return day.replace(/\s?г\.$/, "\u00a0г.") + clock;
}
