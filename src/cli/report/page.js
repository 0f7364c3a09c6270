/* The frame around the views: where one is, search, keys and paper. */

// ── Where one is ───────────────────────────────────────────────────────────────────────────

const hashOf = (...parts) =>
  "#" + parts.map((part) => encodeURIComponent(part).replaceAll("%3A", ":")).join("/");

function hashOfRule(rule) {
  return rule.kind === "conflict" && contradictionWithId.has(rule.id) ? hashOf("contradictions", rule.id) : hashOf(rule.key);
}

function routeOf(hash) {
  let parts;
  try {
    parts = hash.replace(/^#/, "").split("/").map(decodeURIComponent);
  } catch {
    parts = [""];
  }
  const whole = parts.join("/");
  if (sentenceOf.has(whole)) return { view: "documents", document: sentenceOf.get(whole).document.name, sentence: whole };
  if (ruleOf.has(whole)) {
    const rule = ruleOf.get(whole);
    if (rule.kind === "conflict" && contradictionWithId.has(rule.id)) return { view: "contradictions", chosen: rule.id };
    return { view: "rules", chosen: whole };
  }
  const [view, chosen] = [parts[0], parts.slice(1).join("/")];
  if (view === "documents" && documentNamed.has(chosen)) return { view, document: chosen };
  if (VIEWS.includes(view)) return { view, document: now.document, chosen };
  return { view: toReview ? "inbox" : "documents", document: now.document };
}

function go(hash) {
  if (location.hash === hash) follow();
  else location.hash = hash;
}

/** Changes the address without a new entry in the history. */
function replace(hash) {
  try {
    history.replaceState(null, "", hash);
    follow();
  } catch {
    location.replace(hash);
  }
}

function follow() {
  const before = now.route;
  const searched = now.query !== "";
  now.route = routeOf(location.hash);
  if (now.route.document) now.document = now.route.document;
  if (searched) clearSearch();
  const { view, document: name } = now.route;
  const same = !searched && before && before.view === view && view === "documents" && before.document === name;
  if (!same) showView();
  if (view === "documents") choose(now.route.sentence || null);
  else if (now.route.chosen) reveal(now.route.chosen);
  else if (!same && before) window.scrollTo(0, Math.min(window.scrollY, mastheadHeight()));
}

const mastheadHeight = () => app.querySelector(".masthead")?.offsetHeight || 0;

/** Brings the rule, citation or contradiction that the address names before the eye. */
function reveal(key) {
  for (const card of app.querySelectorAll("[data-key]")) {
    const chosen = card.dataset.key === key;
    card.classList.toggle("chosen", chosen);
    const head = card.querySelector("[data-head]");
    if (chosen) head?.setAttribute("aria-current", "true");
    else head?.removeAttribute("aria-current");
    if (!chosen) continue;
    card.querySelector("details.source")?.setAttribute("open", "");
    card.scrollIntoView({ block: "start" });
    head?.focus({ preventScroll: true });
  }
}

// ── The frame ──────────────────────────────────────────────────────────────────────────────

function showPage() {
  now.words = wordsOf(now.language);
  document.documentElement.lang = now.language;
  document.title = data.title + " — " + overallWords();
  app.replaceChildren(
    el("a", { class: "skip", href: "#main", on: { click: skipToMain } }, say("skip")),
    masthead(), bar(), el("main", { id: "main", tabindex: -1 }), footer());
  document.getElementById("main").addEventListener("click", onMainClick);
  now.route = null;
  follow();
}

function skipToMain(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

/* How many normative sentences no rule stands on. */
function open() {
  const { reached = 0, all = 0 } = (data.figures || {}).sentences || {};
  return all - reached;
}

function isWhole() {
  return open() === 0;
}

function overallWords() {
  if (data.holds && isWhole()) return say("agree");
  if (data.holds) return say("partlyAgree", { open: number(open()), all: number(data.figures.sentences.all) });
  return toReview ? count("review", toReview) : say("disagree");
}

function masthead() {
  const verified = data.verified ? say("verified", { when: when(data.verified) }) : "";
  return el("header", { class: "masthead" },
    el("div", { class: "naming" },
      el("h1", null, data.title),
      el("p", { class: "overall " + (data.holds && isWhole() ? "good" : "bad") }, icon(data.holds && isWhole() ? "settled" : "stale"), el("span", null, overallWords())),
      el("p", { class: "muted" }, verified)),
    figures());
}

function figures() {
  const all = data.figures || {};
  const shown = [["sentences", "figureSentences"], ["numbers", "figureNumbers"], ["exercised", "figureExercised"]];
  return el("dl", { class: "figures" }, shown.filter(([name]) => all[name]).map(([name, key]) => {
    const { reached, all: total, percent } = all[name];
    const share = total ? Math.max(0, Math.min(100, Number(percent) || 0)) : 0;
    const filled = el("span", { class: "fill" });
    filled.style.width = share + "%";
    return el("div", { class: "figure" },
      el("dt", null, say(key)),
      el("dd", null,
        el("span", { class: "percent" }, total ? number(share) + (now.language === "ru" ? "\u00a0%" : "%") : "—"),
        el("span", { class: "muted" }, say("figureOf", { reached: number(reached || 0), all: number(total || 0) })),
        el("span", { class: "thin", "aria-hidden": "true" }, filled)));
  }));
}

function bar() {
  const counts = { inbox: toReview, documents: documents.length, rules: shownRules().length, contradictions: contradictions.length };
  const links = VIEWS.map((view) => el("a", { href: hashOf(view), "data-view": view },
    say(view), view in counts && el("span", { class: view === "inbox" && toReview ? "count strong" : "count" }, number(counts[view]))));
  const field = el("input", {
    id: "search", type: "search", placeholder: say("search"), "aria-label": say("searchHint"), autocomplete: "off", spellcheck: "false",
    "aria-keyshortcuts": "/", value: now.query, on: { input: onSearchInput, keydown: onSearchKey },
  });
  return el("div", { class: "bar" },
    el("nav", { "aria-label": say("views") }, links),
    el("div", { class: "tools" },
      el("form", { class: "search", role: "search", on: { submit: (event) => event.preventDefault() } }, icon("search"), field, el("kbd", { "aria-hidden": "true" }, "/")),
      el("div", { class: "switch", role: "group", "aria-label": say("language") }, ["ru", "en"].map((code) =>
        el("button", {
          type: "button", lang: code, "data-language": code, "aria-pressed": String(code === now.language),
          "aria-label": code === "ru" ? "Русский" : "English", on: { click: () => changeLanguage(code) },
        }, code === "ru" ? "Ру" : "En"))),
      el("button", {
        type: "button", class: "round", id: "theme", "aria-pressed": String(theme() === "dark"), "aria-label": say("darkTheme"),
        title: say("darkTheme"), on: { click: switchTheme },
      }, icon("theme"))));
}

function footer() {
  return el("footer", { class: "foot muted" }, el("p", { class: "keys" }, say("keys")), el("p", null, say("madeBy", { program: data.program || "ustav" })));
}

function showView() {
  const main = document.getElementById("main");
  for (const link of app.querySelectorAll(".bar nav a")) {
    if (link.dataset.view === now.route.view) {
      link.setAttribute("aria-current", "page");
      if (link.parentNode.scrollWidth > link.parentNode.clientWidth) link.parentNode.scrollLeft = link.offsetLeft - 16;
    } else link.removeAttribute("aria-current");
  }
  document.body.classList.remove("sheet");
  main.className = "view-" + now.route.view;
  const draw = { inbox: inboxView, documents: documentsView, rules: rulesView, contradictions: contradictionsView, coverage: coverageView };
  main.replaceChildren(draw[now.route.view]());
}

function changeLanguage(code) {
  now.language = code;
  const { query } = now;
  now.query = "";
  showPage();
  app.querySelector(`[data-language="${code}"]`).focus();
  if (query) {
    searchField().value = query;
    onSearchInput();
  }
}

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const theme = () => document.documentElement.dataset.theme;

function remembered() {
  try {
    return localStorage.getItem("ustav-theme");
  } catch {
    return null;
  }
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById("theme")?.setAttribute("aria-pressed", String(name === "dark"));
}

function switchTheme() {
  const name = theme() === "dark" ? "light" : "dark";
  setTheme(name);
  try {
    localStorage.setItem("ustav-theme", name);
  } catch {
    // Some browsers keep nothing for a file on the disk.
  }
}

// ── Search ─────────────────────────────────────────────────────────────────────────────────

const searchField = () => document.getElementById("search");
const folded = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");
let haystacks = null;

function searchable() {
  const join = (...parts) => folded(parts.filter(Boolean).join("\n"));
  const both = (texts) => (texts ? [texts.ru, texts.en].join("\n") : "");
  return {
    sentences: [...sentenceOf.values()].map((found) => [join(found.sentence.text), found.sentence]),
    rules: shownRules().map((rule) => [join(rule.id, both(rule.called), both(rule.message), rule.source), rule]),
    contradictions: contradictions.map((one) => [join(one.id, both(one.because)), one]),
    scenarios: scenarios.map((one) => [join(one.name), one]),
  };
}

function onSearchInput() {
  const query = searchField().value.trim();
  if (!query) {
    if (now.query) {
      now.query = "";
      now.route = null;
      follow();
    }
    return;
  }
  now.query = query;
  document.body.classList.remove("sheet");
  showResults(query);
}

function showResults(query) {
  haystacks ||= searchable();
  const words = folded(query).split(/\s+/).filter(Boolean);
  const hits = (kind) => haystacks[kind].filter(([text]) => words.every((word) => text.includes(word))).map(([, one]) => one);
  const groups = [
    ["allSentences", hits("sentences"), (one) => foundLink(hashOf(one.id), one.text, sentenceOf.get(one.id).document.name + " · " + say("states." + stateOf(one)), words, "serif")],
    ["rules", hits("rules"), (rule) => foundLink(hashOf(rule.key), rule.id, worded(rule.message) || say("kinds." + rule.kind), words, "rule-id")],
    ["contradictions", hits("contradictions"), (one) => foundLink(hashOf("contradictions", one.id), one.id, worded(one.because), words, "rule-id")],
    ["scenarios", hits("scenarios"), (one) => el("div", { class: "found still" }, el("span", null, marked(one.name, words)), el("span", { class: "muted" }, fileName(one.file) + ":" + one.line))],
  ];
  const total = groups.reduce((sum, [, found]) => sum + found.length, 0);
  const main = document.getElementById("main");
  main.className = "view-search";
  main.replaceChildren(el("div", { class: "column results" },
    el("h2", null, say("resultsFor", { query }), el("span", { class: "count" }, count("results", total))),
    !total && empty(say("nothingFound")),
    groups.filter(([, found]) => found.length).map(([key, found, draw]) => el("section", { class: "part" },
      el("h3", null, say(key), el("span", { class: "count" }, number(found.length))),
      found.slice(0, RESULTS_SHOWN).map(draw),
      found.length > RESULTS_SHOWN && el("p", { class: "muted" }, say("more", { n: number(found.length - RESULTS_SHOWN) }))))));
  window.scrollTo(0, Math.min(window.scrollY, mastheadHeight()));
  announce(count("results", total));
}

function foundLink(href, text, note, words, look) {
  return el("a", { class: "found", href, "data-step": true }, el("span", { class: look, lang: languageOf(text) }, marked(text, words)), note && el("span", { class: "muted" }, marked(note, words)));
}

/** The text with the words that were looked for marked in it. */
function marked(text, words) {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&").replace(/е/g, "[её]"));
  const plain = String(text).replace(/\*\*|`/g, "");
  return plain.split(new RegExp(`(${escaped.join("|")})`, "gi")).map((part, at) => (at % 2 ? el("mark", null, part) : part));
}

function clearSearch() {
  now.query = "";
  if (searchField()) searchField().value = "";
}

function emptySearch() {
  searchField().value = "";
  onSearchInput();
  searchField().focus();
}

function onSearchKey(event) {
  const links = [...app.querySelectorAll(".results a.found")];
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    if (searchField().value) emptySearch();
    else searchField().blur();
  } else if (event.key === "Enter" && links.length && now.query) {
    event.preventDefault();
    go(links[0].getAttribute("href"));
  } else if (event.key === "ArrowDown" && links.length && now.query) {
    event.preventDefault();
    links[0].focus();
  }
}

// ── Keys and clicks ────────────────────────────────────────────────────────────────────────

/** A second click on where one already is still answers. */
function onMainClick(event) {
  const link = event.target.closest("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    follow();
  }
}

function onKey(event) {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select")) return;
  if (event.key === "/") {
    event.preventDefault();
    searchField().focus();
    searchField().select();
  } else if (event.key === "Escape") onEscape();
  else if (event.key === "Enter" && event.target.matches?.(".s[aria-current]")) {
    event.preventDefault();
    document.getElementById("panel").focus();
  } else if (event.key === "j" || event.key === "о") stepAnywhere(1, event);
  else if (event.key === "k" || event.key === "л") stepAnywhere(-1, event);
  else if (event.target.matches?.(".s, [data-step]")) {
    if (event.key === "ArrowDown" || (event.key === "ArrowRight" && event.target.matches(".s"))) stepAnywhere(1, event);
    if (event.key === "ArrowUp" || (event.key === "ArrowLeft" && event.target.matches(".s"))) stepAnywhere(-1, event);
  }
}

function stepAnywhere(by, event) {
  event.preventDefault();
  if (app.querySelector("#panel")) return step(by);
  const stops = [...app.querySelectorAll("[data-step]")];
  const at = stops.indexOf(document.activeElement);
  if (at === 0 && by < 0 && now.query) return searchField().focus();
  const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : at + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.closest("[data-key], .found").scrollIntoView({ block: "nearest" });
}

function onEscape() {
  if (now.query) emptySearch();
  else if (now.route.view === "documents" && chosen?.id) {
    const { id } = chosen;
    if (document.getElementById("panel").contains(document.activeElement)) elementsOf.get(id)[0].focus({ preventScroll: true });
    else {
      chosen.stop = id;
      replace(hashOf("documents", now.document));
      for (const link of elementsOf.get(id)) link.focus({ preventScroll: true });
    }
  }
}

// ── On paper ───────────────────────────────────────────────────────────────────────────────

function layOut() {
  if (sequence.childElementCount) return;
  const legend = el("ul", { class: "stack-legend" }, SENTENCE_STATES.map((state) => el("li", null, icon(state), el("span", { class: "s s-" + state }, say("states." + state)), " — ", hintOf("states", state))));
  sequence.append(masthead(), inboxView(true),
    el("div", { class: "column" }, el("h2", null, say("documents")), legend),
    ...documents.map((one) => documentText(one, false)),
    el("div", { class: "column" }, el("h2", null, say("rules")), rulesByFile().map(([file, own]) => el("section", null, el("h3", { class: "file" }, file), own.map((rule) => ruleCard(rule, true))))),
    contradictionsView(), coverageView(), footer());
  for (const details of sequence.querySelectorAll("details")) details.open = true;
  for (const control of sequence.querySelectorAll("button, .keys")) control.remove();
}

const takeUp = () => sequence.replaceChildren();

// ── Beginning ──────────────────────────────────────────────────────────────────────────────

setTheme(remembered() || (prefersDark.matches ? "dark" : "light"));
prefersDark.addEventListener("change", (event) => {
  if (!remembered()) setTheme(event.matches ? "dark" : "light");
});
window.addEventListener("hashchange", follow);
document.addEventListener("keydown", onKey);
window.addEventListener("beforeprint", layOut);
window.addEventListener("afterprint", takeUp);
window.matchMedia("print").addEventListener("change", (event) => (event.matches ? layOut() : takeUp()));
showPage();
