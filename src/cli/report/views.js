/* The five views: to review, documents, rules, contradictions, coverage. */

// ── Pieces ─────────────────────────────────────────────────────────────────────────────────

const badge = (group, state) => el("span", { class: "badge b-" + state }, icon(state), say(group + "." + state));
const empty = (title, hint) => el("div", { class: "empty" }, el("p", { class: "empty-title" }, title), hint && el("p", { class: "muted" }, hint));
const ruleLink = (rule) => el("a", { class: "rule-id", href: hashOfRule(rule) }, rule.id);

const ruleLinks = (ids) => list(ids).map((id) => (ruleWithId.has(id) ? ruleLink(ruleWithId.get(id)) : el("span", { class: "rule-id" }, id)));
const separated = (nodes) => nodes.flatMap((node, at) => (at ? [", ", node] : [node]));

/** A template with nodes in place of its marks. */
function sayWith(key, nodes) {
  return say(key).split(/\{(\w+)\}/).map((part, at) => (at % 2 ? nodes[part] : part));
}

/** A sentence quoted outside its document: a link to where it stands. */
function quotedSentence(id) {
  const found = sentenceOf.get(id);
  if (!found) return null;
  const state = stateOf(found.sentence);
  return el("a", { class: "quoted q-" + state, href: hashOf(id), lang: languageOf(found.sentence.text) },
    el("span", { class: "quoted-text" }, rich(found.sentence.text)),
    el("span", { class: "quoted-place", lang: now.language }, icon(state), say("states." + state), " · ", found.document.name, " · ", (worded(found.sentence.place) || say("line", { n: found.sentence.line })), found.document.basis === "reading" && " · " + say("reading")));
}

const scenarioList = (numbers) => el("ul", { class: "scenarios" }, list(numbers).map((at) => scenarios[at]).filter(Boolean).map(scenarioItem));

function scenarioItem(one) {
  const outcome = one.passed ? "passed" : "failed";
  return el("li", { class: outcome }, icon(outcome), el("span", null, one.name,
    !one.passed && el("strong", { class: "outcome" }, " — " + say("failed")),
    one.passed && el("span", { class: "unseen" }, ", " + say("passed")),
    el("span", { class: "place" }, fileName(one.file) + ":" + one.line)));
}

function chips(label, states, group, counts, chosen, change) {
  const chip = (state, words, n) => el("button", {
    type: "button", class: "chip" + (state ? " c-" + state : ""), id: group === "states" && state ? "state-" + state : null,
    "data-state": state || "all", "aria-pressed": String(chosen === state), title: state ? hintOf(group, state) : null,
    on: { click: () => change(chosen === state ? null : state) },
  }, state && icon(state), el("span", null, words), el("span", { class: "count" }, number(n)));
  const total = states.reduce((sum, state) => sum + counts[state], 0);
  return el("div", { class: "chips", role: "group", "aria-label": label },
    chip(null, say("all"), total), states.filter((state) => counts[state]).map((state) => chip(state, say(group + "." + state), counts[state])));
}

const hintOf = (group, state) => say({ states: "stateHints", drift: "driftHints", settled: "settledHints" }[group] + "." + state);

const section = (title, ...content) => el("section", { class: "part" }, el("h3", null, title), content);

/** What is hidden until it is asked for, with how many there are. */
const counted = (title, n, content) =>
  el("details", { class: "others" }, el("summary", null, title, el("span", { class: "count" }, number(n))), content);

const sourceOf = (rule, open) =>
  rule.source && el("details", { class: "source", open }, el("summary", null, say("source")), el("pre", { tabindex: 0 }, rule.source));

// ── To review ──────────────────────────────────────────────────────────────────────────────

