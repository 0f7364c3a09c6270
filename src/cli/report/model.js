/* The data, what of it belongs together, and the making of elements. All that comes from the data is put in as text. */

const data = JSON.parse(document.getElementById("data").textContent);
const app = document.getElementById("app");
const sequence = document.getElementById("sequence");
const status = document.getElementById("status");

const SENTENCE_STATES = ["covered", "aside", "partial", "stale", "uncovered", "cited", "plain"];
const OPEN_STATES = ["stale", "uncovered", "partial"];
const DRIFT_STATES = ["facts_changed", "lost", "absent", "ambiguous", "step_changed", "reworded", "new", "moved"];
const VIEWS = ["inbox", "documents", "rules", "contradictions", "coverage"];
const RESULTS_SHOWN = 60;

const list = (value) => (Array.isArray(value) ? value : []);
const documents = list(data.documents);
const rules = list(data.rules);
const citations = list(data.citations);
const contradictions = list(data.contradictions);
const scenarios = list(data.scenarios);

/** What people call an action or a role in the language of the page; its name in the rules where they call it nothing. */
const nameIn = (called, id) => (called || {})[now.language] || id;
const nameOfAction = (id) => nameIn((data.called || {})[id], id);

const now = {
  language: data.language === "ru" ? "ru" : "en",
  words: null,
  route: null,
  query: "",
  sentenceFilter: null,
  driftFilter: null,
  document: documents.length ? documents[0].name : null,
};

// ── Elements ───────────────────────────────────────────────────────────────────────────────

function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  append(made, children);
  return made;
}

function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Puts these in place of all that is inside. */
function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

const SHAPES = {
  covered: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z",
  aside: "M3 7.25h10v1.5H3z",
  partial: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.5v9a4.5 4.5 0 0 1 0-9z",
  stale: "M8 1.6 14.9 14H1.1zM8 4.7 3.65 12.5h8.7z",
  uncovered: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
  cited: "M3 5.2h10v1.4H3zm0 4.2h10v1.4H3z",
  plain: "M8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
  unchanged: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z",
  moved: "M2 7.25h8.2L7.4 4.45l1.05-1.05L13.05 8l-4.6 4.6-1.05-1.05 2.8-2.8H2z",
  reworded: "M2 5.6c1.6-2.2 3.4-2.2 6-.8s4 1.2 5.2-.5l1.1 1c-1.7 2.3-3.7 2.2-7 .8-2-.9-3.2-.9-4.2.5zm0 5c1.6-2.2 3.4-2.2 6-.8s4 1.2 5.2-.5l1.1 1c-1.7 2.3-3.7 2.2-7 .8-2-.9-3.2-.9-4.2.5z",
  step_changed: "M2 5.6c1.6-2.2 3.4-2.2 6-.8s4 1.2 5.2-.5l1.1 1c-1.7 2.3-3.7 2.2-7 .8-2-.9-3.2-.9-4.2.5zm0 5c1.6-2.2 3.4-2.2 6-.8s4 1.2 5.2-.5l1.1 1c-1.7 2.3-3.7 2.2-7 .8-2-.9-3.2-.9-4.2.5z",
  facts_changed: "M8 1.6 14.9 14H1.1zM8 4.7 3.65 12.5h8.7z",
  lost: "m3.55 2.5 4.45 4.45 4.45-4.45 1.05 1.05L9.05 8l4.45 4.45-1.05 1.05L8 9.05 3.55 13.5 2.5 12.45 6.95 8 2.5 3.55z",
  ambiguous: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM5 7.2h6v1.6H5z",
  new: "M7.25 2.5h1.5v4.75h4.75v1.5H8.75v4.75h-1.5V8.75H2.5v-1.5h4.75z",
  absent: "M3.5 1.5h6l3 3v10h-9zm1.5 1.5v10h6V5.2L8.8 3z",
  settled: "m6.3 12.7-4.1-4.1 1.05-1.05 3.05 3.05 6.45-6.45 1.05 1.05z",
  reopened: "M8 2.5a5.5 5.5 0 1 1-5.3 4h1.6A4 4 0 1 0 8 4v2.2L4.7 3.25 8 .3z",
  expired: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM7.3 5h1.4v2.7l2 1.2-.7 1.2-2.7-1.6z",
  open: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
  search: "M7 2a5 5 0 1 0 3 9l3.1 3.1 1-1L11 10A5 5 0 0 0 7 2zm0 1.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z",
  theme: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.4v9.2a4.6 4.6 0 0 1 0-9.2z",
  up: "M8 4.5 13 9.5l-1 1-4-4-4 4-1-1z",
  down: "M8 11.5 3 6.5l1-1 4 4 4-4 1 1z",
};
SHAPES.passed = SHAPES.settled;
SHAPES.failed = SHAPES.lost;
SHAPES.close = SHAPES.lost;

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name] || SHAPES.plain);
  path.setAttribute("fill-rule", "evenodd");
  drawing.append(path);
  return drawing;
}

