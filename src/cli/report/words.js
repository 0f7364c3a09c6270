/* The words of the interface, English and Russian. `{name}` is filled in; a list of forms is chosen by number. */

const WORDS = {
  agree: ["Documents and rules agree", "Документы и правила согласованы"],
  partlyAgree: ["Nothing has drifted, but {open} of {all} normative sentences have no rule", "Расхождений нет, но нет правил для нормативных предложений: {open} из {all}"],
  disagree: ["Documents and rules do not agree", "Документы и правила расходятся"],
  review: [["{n} thing to review", "{n} things to review"], ["{n} место требует проверки", "{n} места требуют проверки", "{n} мест требуют проверки"]],
  verified: ["Compared {when}", "Сверено {when}"],
  madeBy: ["Made by {program}", "Составлено программой {program}"],
  skip: ["Skip to content", "Перейти к содержанию"],
  views: ["Sections", "Разделы"],
  inbox: ["To review", "На проверку"],
  documents: ["Documents", "Документы"],
  rules: ["Rules", "Правила"],
  contradictions: ["Conflicts", "Противоречия"],
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
  reading: ["our reading", "наше прочтение"],
  readingHint: ["our reading: no document says this", "наше прочтение: в документах этого нет"],
  prevails: ["prevails over {names}", "важнее, чем {names}"],
  absentDocument: ["This document is missing", "Этого документа нет"],
  absentHint: [
    "The rules name {path}, but there is no such file. Its citations cannot be checked.",
    "Правила ссылаются на {path}, но такого файла нет. Ссылки на него проверить нельзя.",
  ],
  emptyDocument: ["The document has no text.", "В документе нет текста."],
  choose: ["Choose a sentence", "Выберите предложение"],
  chooseHint: [
    "Click a sentence to see the rules that cite it, its facts and the scenarios that try it.",
    "Нажмите на предложение: появятся правила, которые на него ссылаются, его суть и сценарии, которые его проверяют.",
  ],
  keys: [
    "j and k: next and previous sentence · / : search · Enter: details · Esc: close",
    "j и k — следующее и предыдущее предложение · / — поиск · Enter — подробности · Esc — закрыть",
  ],
  rulesOnIt: ["Rules that cite this sentence", "Правила, которые ссылаются на предложение"],
  noRules: ["No rule cites this sentence.", "Ни одно правило не ссылается на это предложение."],
  facts: ["Facts", "Суть"],
  numbers: ["Numbers", "Числа"],
  heldBy: ["stated by {names}", "указано в {names}"],
  waived: ["not in the rules: {why}", "в правилах не указано: {why}"],
  notHeld: ["in no rule", "ни в одном правиле"],
  notBound: [", but not bound: its bound or unit cannot be compared", ", но не сверено: границу или единицу не сравнить"],
  scenarios: ["Scenarios", "Сценарии"],
  noScenarios: ["No scenario tries it.", "Ни один сценарий этого не проверяет."],
  passed: ["passed", "пройден"],
  failed: ["failed", "не пройден"],
  line: ["line {n}", "строка {n}"],
  source: ["Rule text", "Текст правила"],
  sentencesOfRule: ["Sentences this rule cites", "Предложения, на которые ссылается правило"],
  otherSentences: ["Also cites", "Ссылается и на эти предложения"],
  ruleUncited: ["This rule has no citations.", "У этого правила нет ссылок."],
  quoteLost: ["The document no longer contains this quote.", "В документе этой цитаты больше нет."],
  actions: ["Actions", "Действия"],
  allFiles: ["Rule files", "Файлы правил"],
  changed: ["What changed", "Что изменилось"],
  was: ["was", "было"],
  is: ["is now", "стало"],
  movedFrom: ["Was under “{was}”, now under “{is}”.", "Было под заголовком «{was}», теперь под заголовком «{is}»."],
  accepted: ["Accepted {when} by {who}", "Принято {when}, {who}"],
  neverAccepted: ["Not reviewed yet.", "Ещё не проверено."],
  consequences: ["What this affects", "Что это затрагивает"],
  accept: ["If the rule is still right, accept the new text", "Если правило по-прежнему верно, примите новый текст"],
  openInDocument: ["Open in the document", "Открыть в документе"],
  inboxEmpty: ["Nothing to review", "Проверять нечего"],
  inboxEmptyHint: ["Every citation is as it was reviewed.", "Все ссылки такие же, как при проверке."],
  nothingInState: ["Nothing in this state.", "В этом состоянии ничего нет."],
  failedScenarios: ["Failed scenarios", "Сценарии, которые не пройдены"],
  openContradictions: ["Open conflicts", "Открытые противоречия"],
  noContradictions: ["No known conflicts", "Известных противоречий нет"],
  noContradictionsHint: ["No two documents, and no rule and its document, are known to contradict each other.", "Нигде не найдено, что документы противоречат друг другу или правилам."],
  reading: ["{document} says", "Так говорит {document}"],
  inForce: ["in force", "действует"],
  notInForce: ["not in force", "не действует"],
  decidedFor: ["Decided for {document}", "Решено в пользу {document}"],
  decidedFormerly: ["The decision was for {document}", "Прежнее решение — в пользу {document}"],
  undecided: ["It is not decided which reading is in force.", "Не решено, какое прочтение действует."],
  byRule: ["by {rule}", "по правилу {rule}"],
  until: ["valid until {when}", "действует до {when}"],
  figureSentences: ["Normative sentences covered", "Нормативных предложений покрыто"],
  figureNumbers: ["Numbers covered", "Чисел покрыто"],
  figureExercised: ["Sentences tried by scenarios", "Предложений проверено сценариями"],
  figureOf: ["{reached} of {all}", "{reached} из {all}"],
  byDocument: ["By document", "По документам"],
  notCovered: ["Not covered", "Не покрыто"],
  allCovered: ["Every normative sentence is covered or is an aside.", "Все нормативные предложения покрыты или помечены «не норма»."],
  looseNumbers: ["Numbers in no rule", "Числа, которых нет ни в одном правиле"],
  uncitedRules: ["Rules without citations", "Правила без ссылок"],
  allSentences: ["Sentences", "Предложений"],
  ofThemNormative: ["Normative", "Нормативных"],
  states: {
    covered: ["covered", "покрыто"],
    aside: ["aside", "не норма"],
    partial: ["partly covered", "покрыто частично"],
    stale: ["changed", "изменилось"],
    uncovered: ["not covered", "не покрыто"],
    cited: ["cited", "есть ссылка"],
    plain: ["plain text", "обычный текст"],
  },
  stateHints: {
    covered: ["A rule cites this sentence, and it is as it was reviewed.", "На предложение ссылается правило, и текст тот же, что при проверке."],
    aside: ["An aside says why this sentence needs no rule.", "Помечено «не норма»: указано, почему правило не нужно."],
    partial: ["Rules cover only a part of what it says.", "Правила покрывают только часть сказанного."],
    stale: ["It changed since it was reviewed.", "Текст изменился после проверки."],
    uncovered: ["It is normative, and no rule cites it.", "Предложение нормативное, но ни одно правило на него не ссылается."],
    cited: ["It is not normative, but a rule cites it.", "Предложение не нормативное, но на него ссылается правило."],
    plain: ["It is not normative.", "Предложение не нормативное."],
  },
  drift: {
    unchanged: ["unchanged", "без изменений"],
    moved: ["moved", "перенесено"],
    reworded: ["reworded", "пересказано"],
    facts_changed: ["facts changed", "изменилась суть"],
    step_changed: ["another step", "другой шаг"],
    lost: ["lost", "исчезло"],
    ambiguous: ["ambiguous", "неоднозначно"],
    new: ["new", "новое"],
    absent: ["document missing", "документа нет"],
  },
  driftHints: {
    unchanged: ["The passage is as it was reviewed.", "Фрагмент такой же, как при проверке."],
    moved: ["The same words are in another place.", "Те же слова теперь в другом месте."],
    reworded: ["Other words, the same facts. Check that the meaning is the same.", "Слова другие, суть та же. Проверьте, что смысл прежний."],
    facts_changed: ["The passage states other facts now. The rule may be wrong.", "Суть фрагмента изменилась. Правило может быть неверным."],
    step_changed: ["A step that retells the passage was changed. Check that it still says the same.", "Шаг, который пересказывает фрагмент, изменился. Проверьте, что он говорит то же."],
    lost: ["The document no longer contains the passage.", "Этого фрагмента в документе больше нет."],
    ambiguous: ["The quote fits several passages. Quote more.", "Цитате соответствует несколько фрагментов. Процитируйте больше."],
    new: ["The rule cites a passage that was never reviewed.", "Правило ссылается на фрагмент, который ещё не проверялся."],
    absent: ["The document is missing, so the quote cannot be checked.", "Документа нет, проверить цитату нельзя."],
  },
  gaps: ["Sentences not covered", "Непокрытые предложения"],
  gapAccept: ["If no rule is needed, accept that", "Если правило не нужно, примите это"],
  what: {
    number: ["Number", "Число"],
    unit: ["Unit", "Единица"],
    bound: ["Bound", "Граница"],
    modality: ["Modality", "Модальность"],
    negation: ["Negation", "Отрицание"],
    role: ["Role", "Роль"],
  },
  norms: {
    prohibition: ["prohibition", "запрет"],
    duty: ["duty", "обязанность"],
    only: ["exclusive right", "исключительное право"],
    bound: ["bound", "граница"],
    number: ["number", "число"],
    permission: ["permission", "разрешение"],
    advice: ["advice", "совет"],
  },
  kinds: {
    permit: ["permit", "разрешение"],
    forbid: ["forbid", "запрет"],
    limit: ["limit", "лимит"],
    never: ["never", "недопустимое"],
    deadline: ["deadline", "срок"],
    role: ["role", "роль"],
    action: ["action", "действие"],
    conflict: ["conflict", "противоречие"],
    aside: ["aside", "не норма"],
  },
  settled: {
    settled: ["settled", "решено"],
    reopened: ["open again", "снова открыто"],
    expired: ["expired", "решение истекло"],
    open: ["open", "открыто"],
  },
  settledHints: {
    settled: ["It is decided which reading is in force.", "Решено, какое прочтение действует."],
    reopened: ["A passage changed after the decision. Decide again.", "После решения фрагмент изменился. Решите заново."],
    expired: ["It was settled only for a time, which is over.", "Решение было временным, и срок вышел."],
    open: ["The documents differ, and it is not decided which is right.", "Документы расходятся, и ещё не решено, что верно."],
  },
  contradictionKinds: {
    conflict: ["documents differ", "документы расходятся"],
    numbers: ["rule and document differ", "правило и документ расходятся"],
    modality: ["rule and document say the opposite", "правило и документ противоречат друг другу"],
  },
  numbersDiffer: [
    "The rule states {stated}; the document states {says}. Until they are the same, it cannot be accepted.",
    "В правиле: {stated}; в документе: {says}. Пока числа не совпадут, принять правку нельзя.",
  ],
  modalityDiffer: [
    "One says the opposite of the other: {stated}, {says}. Until one of them is corrected, it cannot be accepted.",
    "Одно противоречит другому: {stated}, {says}. Пока одно из них не исправлено, принять правку нельзя.",
  ],
  noNumber: ["no such number any more", "такого числа больше нет"],
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

/** A date as people write it; the text as it is where it is no date. */
function dateInWords(text, language) {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? text + "T00:00:00Z" : text);
  if (Number.isNaN(date.getTime())) return String(text);
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const day = new Intl.DateTimeFormat(language === "ru" ? "ru" : "en-GB", options).format(date);
  const clock = text.includes("T") ? ", " + date.toISOString().slice(11, 16) + "\u00a0UTC" : "";
  return day.replace(/\s?г\.$/, "\u00a0г.") + clock;
}