function inboxView(printed) {
  const counts = Object.fromEntries(DRIFT_STATES.map((state) => [state, 0]));
  for (const one of drifted) counts[one.state] = (counts[one.state] || 0) + 1;
  const cards = el("div", { class: "cards" });
  const drawCards = () => {
    const shown = drifted.filter((one) => printed || !now.driftFilter || one.state === now.driftFilter);
    cards.replaceChildren(...shown.map(driftCard));
    if (!shown.length && drifted.length) cards.append(empty(say("nothingInState")));
  };
  const filter = el("div", { class: "filter" });
  const drawFilter = () => filter.replaceChildren(chips(say("filter"), DRIFT_STATES, "drift", counts, now.driftFilter, (state) => {
    now.driftFilter = state;
    drawFilter();
    drawCards();
    filter.querySelector(`[data-state="${state || "all"}"]`)?.focus();
  }));
  if (drifted.length > 1 && !printed) drawFilter();
  drawCards();
  return el("div", { class: "column" },
    el("h2", null, say("inbox")),
    !toReview && empty(say("inboxEmpty"), say("inboxEmptyHint")),
    filter, cards,
    gaps.length > 0 && section(say("gaps"), el("div", { class: "cards" }, gaps.map(gapCard))),
    unsettled.length > 0 && section(say("openContradictions"), el("ul", { class: "plain-list" }, unsettled.map((one) =>
      el("li", null, badge("settled", one.state), el("a", { href: hashOf("contradictions", one.id), class: "rule-id" }, one.id),
        el("span", { class: "muted" }, one.stated ? say("contradictionKinds." + one.kind) : hintOf("settled", one.state)))))),
    failing.length > 0 && section(say("failedScenarios"), el("ul", { class: "scenarios" }, failing.map(scenarioItem))));
}

function driftCard(one) {
  const found = sentenceOf.get(list(one.sentences)[0]);
  const heading = one.now?.heading || one.reviewed?.heading || one.under;
  const names = known(ruleOf, one.cited_by);
  return el("article", { class: "card d-" + one.state, "data-key": String(one.index) },
    el("div", { class: "card-head" }, badge("drift", one.state),
      el("span", { class: "muted" }, [one.document, heading].filter(Boolean).join(" · "))),
    el("h3", null, el("a", { href: hashOf("inbox", one.index), "data-head": true, "data-step": true }, names.map((rule) => rule.id).join(", ") || one.document)),
    el("p", { class: "hint" }, hintOf("drift", one.state)),
    el("div", { class: "card-body" },
      el("div", null, changesOf(one), comparison(one), movement(one),
        el("p", { class: "card-foot" },
          found && el("a", { href: hashOf(found.sentence.id) }, say("openInDocument")),
          el("span", { class: "place" }, [one.file, one.line, one.column].filter(Boolean).join(":")))),
      el("div", { class: "card-side" }, acceptance(one), consequencesOf(one), command(one.accept, say("accept")))));
}

/** A normative sentence that nothing covers and nobody set aside. */
function gapCard({ document: one, sentence }) {
  return el("article", { class: "card d-gap" },
    el("div", { class: "card-head" }, badge("states", sentence.state),
      el("span", { class: "muted" }, [one.name, sentence.norm && say("norms." + sentence.norm)].filter(Boolean).join(" · "))),
    el("p", { class: "hint" }, hintOf("states", sentence.state)),
    el("div", { class: "card-body" },
      el("div", null, el("blockquote", { class: "difference", lang: languageOf(sentence.text) }, rich(sentence.text)),
        el("p", { class: "card-foot" }, el("a", { href: hashOf(sentence.id) }, say("openInDocument")),
          el("span", { class: "place" }, placeOf(one.path, sentence)))),
      el("div", { class: "card-side" }, command(sentence.accept, say("gapAccept")))));
}

function changesOf(one) {
  if (!list(one.changes).length) return null;
  return el("dl", { class: "changes" }, one.changes.map((change) => el("div", null,
    el("dt", null, say("what." + change.what)),
    el("dd", null,
      el("span", { class: "word" }, say("was")), " ", el("del", null, inWords(change.was) || "—"), " ",
      el("span", { class: "word" }, say("is")), " ", el("ins", null, inWords(change.is) || "—")))));
}