/** Text with its **strong** and `code` parts; everything else as it stands. */
function rich(text) {
  const parts = String(text ?? "").split(/(\*\*[^*]+\*\*|`[^`]+`)/);
  return parts.map((part) => {
    if (part.length > 4 && part.startsWith("**") && part.endsWith("**")) return el("strong", null, part.slice(2, -2));
    if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) return el("code", null, part.slice(1, -1));
    return part;
  });
}

const say = (key, values) => now.words.say(key, values);
const count = (key, n) => now.words.count(key, n);
const number = (n) => now.words.number(n);
const when = (text) => dateInWords(text, now.language);
const languageOf = (text) => (/[а-яё]/i.test(text) ? "ru" : "en");
const fileName = (path) => String(path || "").split("/").pop();

/** The wording in the language of the page, or else in the other. */
const worded = (texts) => texts?.[now.language] || texts?.en || texts?.ru || "";

/** Where something stands: at a line of a file, or at a place in a document without lines. */
const placeOf = (file, one) => file + (one.place ? ", " + worded(one.place) : ":" + one.line);

/** What the program says: in the language of the page, or as it stands. */
const inWords = (texts) => (typeof texts === "string" ? texts : worded(texts));

/** A message with its {places} still open. */
function withBlanks(message) {
  return message.split(/(\{[^{}]*\})/).map((part, at) => (at % 2 ? el("span", { class: "blank" }, part) : part));
}

const announce = (text) => (status.textContent = text);

// ── What belongs together ──────────────────────────────────────────────────────────────────

const documentNamed = new Map(documents.map((one) => [one.name, one]));
const sentenceOf = new Map();
for (const one of documents) {
  let heading = "";
  const headingAt = new Map();
  for (const block of list(one.blocks)) {
    if (block.kind === "heading") heading = textOfBlock(one, block);
    for (const at of list(block.sentences)) headingAt.set(at, heading);
  }
  list(one.sentences).forEach((sentence, at) =>
    sentenceOf.set(sentence.id, { sentence, document: one, at, heading: headingAt.get(at) || "" }));
}
const ruleOf = new Map(rules.map((rule) => [rule.key, rule]));
const ruleWithId = new Map();
for (const rule of rules) if (!ruleWithId.has(rule.id)) ruleWithId.set(rule.id, rule);
const citationOf = new Map(citations.map((citation) => [citation.index, citation]));
const contradictionWithId = new Map(contradictions.map((one) => [one.id, one]));

const drifted = citations.filter((one) => one.state !== "unchanged");
drifted.sort((one, other) => DRIFT_STATES.indexOf(one.state) - DRIFT_STATES.indexOf(other.state) || one.index - other.index);
const unsettled = contradictions.filter((one) => one.state !== "settled");
const failing = scenarios.filter((one) => !one.passed);
const gaps = documents.flatMap((one) => list(one.sentences).filter((sentence) => sentence.gap).map((sentence) => ({ document: one, sentence })));
const toReview = drifted.length + gaps.length + unsettled.length + failing.length;

function textOfBlock(one, block) {
  return list(block.sentences).map((at) => one.sentences[at]?.text || "").join(" ");
}

function stateOf(sentence) {
  if (SENTENCE_STATES.includes(sentence.state)) return sentence.state;
  return list(sentence.citations).length ? "cited" : "plain";
}

/** What the map knows of these keys. */
const known = (map, keys) => list(keys).map((key) => map.get(key)).filter(Boolean);

/** The rules that stand on a sentence, without the contradictions it is a side of. */
const rulesOn = (sentence) => known(ruleOf, sentence.cited_by);

function sentencesOfRule(rule) {
  const ids = known(citationOf, rule.citations).flatMap((citation) => list(citation.sentences));
  return [...new Set(ids.filter((id) => sentenceOf.has(id)))];
}

function countStates(one) {
  const counts = Object.fromEntries(SENTENCE_STATES.map((state) => [state, 0]));
  for (const sentence of list(one.sentences)) counts[stateOf(sentence)] += 1;
  return counts;
}
