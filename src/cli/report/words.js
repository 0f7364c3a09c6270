/* The words of the interface, English and Russian. `{name}` is filled in; a list of forms is chosen by number. */

const WORDS = {
  agree: ["Documents and rules agree", "Документы и правила согласованы"],
  disagree: ["Documents and rules do not agree", "Документы и правила расходятся"],
  review: [["{n} thing to review", "{n} things to review"], ["{n} место требует проверки", "{n} места требуют проверки", "{n} мест требуют проверки"]],
  verified: ["Checked {when}", "Сверено {when}"],
  madeBy: ["Made by {program}", "Составлено программой {program}"],
  skip: ["Skip to content", "Перейти к содержанию"],
  views: ["Sections", "Разделы"],
  inbox: ["To review", "На проверку"],
  documents: ["Documents", "Документы"],
  rules: ["Rules", "Правила"],
  contradictions: ["Contradictions", "Противоречия"],
  coverage: ["Coverage", "Покрытие"],
  search: ["Search", "Поиск"],
  searchHint: ["Sentences, rules, messages", "Предложения, правила, сообщения"],
  results: [["{n} result", "{n} results"], ["{n} результат", "{n} результата", "{n} результатов"]],
  resultsFor: ["Results for “{query}”", "Найдено по запросу «{query}»"],
  nothingFound: ["Nothing found. Try fewer words or the beginning of a word.", "Ничего не нашлось. Попробуйте меньше слов или начало слова."],
  more: ["and {n} more: add a word to narrow the search", "и ещё {n}: уточните запрос"],
  language: ["Language", "Язык"],
  darkTheme: ["Dark theme", "Тёмная тема"],
  close: ["Close", "Закрыть"],
  copy: ["Copy", "Скопировать"],
  copied: ["Copied", "Скопировано"],
  all: ["All", "Все"],
  filter: ["Show by state", "Показать по состоянию"],
  legend: ["State of sentences", "Состояние предложений"],
  outline: ["In this document", "В этом документе"],
  next: ["Next", "Следующее"],
  previous: ["Previous", "Предыдущее"],
  prevails: ["prevails over {names}", "важнее, чем {names}"],
  absentDocument: ["This document is not there", "Этого документа нет"],
  absentHint: [
    "The rules name {path}, but no file was found at that place. Its citations cannot be checked.",
    "Правила ссылаются на {path}, но такого файла не нашлось. Цитаты из него проверить нельзя.",
  ],
  emptyDocument: ["The document has no text.", "В документе нет текста."],
  choose: ["Choose a sentence", "Выберите предложение"],
  chooseHint: [
    "Click any sentence to see the rules that stand on it, what was read from it and how it is tested.",
    "Нажмите на любое предложение и увидите, какие правила на нём держатся, что из него прочитано и чем проверено.",
  ],
  keys: [
    "j and k: next and previous sentence · / : search · Enter: details · Esc: close",
    "j и k — следующее и предыдущее предложение · / — поиск · Enter — подробности · Esc — закрыть",
  ],
  rulesOnIt: ["Rules on this sentence", "Правила на этом предложении"],
  noRules: ["No rule stands on this sentence.", "На этом предложении не держится ни одно правило."],
  facts: ["Read from the text", "Прочитано из текста"],
  numbers: ["Numbers", "Числа"],
  heldBy: ["held by {names}", "закреплено в {names}"],
  waived: ["left aside: {why}", "оставлено без правила: {why}"],
  notHeld: ["held by no rule", "ни в одном правиле"],
  scenarios: ["Scenarios", "Сценарии"],
  noScenarios: ["No scenario tries it.", "Ни один сценарий этого не проверяет."],
  passed: ["passed", "сошёлся"],
  failed: ["failed", "не сошёлся"],
  line: ["line {n}", "строка {n}"],
  source: ["Rule text", "Текст правила"],
  sentencesOfRule: ["Sentences of this rule", "Предложения этого правила"],
  otherSentences: ["Also stands on", "Держится и на этих предложениях"],
  ruleUncited: ["This rule quotes no document.", "Это правило не цитирует документов."],
  quoteLost: ["The quoted text is not in the document any more.", "Этих слов в документе больше нет."],
  actions: ["Actions", "Действия"],
  allFiles: ["Rule files", "Файлы правил"],
  changed: ["What changed", "Что изменилось"],
  was: ["was", "было"],
  is: ["is now", "стало"],
  movedFrom: ["Was under “{was}”, stands now under “{is}”.", "Было в разделе «{was}», теперь в разделе «{is}»."],
  accepted: ["Accepted {when} by {who}", "Принято {when}, {who}"],
  neverAccepted: ["Nobody has accepted this citation yet.", "Эту цитату ещё никто не принимал."],
  consequences: ["What depends on it", "Что от этого зависит"],
  accept: ["If the rule is still right, accept the new text", "Если правило всё ещё верно, примите новый текст"],
  openInDocument: ["Open in the document", "Открыть в документе"],
  inboxEmpty: ["Nothing to review", "Проверять нечего"],
  inboxEmptyHint: ["Every cited sentence reads as it did when it was last accepted.", "Каждое цитируемое предложение читается так же, как при последней проверке."],
  nothingInState: ["Nothing in this state.", "В этом состоянии ничего нет."],
  failedScenarios: ["Scenarios that failed", "Сценарии, которые не сошлись"],
  openContradictions: ["Contradictions without a valid decision", "Противоречия без действующего решения"],
  noContradictions: ["No contradictions known", "Противоречий не найдено"],
  noContradictionsHint: ["The documents were not found to say different things.", "Мест, где документы говорят разное, нет."],
  reading: ["{document} says", "Так говорит {document}"],
  inForce: ["in force", "действует"],
  notInForce: ["not in force", "не действует"],
  decidedFor: ["Decided for {document}", "Решено в пользу {document}"],
  decidedFormerly: ["The decision was for {document}", "Прежнее решение — в пользу {document}"],
  undecided: ["Nobody has decided which reading is in force.", "Никто не решил, какое из чтений действует."],
  byRule: ["put into force by {rule}", "закреплено правилом {rule}"],
  until: ["valid until {when}", "действует до {when}"],
  figureSentences: ["Normative sentences accounted for", "Нормативных предложений учтено"],
  figureNumbers: ["Numbers held by rules", "Чисел закреплено правилами"],
  figureExercised: ["Sentences tried by scenarios", "Предложений проверено сценариями"],
  figureOf: ["{reached} of {all}", "{reached} из {all}"],
  byDocument: ["By document", "По документам"],
  notCovered: ["Not covered", "Не покрыто"],
  allCovered: ["Every normative sentence is accounted for.", "Все нормативные предложения учтены."],
  looseNumbers: ["Numbers held by no rule", "Числа, которых нет ни в одном правиле"],
  uncitedRules: ["Rules that quote no document", "Правила без цитат"],
  allSentences: ["Sentences", "Предложений"],
  ofThemNormative: ["Normative", "Нормативных"],
  states: {
    covered: ["covered", "покрыто"],
    aside: ["set aside", "отложено"],
    partial: ["partly covered", "покрыто частично"],
    stale: ["changed", "изменилось"],
    uncovered: ["not covered", "не покрыто"],
    cited: ["quoted", "цитируется"],
    plain: ["no norm", "без нормы"],
  },
  stateHints: {
    covered: ["A rule stands on this sentence and it reads as it was reviewed.", "На предложении держится правило, и текст тот же, что проверяли."],
    aside: ["It was decided that this sentence needs no rule.", "Решено, что правило здесь не нужно."],
    partial: ["Rules hold a part of what it says.", "Правила закрепляют только часть сказанного."],
    stale: ["It reads differently from what was reviewed.", "Текст не тот, который проверяли."],
    uncovered: ["It sets a norm, and no rule stands on it.", "Предложение задаёт норму, но ни одно правило на нём не держится."],
    cited: ["It sets no norm, but a rule quotes it.", "Нормы нет, но на предложение ссылается правило."],
    plain: ["It sets no norm.", "Предложение не задаёт нормы."],
  },
  drift: {
    unchanged: ["unchanged", "без изменений"],
    moved: ["moved", "перемещено"],
    reworded: ["reworded", "перефразировано"],
    facts_changed: ["facts changed", "изменилась суть"],
    lost: ["lost", "утрачено"],
    ambiguous: ["ambiguous", "неоднозначно"],
    new: ["new", "новая цитата"],
    absent: ["document absent", "документа нет"],
  },
  driftHints: {
    unchanged: ["The sentence reads as it was reviewed.", "Предложение читается так же, как при проверке."],
    moved: ["The same sentence stands in another place.", "То же предложение стоит в другом месте."],
    reworded: ["Other words, the same facts. Check that the meaning is the same.", "Слова другие, факты те же. Проверьте, что смысл прежний."],
    facts_changed: ["The sentence says something else now. The rule may be wrong.", "Предложение говорит уже другое. Правило может быть неверным."],
    lost: ["The sentence is gone from the document. The rule stands on nothing.", "Предложения в документе больше нет. Правилу не на чем держаться."],
    ambiguous: ["The quote fits several sentences. Quote more of the sentence.", "Цитата подходит к нескольким предложениям. Процитируйте полнее."],
    new: ["The rule quotes a sentence that nobody has reviewed.", "Правило цитирует предложение, которое ещё никто не проверял."],
    absent: ["The document was not found, so the quote cannot be checked.", "Документ не найден, проверить цитату нельзя."],
  },
  gaps: ["Sentences without a rule", "Предложения без правила"],
  gapAccept: ["If no rule is needed, record that", "Если правило не нужно, запишите это"],
  what: {
    number: ["Number", "Число"],
    unit: ["Unit", "Единица"],
    bound: ["Bound", "Предел"],
    modality: ["Obligation", "Обязательность"],
    negation: ["Negation", "Отрицание"],
    role: ["Who", "Кто"],
  },
  norms: {
    prohibition: ["prohibition", "запрет"],
    duty: ["duty", "обязанность"],
    only: ["exclusive right", "исключительное право"],
    bound: ["bound", "предел"],
    number: ["number", "число"],
    permission: ["permission", "разрешение"],
    advice: ["advice", "совет"],
  },
  kinds: {
    permit: ["permission", "разрешение"],
    forbid: ["prohibition", "запрет"],
    limit: ["limit", "предел"],
    never: ["forbidden state", "недопустимое состояние"],
    deadline: ["deadline", "срок"],
    role: ["role", "роль"],
    action: ["action", "действие"],
    conflict: ["contradiction", "противоречие"],
    aside: ["set aside", "отложено"],
  },
  settled: {
    settled: ["settled", "решено"],
    reopened: ["reopened", "открыто заново"],
    expired: ["expired", "решение истекло"],
    open: ["open", "не решено"],
  },
  settledHints: {
    settled: ["It is decided which reading is in force.", "Решено, какое из чтений действует."],
    reopened: ["A sentence changed after the decision. Decide again.", "После решения предложение изменилось. Решите заново."],
    expired: ["The decision was made for a time, and the time is over.", "Решение принимали на время, и оно вышло."],
    open: ["The documents say different things, and nobody has decided.", "Документы говорят разное, и никто ещё не решил, что верно."],
  },
  contradictionKinds: {
    conflict: ["documents disagree", "документы расходятся"],
    numbers: ["rule and document disagree", "правило и документ расходятся"],
  },
  numbersDiffer: [
    "The rule says {stated}; the document says {says}. Until they are the same, nobody can accept it.",
    "В правиле: {stated}; в документе: {says}. Пока это не одно и то же, принять правку нельзя.",
  ],
  noNumber: ["no such number any longer", "такого числа больше нет"],
};

/** Keeps a short Russian preposition with the next word, and a dash with the word before it. */
function tidy(text) {
  return text
    .replace(/(^|[\s«(])([авикосуВИКОСУ]|на|не|ни|из|от|до|по|за|об|во|со|На|Не|Из|По)\s(?=\S)/g, "$1$2\u00a0")
    .replace(/ —/g, "\u00a0—");
}

/** The words for one language: `say(key, values)`, and `count(key, n)` in the form the number asks for. */
function wordsOf(language) {
  const which = language === "ru" ? 1 : 0;
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const find = (key) => key.split(".").reduce((at, part) => at?.[part], WORDS)?.[which];
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