/** What was reviewed against what stands there now: word by word where that is known. */
function comparison(one) {
  const text = one.now?.text || one.reviewed?.text || one.quote;
  const lang = languageOf(text || "");
  if (list(one.difference).length) {
    const tags = { removed: "del", added: "ins" };
    return el("blockquote", { class: "difference", lang }, one.difference.map((piece) =>
      tags[piece.kind] ? el(tags[piece.kind], null, piece.text) : rich(piece.text)));
  }
  const gone = one.state === "lost" || one.state === "absent";
  return el("blockquote", { class: "difference" + (gone ? " gone" : ""), lang }, rich(gone ? one.reviewed?.text || one.quote : text));
}

function movement(one) {
  const [was, is] = [one.reviewed?.heading, one.now?.heading];
  if (!was || !is || was === is) return null;
  return el("p", null, say("movedFrom", { was, is }));
}

function acceptance(one) {
  if (!one.reviewed) return el("p", { class: "accepted" }, say("neverAccepted"));
  const { accepted, by, because } = one.reviewed;
  if (!accepted) return null;
  return el("p", { class: "accepted" }, say("accepted", { when: when(accepted), who: by || "—" }),
    because && [now.language === "ru" ? ": «" : ": “", because, now.language === "ru" ? "»" : "”"]);
}

function consequencesOf(one) {
  const { rules: ids, scenarios: tried, actions } = one.consequences || {};
  const rows = [
    [say("rules"), list(ids).length && separated(ruleLinks(ids))],
    [say("actions"), list(actions).length && separated(actions.map((name) => el("span", { title: name }, nameOfAction(name))))],
    [say("scenarios"), list(tried).length && scenarioList(tried)],
  ].filter(([, content]) => content);
  if (!rows.length) return null;
  return el("details", { class: "consequences" }, el("summary", null, say("consequences")),
    el("dl", null, rows.map(([name, content]) => el("div", null, el("dt", null, name), el("dd", null, content)))));
}

function command(text, hint) {
  if (!text) return null;
  const button = el("button", { type: "button", class: "copy", on: { click: () => copy(text, button) } }, say("copy"));
  return el("div", { class: "accept" }, el("p", null, hint), el("div", { class: "command" }, el("code", { tabindex: 0 }, text), button));
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = say("copied");
  announce(say("copied"));
  setTimeout(() => (button.textContent = say("copy")), 1600);
}

// ── Documents ──────────────────────────────────────────────────────────────────────────────

let elementsOf = new Map();
let walk = [];

function documentsView() {
  const one = documentNamed.get(now.document);
  if (!one) return el("div", { class: "column" }, el("h2", null, say("documents")), empty(say("emptyDocument")));
  const panel = el("aside", { class: "panel", id: "panel", "aria-label": say("choose"), tabindex: -1 });
  const view = el("div", { class: "reading" }, documentSide(one), documentText(one, true), panel);
  fillPanel(panel, null);
  return view;
}

function documentSide(one) {
  const headings = list(one.blocks).filter((block) => block.kind === "heading");
  const toggle = el("div", { class: "filter" });
  const draw = () => toggle.replaceChildren(chips(say("filter"), SENTENCE_STATES, "states", countStates(one), now.sentenceFilter, (state) => {
    now.sentenceFilter = state;
    draw();
    applyFilter();
    toggle.querySelector(`[data-state="${state || "all"}"]`)?.focus();
  }));
  draw();
  return el("div", { class: "side" },
    el("h2", { class: documents.length > 1 ? null : "unseen" }, say("documents")),
    documents.length > 1 && el("ul", { class: "documents" }, documents.map((other) => el("li", null,
      el("a", { href: hashOf("documents", other.name), "aria-current": other === one ? "true" : null },
        el("span", null, other.name), other.basis === "reading" && el("span", { class: "muted" }, say("reading")), !other.present && el("span", { class: "badge b-absent" }, icon("absent"), say("drift.absent")))))),
    el("h3", { class: "label" }, say("legend")), toggle,
    headings.length > 1 && el("nav", { class: "outline", "aria-label": say("outline") }, el("h3", { class: "label" }, say("outline")),
      el("ul", null, headings.filter((block) => block.level > 1 || headings.length < 4).map((block) => {
        const id = one.sentences[list(block.sentences)[0]]?.id;
        return el("li", { class: "level-" + Math.min(4, block.level) }, el("a", { href: id ? hashOf(id) : hashOf("documents", one.name) }, rich(textOfBlock(one, block))));
      }))));
}

function documentText(one, live) {
  if (live) {
    elementsOf = new Map();
    walk = [];
  }
  const body = el("article", { class: "text", lang: languageOf(list(one.sentences).slice(0, 9).map((sentence) => sentence.text).join("")), "aria-label": one.name });
  body.append(el("p", { class: "text-path", lang: now.language }, one.path, list(one.prevails_over).length > 0 && " · " + say("prevails", { names: one.prevails_over.join(", ") }), one.basis === "reading" && " · " + say("readingHint")));
  if (!one.present) body.append(empty(say("absentDocument"), say("absentHint", { path: one.path })));
  else if (!list(one.blocks).length) body.append(empty(say("emptyDocument")));
  let level = 2;
  let holder = null;
  for (const block of list(one.blocks)) {
    if (block.kind === "heading") level = Math.max(3, Math.min(6, level + 1, (block.level || 1) + 2));
    holder = placeBlock(body, holder, one, block, level, live);
  }
  if (live) applyFilter(body);
  return body;
}

/** Adds the block; answers the list or table that a block like it may go on with. */
function placeBlock(body, holder, one, block, level, live) {
  const inside = () => sentencesOf(one, block, live);
  if (block.kind === "item") {
    const into = holder?.kind === "item" ? holder.node : body.appendChild(el("ul", { class: "items", role: "list" }));
    const item = el("li", null, el("span", { class: "marker" }, block.marker === "-" || block.marker === "*" || !block.marker ? "–" : block.marker), el("span", { class: "item-text" }, inside()));
    item.style.setProperty("--depth", String(Math.max(0, Math.min(6, (block.depth || 1) - 1))));
    into.append(item);
    return { kind: "item", node: into };
  }
  if (block.kind === "row") {
    // A head below other rows begins a table of its own.
    const goesOn = holder?.kind === "row" && holder.table === block.table && !(block.head && holder.hasBody);
    let into = goesOn ? holder : null;
    if (!into) {
      const table = el("table");
      body.append(el("div", { class: "table", tabindex: 0, role: "region", "aria-label": one.name }, table));
      into = { kind: "row", table: block.table, node: table, hasBody: false };
    }
    if (block.head) {
      if (!into.head) into.node.append(into.head = el("thead"));
      into.head.append(el("tr", null, cellsOf(one, block, live, "th")));
    } else {
      if (!into.hasBody) into.node.append(into.rows = el("tbody"));
      into.hasBody = true;
      into.rows.append(el("tr", null, cellsOf(one, block, live, "td")));
    }
    return into;
  }
  const tag = block.kind === "heading" ? "h" + level : block.kind === "quote" ? "blockquote" : "p";
  const number = block.marker ? block.marker + " " : "";
  body.append(el(tag, { class: block.kind === "heading" ? "level-" + Math.min(4, block.level || 1) : null }, number, inside()));
  return null;
}

const sentencesIn = (one, block) => list(block.sentences).map((at) => one.sentences[at]).filter(Boolean);

function sentencesOf(one, block, live) {
  const found = sentencesIn(one, block);
  const parts = found.flatMap((sentence, at) => [at ? " " : "", sentenceLink(sentence, rich(sentence.text), live)]);
  if (!live) {
    const keys = new Set(found.flatMap((sentence) => list(sentence.cited_by)).map((key) => ruleOf.get(key)?.id || key));
    if (keys.size) parts.push(el("span", { class: "standing" }, [...keys].join(", ")));
  }
  return parts;
}

/** The cells of a row: each belongs to the sentence whose words it holds, or else to the first. */
function cellsOf(one, block, live, tag) {
  const scope = tag === "th" ? { scope: "col" } : null;
  const found = sentencesIn(one, block);
  return list(block.cells).map((text, at) => {
    if (!found.length || !text) return el(tag, scope, rich(text));
    const own = found.length === block.cells.length ? found[at] : found.find((sentence) => sentence.text.includes(text)) || found[0];
    return el(tag, scope, sentenceLink(own, rich(text), live));
  });
}

function sentenceLink(sentence, content, live) {
  const state = stateOf(sentence);
  const link = el("a", {
    class: "s s-" + state, href: hashOf(sentence.id), "data-id": sentence.id, tabindex: live ? -1 : null, draggable: "false",
    "aria-describedby": live ? "state-" + state : null,
  }, OPEN_STATES.includes(state) ? withSign(content, state) : content);
  if (live) {
    if (!elementsOf.has(sentence.id)) {
      elementsOf.set(sentence.id, []);
      walk.push(sentence.id);
      if (walk.length === 1) link.tabIndex = 0;
    }
    elementsOf.get(sentence.id).push(link);
  }
  return link;
}

/** The sign of the state, on one line with the last word. */
function withSign(content, state) {
  const last = content.at(-1);
  const at = typeof last === "string" ? last.trimEnd().lastIndexOf(" ") + 1 : -1;
  if (at < 0 || last.length - at > 30) return [content, icon(state)];
  return [content.slice(0, -1), last.slice(0, at), el("span", { class: "glued" }, last.slice(at), icon(state))];
}

function applyFilter(body) {
  const text = body || app.querySelector(".text");
  text.classList.toggle("filtered", Boolean(now.sentenceFilter));
  if (now.sentenceFilter) text.dataset.shown = now.sentenceFilter;
  else delete text.dataset.shown;
  moveTabStop();
}

const passesFilter = (id) => !now.sentenceFilter || stateOf(sentenceOf.get(id).sentence) === now.sentenceFilter;

let chosen = null;

/** One sentence of the text takes Tab: the chosen one, or else the first that the filter shows. */
function moveTabStop() {
  for (const id of [chosen?.stop, walk[0]]) for (const link of elementsOf.get(id) || []) link.tabIndex = -1;
  const stop = chosen?.id && elementsOf.has(chosen.id) ? chosen.id : walk.find(passesFilter) || walk[0];
  const first = elementsOf.get(stop)?.[0];
  if (first) first.tabIndex = 0;
  chosen = { id: chosen?.id && elementsOf.has(chosen.id) ? chosen.id : null, stop };
}

function choose(id) {
  const panel = document.getElementById("panel");
  if (!panel) return;
  for (const link of elementsOf.get(chosen?.id) || []) link.removeAttribute("aria-current");
  for (const link of app.querySelectorAll(".text .related")) link.classList.remove("related");
  chosen = { id: id && elementsOf.has(id) ? id : null, stop: chosen?.stop };
  moveTabStop();
  document.body.classList.toggle("sheet", Boolean(chosen.id));
  fillPanel(panel, chosen.id);
  if (!chosen.id) return;
  const links = elementsOf.get(chosen.id);
  for (const link of links) link.setAttribute("aria-current", "true");
  for (const rule of rulesOn(sentenceOf.get(id).sentence)) {
    for (const other of sentencesOfRule(rule)) if (other !== id) for (const link of elementsOf.get(other) || []) link.classList.add("related");
  }
  const { top, bottom } = links[0].getBoundingClientRect();
  const far = bottom < -window.innerHeight / 2 || top > window.innerHeight * 1.5;
  links[0].scrollIntoView({ block: far ? "center" : "nearest" });
  links[0].focus({ preventScroll: true });
}

function fillPanel(panel, id) {
  if (!id) {
    panel.setAttribute("aria-label", say("choose"));
    panel.replaceChildren(el("div", { class: "panel-empty" }, el("p", { class: "empty-title" }, say("choose")), el("p", { class: "muted" }, say("chooseHint"))));
    return;
  }
  const { sentence, document: one } = sentenceOf.get(id);
  const state = stateOf(sentence);
  const on = rulesOn(sentence);
  panel.setAttribute("aria-label", sentence.text.slice(0, 80));
  panel.scrollTop = 0;
  fill(panel,
    el("div", { class: "panel-head" },
      el("div", { class: "panel-state" }, badge("states", state), sentence.norm && el("span", { class: "norm" }, say("norms." + sentence.norm))),
      el("button", { type: "button", class: "round", "data-move": "-1", "aria-label": say("previous"), title: say("previous"), on: { click: () => step(-1) } }, icon("up")),
      el("button", { type: "button", class: "round", "data-move": "1", "aria-label": say("next"), title: say("next"), on: { click: () => step(1) } }, icon("down")),
      el("button", { type: "button", class: "round", id: "close", "aria-label": say("close"), title: say("close"), on: { click: () => go(hashOf("documents", one.name)) } }, icon("close"))),
    el("p", { class: "hint" }, worded(sentence.why) || hintOf("states", state)),
    driftOf(sentence),
    section(say("rulesOnIt"), on.length ? on.map((rule) => ruleInPanel(rule, id)) : el("p", { class: "muted" }, say("noRules"))),
    inWords(sentence.facts) && section(say("facts"), el("p", { class: "facts" }, inWords(sentence.facts))),
    list(sentence.numbers).length > 0 && section(say("numbers"), el("ul", { class: "numbers" }, sentence.numbers.map(numberItem))),
    (on.length > 0 || list(sentence.scenarios).length > 0) && section(say("scenarios"), list(sentence.scenarios).length ? scenarioList(sentence.scenarios) : el("p", { class: "muted" }, say("noScenarios"))),
    el("p", { class: "place" }, placeOf(one.path, sentence)));
  announce(say("rulesOnIt") + ": " + number(on.length));
}

function driftOf(sentence) {
  const changed = known(citationOf, sentence.citations).filter((one) => one.state !== "unchanged");
  return changed.map((one) => el("a", { class: "drift-link", href: hashOf("inbox", one.index) }, badge("drift", one.state), el("span", null, say("changed"))));
}

function ruleInPanel(rule, id) {
  const others = sentencesOfRule(rule).filter((other) => other !== id);
  return el("div", { class: "panel-rule" },
    el("p", { class: "rule-line" }, ruleLink(rule), el("span", { class: "kind" }, say("kinds." + rule.kind))),
    worded(rule.message) && el("p", { class: "message" }, withBlanks(worded(rule.message))),
    sourceOf(rule), others.length > 0 && counted(say("otherSentences"), others.length, others.map(quotedSentence)));
}

function numberItem(one) {
  const held = list(one.held_by).length;
  const loosely = held && one.bound === false;
  const state = loosely ? "partial" : held ? "covered" : one.waived ? "aside" : "uncovered";
  return el("li", null, icon(state), el("span", null, el("strong", null, one.text), " — ",
    held ? [sayWith("heldBy", { names: separated(ruleLinks(one.held_by)) }), loosely && say("notBound")] : one.waived ? say("waived", { why: inWords(one.waived) }) : say("notHeld")));
}

function step(by) {
  const at = chosen?.id ? walk.indexOf(chosen.id) : by > 0 ? -1 : walk.length;
  for (let next = at + by; next >= 0 && next < walk.length; next += by) {
    if (passesFilter(walk[next])) return replace(hashOf(walk[next]));
  }
}

// ── Rules ──────────────────────────────────────────────────────────────────────────────────

const shownRules = () => rules.filter((rule) => rule.kind !== "conflict" || !contradictionWithId.has(rule.id));

function rulesByFile() {
  const files = new Map();
  for (const rule of shownRules()) {
    if (!files.has(rule.file)) files.set(rule.file, []);
    files.get(rule.file).push(rule);
  }
  return [...files];
}

function rulesView() {
  const files = rulesByFile();
  return el("div", { class: "concordance" },
    el("nav", { class: "side outline", "aria-label": say("allFiles") }, el("p", { class: "label" }, say("allFiles")),
      files.map(([file, own]) => el("details", { open: files.length < 8 }, el("summary", null, fileName(file), el("span", { class: "count" }, number(own.length))),
        el("ul", null, own.map((rule) => el("li", null, el("a", { href: hashOf(rule.key) }, rule.id))))))),
    el("div", { class: "column" }, el("h2", null, say("rules")),
      files.map(([file, own]) => el("section", null, el("h3", { class: "file" }, file), own.map((rule) => ruleCard(rule))))));
}

function ruleCard(rule, printed) {
  const quoted = known(citationOf, rule.citations);
  return el("article", { class: "rule", "data-key": rule.key },
    el("div", { class: "rule-own" },
      el("h4", null, el("a", { class: "rule-id", href: hashOf(rule.key), "data-head": true, "data-step": true }, rule.id)),
      el("p", { class: "kind" }, say("kinds." + rule.kind), nameIn(rule.called, null) && " · " + nameIn(rule.called, null)),
      worded(rule.message) && el("p", { class: "message" }, withBlanks(worded(rule.message))),
      sourceOf(rule, printed),
      list(rule.scenarios).length > 0 && counted(say("scenarios"), rule.scenarios.length, scenarioList(rule.scenarios)),
      el("p", { class: "place" }, fileName(rule.file) + ":" + rule.line)),
    el("div", { class: "rule-sentences", role: "group", "aria-label": say("sentencesOfRule") },
      quoted.length ? quoted.map(quotedCitation) : el("p", { class: "muted" }, say("ruleUncited"))));
}

function quotedCitation(one) {
  const sentences = list(one.sentences).map(quotedSentence).filter(Boolean);
  const changed = one.state !== "unchanged" && el("a", { class: "drift-link", href: hashOf("inbox", one.index) }, badge("drift", one.state));
  if (sentences.length) return [sentences, changed];
  return [el("p", { class: "quoted gone", lang: languageOf(one.quote) }, el("span", { class: "quoted-text" }, rich(one.quote)),
    el("span", { class: "quoted-place", lang: now.language }, one.document, " · ", say("quoteLost"))), changed];
}

// ── Contradictions ─────────────────────────────────────────────────────────────────────────

function contradictionsView() {
  const order = ["open", "reopened", "expired", "settled"];
  const sorted = [...contradictions].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return el("div", { class: "column" }, el("h2", null, say("contradictions")),
    sorted.length ? el("div", { class: "cards" }, sorted.map(contradictionCard)) : empty(say("noContradictions"), say("noContradictionsHint")));
}

function contradictionCard(one) {
  const sides = known(citationOf, one.citations);
  return el("article", { class: "card contradiction k-" + one.state, "data-key": one.id },
    el("div", { class: "card-head" }, badge("settled", one.state), el("span", { class: "muted" }, say("contradictionKinds." + one.kind))),
    el("h3", null, el("a", { href: hashOf("contradictions", one.id), "data-head": true, "data-step": true }, one.id)),
    el("p", { class: "hint" }, one.stated ? say(one.kind + "Differ", { stated: inWords(one.stated), says: inWords(one.says) || say("noNumber") }) : hintOf("settled", one.state)),
    el("div", { class: "sides" }, sides.map((side) => sideOf(one, side))),
    decisionOf(one));
}

function sideOf(one, side) {
  const settled = one.state === "settled" && one.settled_as;
  const wins = settled && side.document === one.settled_as;
  const quoted = list(side.sentences).map(quotedSentence).filter(Boolean);
  return el("figure", { class: wins ? "wins" : settled ? "yields" : null },
    el("figcaption", null, el("span", null, say("reading", { document: side.document })),
      settled && el("span", { class: "force" }, icon(wins ? "settled" : "aside"), say(wins ? "inForce" : "notInForce"))),
    quoted.length ? quoted : el("p", { class: "quoted gone" }, el("span", { class: "quoted-text" }, rich(side.quote))));
}

function decisionOf(one) {
  if (one.stated) return null;
  if (!one.settled_as) return el("p", { class: "decision" }, say("undecided"));
  const rule = one.rule && ruleWithId.get(one.rule);
  const further = [
    one.rule && sayWith("byRule", { rule: rule ? ruleLink(rule) : one.rule }),
    one.until && say("until", { when: when(one.until) }),
  ].filter(Boolean);
  return el("p", { class: "decision" },
    el("strong", null, say(one.state === "settled" ? "decidedFor" : "decidedFormerly", { document: one.settled_as })),
    further.map((part) => [", ", part]), ". ", worded(one.because) && worded(one.because) + ".");
}

// ── Coverage ───────────────────────────────────────────────────────────────────────────────

function coverageView() {
  const open = documents.map((one) => [one, list(one.sentences).filter((sentence) => OPEN_STATES.includes(sentence.state))]).filter(([, found]) => found.length);
  const loose = [...sentenceOf.values()].flatMap(({ sentence }) => list(sentence.numbers).filter((one) => !list(one.held_by).length && !one.waived).map((one) => [sentence, one]));
  return el("div", { class: "column" }, el("h2", null, say("coverage")),
    section(say("byDocument"), el("div", { class: "by-document" }, documents.map(coverageOf))),
    section(say("notCovered"), open.length ? open.map(([one, found]) => el("div", { class: "not-covered" }, el("h4", null, one.name), found.map((sentence) => quotedSentence(sentence.id)))) : el("p", { class: "muted" }, say("allCovered"))),
    loose.length > 0 && section(say("looseNumbers"), el("ul", { class: "plain-list" }, loose.map(([sentence, one]) =>
      el("li", null, icon("uncovered"), el("strong", null, one.text), el("a", { href: hashOf(sentence.id), class: "serif" }, rich(sentence.text)))))),
    list(data.uncited).length > 0 && section(say("uncitedRules"), el("ul", { class: "plain-list" }, ruleLinks(data.uncited).map((link) => el("li", null, link)))));
}

function coverageOf(one) {
  const counts = countStates(one);
  const normative = list(one.sentences).length - counts.plain - counts.cited;
  const shown = SENTENCE_STATES.slice(0, 5).filter((state) => counts[state]);
  return el("div", { class: "document-figures" },
    el("h4", null, el("a", { href: hashOf("documents", one.name) }, one.name)),
    one.present
      ? el("p", { class: "muted" }, say("allSentences") + ": " + number(list(one.sentences).length) + " · " + say("ofThemNormative") + ": " + number(normative))
      : el("p", null, badge("drift", "absent")),
    normative > 0 && el("div", { class: "stack", "aria-hidden": "true" }, shown.map((state) => {
      const piece = el("span", { class: "p-" + state });
      piece.style.flexGrow = String(counts[state]);
      return piece;
    })),
    el("ul", { class: "stack-legend" }, shown.map((state) => el("li", { class: "c-" + state }, icon(state), say("states." + state) + " ", el("strong", null, number(counts[state]))))));
}
