// The page of the report in a real browser. REPORT and REPORT_DRIFT name files that the program made; without
// them the pages come from the fixtures. CHROMIUM names the browser where it is not /usr/bin/chromium.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { dataOf, written } from "./fixture.mjs";

const STATES = ["covered", "aside", "partial", "stale", "uncovered"];
const DRIFTS = ["moved", "reworded", "facts_changed", "lost", "ambiguous", "new", "absent"];
const VIEWS = ["inbox", "documents", "rules", "contradictions", "coverage"];
const WIDTHS = [360, 768, 1280, 1920];

const paths = {
  holds: process.env.REPORT || written("holds", dataOf("data")),
  drift: process.env.REPORT_DRIFT || written("drift", dataOf("drift")),
};
const own = !process.env.REPORT_DRIFT;

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
});
after(() => browser.close());

/** Opens a report, does something with it, and finds that it stayed silent and alone. */
async function withPage(path, options, act) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const [noise, requests] = [[], []];
  page.on("pageerror", (error) => noise.push(String(error)));
  page.on("console", (message) => noise.push(message.text()));
  page.on("request", (request) => {
    if (!/^(data:|file:.*\.html)/.test(request.url())) requests.push(request.url());
  });
  const url = String(pathToFileURL(path));
  try {
    await page.goto(url + (options.hash || ""));
    await act(page, url);
    assert.deepEqual(noise, [], "nothing in the console");
    assert.deepEqual(requests, [], "no network");
  } finally {
    await context.close();
  }
}

const dataIn = (page) => page.evaluate(() => JSON.parse(document.getElementById("data").textContent));
const sentence = (id) => `.text .s[data-id="${id}"]`;

/** A sentence with a rule on it that also stands on another, and that rule. */
function linked(data) {
  for (const rule of data.rules) {
    const ids = rule.citations.flatMap((at) => data.citations.find((one) => one.index === at)?.sentences || []);
    if (rule.kind !== "conflict" && new Set(ids).size > 1) return { rule, ids: [...new Set(ids)] };
  }
  throw new Error("no rule stands on two sentences");
}

/** Goes to a view by its link, and waits until it is shown. */
async function visit(page, view) {
  const link = `.bar nav a[data-view="${view}"]`;
  await page.click(link);
  await page.waitForSelector(`${link}[aria-current=page]`);
}

/** The texts that stand out too little against what is behind them. */
function faint(page) {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const parsed = new Map();
    const rgba = (color) => {
      if (!parsed.has(color)) {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        parsed.set(color, [r, g, b, a / 255]);
      }
      return parsed.get(color);
    };
    const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
    const light = ([r, g, b]) => {
      const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const behind = (element) => {
      const layers = [];
      for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
      return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
    };
    const found = new Map();
    const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".unseen, .skip")) continue;
      const ground = behind(element);
      const [one, other] = [light(over(rgba(getComputedStyle(element).color), ground)), light(ground)].sort((a, b) => b - a);
      const contrast = (one + 0.05) / (other + 0.05);
      if (contrast < 4.5) found.set(element.className || element.tagName, `${contrast.toFixed(2)} ${walker.currentNode.data.slice(0, 40)}`);
    }
    return [...found];
  });
}

test("a click on a sentence chooses it and shows its rules", () =>
  withPage(paths.holds, {}, async (page) => {
    const data = await dataIn(page);
    const { rule, ids } = linked(data);
    await page.goto(page.url().split("#")[0] + "#documents/" + ids[0].split(":")[0]);
    await page.click(sentence(ids[0]));
    assert.equal(await page.locator(".text .s[aria-current]").first().getAttribute("data-id"), ids[0]);
    const shown = await page.locator("#panel .rule-line .rule-id").allTextContents();
    assert.ok(shown.includes(rule.id), `${shown} has ${rule.id}`);
    assert.ok(page.url().endsWith("#" + ids[0]), "the address names the sentence");
    const related = await page.locator(".text .s.related").evaluateAll((all) => all.map((one) => one.dataset.id));
    for (const id of ids.slice(1)) if (id.split(":")[0] === ids[0].split(":")[0]) assert.ok(related.includes(id));
  }));

test("a click on a rule shows its sentences, and a click on one of them goes back", () =>
  withPage(paths.holds, {}, async (page) => {
    const { rule, ids } = linked(await dataIn(page));
    await page.goto(page.url().split("#")[0] + "#" + ids[0]);
    await page.locator("#panel .rule-line .rule-id", { hasText: new RegExp(`^${rule.id}$`) }).click();
    const card = page.locator(`.rule[data-key="${rule.key}"]`);
    assert.match(await card.getAttribute("class"), /chosen/);
    const hrefs = await card.locator(".rule-sentences a.quoted").evaluateAll((all) => all.map((one) => one.getAttribute("href").slice(1)));
    assert.deepEqual([...new Set(hrefs)].sort(), [...ids].sort());
    await card.locator(`a.quoted[href="#${ids[1]}"]`).first().click();
    assert.equal(await page.locator(".text .s[aria-current]").first().getAttribute("data-id"), ids[1]);
    await page.goBack();
    assert.equal(await page.locator(".rule.chosen").getAttribute("data-key"), rule.key);
  }));

test("an address with a sentence opens it in view", () =>
  withPage(paths.holds, {}, async (page) => {
    const data = await dataIn(page);
    const id = data.documents[0].sentences.at(-1).id;
    await page.goto(page.url().split("#")[0] + "#" + id);
    await page.reload();
    await page.waitForSelector(sentence(id) + "[aria-current]");
    const box = await page.locator(sentence(id)).first().boundingBox();
    assert.ok(box.y > 0 && box.y < 900, `at ${box.y}`);
  }));

test("keys go through the sentences, into the panel and out", () =>
  withPage(paths.holds, { hash: "#documents" }, async (page) => {
    const data = await dataIn(page);
    const ids = data.documents[0].blocks.flatMap((block) => block.sentences.map((at) => data.documents[0].sentences[at].id));
    const current = () => page.locator(".text .s[aria-current]").first().getAttribute("data-id");
    await page.keyboard.press("j");
    assert.equal(await current(), ids[0]);
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    assert.equal(await current(), ids[2]);
    await page.keyboard.press("k");
    await page.keyboard.press("ArrowUp");
    assert.equal(await current(), ids[0]);
    await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "о", bubbles: true, cancelable: true })));
    assert.equal(await current(), ids[1], "the Russian layout");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "panel");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.id), ids[1]);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".text .s[aria-current]").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.id), ids[1], "the place is kept");
  }));

test("Tab reaches everything, the text by one stop, and the focus is seen", () =>
  withPage(paths.holds, { hash: "#documents" }, async (page) => {
    const seen = [];
    for (let at = 0; at < 60; at += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        return { name: one.id || one.dataset.view || one.dataset.state || one.className, outline: style.outlineStyle, width: parseFloat(style.outlineWidth), tag: one.tagName };
      });
      if (stop.tag === "BODY") break;
      assert.ok(stop.name === "search" || (stop.outline !== "none" && stop.width >= 1), `${stop.name} shows its focus`);
      seen.push(stop.name);
    }
    for (const name of ["skip", ...VIEWS, "search", "theme", "all"]) assert.ok(seen.some((one) => one.split(" ").includes(name)), name);
    assert.equal(seen.filter((name) => /\bs s-/.test(name)).length, 1);
  }));

test("search finds, counts, and opens what it found", () =>
  withPage(paths.holds, {}, async (page) => {
    const data = await dataIn(page);
    const word = data.documents[0].sentences.map((one) => one.text).join(" ").match(/[\p{L}]{8,}/gu)[2].toLowerCase();
    const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
    const expected = data.documents.flatMap((one) => one.sentences).filter((one) => fold(one.text).includes(fold(word))).length;
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "search");
    await page.keyboard.type(word.toUpperCase());
    assert.equal(await page.locator(".results .part").first().locator("h3 .count").textContent(), String(expected));
    assert.match(await page.locator("#status").textContent(), /\d/);
    assert.ok((await page.locator(".results mark").count()) >= 1);
    await page.keyboard.press("ArrowDown");
    assert.match(await page.evaluate(() => document.activeElement.className), /found/);
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.id), "search");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".text .s[aria-current]");
    assert.equal(await page.locator("#search").inputValue(), "");
    await page.keyboard.press("/");
    await page.keyboard.type("zzzz");
    await page.waitForSelector(".empty");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#search").inputValue(), "");
    assert.equal(await page.locator(".results").count(), 0);
    await page.keyboard.type("(*.[\\");
    await page.waitForSelector(".results");
  }));

test("the language changes all words of the interface", () =>
  withPage(paths.drift, { hash: "#inbox" }, async (page) => {
    const plain = () => page.locator(".bar nav, .column > h2, .badge, .label, footer").evaluateAll((all) => all.map((one) => one.textContent).join(" "));
    await page.click("[data-language=en]");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    for (const view of VIEWS) {
      await visit(page, view);
      assert.doesNotMatch(await plain(), /[а-яё]/i, view);
    }
    await page.click("[data-language=ru]");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ru");
    await visit(page, "inbox");
    assert.match(await page.locator(".overall").textContent(), /[а-яё]/i);
    assert.equal(await page.locator("[data-language=ru]").getAttribute("aria-pressed"), "true");
  }));

test("Russian counts in the right form", async () => {
  for (const [n, words] of [[1, "1 место требует"], [2, "2 места требуют"], [5, "5 мест требуют"], [11, "11 мест требуют"], [21, "21 место требует"]]) {
    const data = dataOf("data");
    data.holds = false;
    data.scenarios = Array.from({ length: n }, (_, at) => ({ name: "s" + at, file: "s.yaml", line: at, passed: false }));
    await withPage(written("count" + n, data), {}, async (page) => {
      assert.ok((await page.locator(".overall").textContent()).replaceAll("\u00a0", " ").startsWith(words), words);
    });
  }
});

test("the theme follows the system, and the switch", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await withPage(paths.holds, { colorScheme }, async (page) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), colorScheme);
      const first = await ground();
      await page.click("#theme");
      assert.notEqual(await ground(), first);
      await page.reload();
      assert.notEqual(await ground(), first, "the choice is kept");
    });
  }
});

test("nothing is wider than the window", async () => {
  for (const width of WIDTHS) {
    await withPage(paths.drift, { viewport: { width, height: 800 } }, async (page) => {
      const data = await dataIn(page);
      const hashes = [...VIEWS.map((view) => "#" + view), "#" + data.documents[0].sentences[3].id, "#" + data.rules.at(-1).key, "#documents/" + data.documents.at(-1).name];
      for (const language of ["ru", "en"]) {
        await page.click(`[data-language=${language}]`);
        for (const hash of hashes) {
          await page.evaluate((to) => (location.hash = to), hash);
          await page.waitForTimeout(30);
          const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(beyond <= 0, `${hash} in ${language} at ${width}: ${beyond} px`);
        }
      }
    });
  }
});

test("words stand out at least 4.5 to 1 in both themes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 1280]) {
      await withPage(paths.drift, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
        await page.addStyleTag({ content: "* { transition: none !important; animation: none !important }" }).catch(() => {});
        const data = await dataIn(page);
        const open = data.documents.flatMap((one) => one.sentences).find((one) => one.state === "stale" || one.state === "uncovered");
        const hashes = [...VIEWS.map((view) => "#" + view), ...(open ? ["#" + open.id] : [])];
        for (const hash of hashes) {
          await page.evaluate((to) => (location.hash = to), hash);
          await page.waitForTimeout(30);
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
          assert.deepEqual(await faint(page), [], `${hash} ${colorScheme} ${width}`);
        }
        await visit(page, "documents");
        await page.locator(".chip").last().click();
        await page.waitForTimeout(200);
        assert.deepEqual(await faint(page), [], `filtered ${colorScheme} ${width}`);
      });
    }
  }
});

test("on paper everything stands in sequence, without controls", () =>
  withPage(paths.drift, { colorScheme: "dark" }, async (page) => {
    const data = await dataIn(page);
    await page.emulateMedia({ media: "print" });
    await page.waitForFunction(() => document.getElementById("sequence").childElementCount > 3);
    assert.equal(await page.locator("#app").isVisible(), false);
    const text = await page.locator("#sequence").innerText();
    const flat = (words) => words.replace(/[*`]/g, "").replace(/\s+/g, " ");
    for (const one of data.documents) for (const { text: words } of one.sentences.slice(0, 40)) assert.ok(flat(text).includes(flat(words)), words);
    for (const rule of data.rules) assert.ok(text.includes(rule.id), rule.id);
    for (const one of data.contradictions) assert.ok(text.includes(one.id), one.id);
    assert.equal(await page.locator("#sequence button, #sequence input").count(), 0);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
    assert.ok((await page.pdf()).length > 10_000);
    await page.emulateMedia({ media: "screen" });
    await page.waitForFunction(() => document.getElementById("sequence").childElementCount === 0);
    assert.equal(await page.locator("#app").isVisible(), true);
  }));

test("markup in the data is only text", () => {
  const data = dataOf("drift");
  const evil = "</script><script>window.struck = 1</script><img src=x onerror='window.struck = 2'>";
  data.title = evil;
  for (const one of data.documents) for (const said of one.sentences) said.text += evil;
  for (const rule of data.rules) Object.assign(rule, { source: evil, message: { ru: evil, en: evil } });
  for (const one of data.citations) {
    Object.assign(one, { quote: evil, accept: evil, difference: [{ kind: "added", text: evil }], changes: [{ what: evil, was: evil, is: evil }] });
    if (one.reviewed) one.reviewed.because = evil;
  }
  data.contradictions[0].because = { ru: evil, en: evil };
  data.scenarios[0].name = evil;
  return withPage(written("evil", data), {}, async (page) => {
    const hashes = [...VIEWS.map((view) => "#" + view), "#" + data.documents[0].sentences[13].id];
    for (const hash of hashes) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForTimeout(30);
    }
    await page.fill("#search", "<script>");
    await page.emulateMedia({ media: "print" });
    await page.waitForFunction(() => document.getElementById("sequence").childElementCount > 3);
    assert.equal(await page.evaluate(() => window.struck), undefined);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 2);
  });
});

test("buttons are buttons, names are given, headings are in order", () =>
  withPage(paths.drift, {}, async (page) => {
    const data = await dataIn(page);
    const hashes = [...VIEWS.map((view) => "#" + view), "#" + data.documents[0].sentences[13].id];
    for (const hash of hashes) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForTimeout(30);
      const wrong = await page.evaluate(() => {
        const found = [];
        const visible = (one) => one.checkVisibility();
        if (document.querySelectorAll("h1").length !== 1) found.push("one h1");
        let level = 0;
        for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
          const own = Number(heading.tagName[1]);
          if (own > level + 1) found.push(`${heading.tagName} after h${level}: ${heading.textContent}`);
          level = own;
        }
        for (const one of document.querySelectorAll("a, button, input, summary")) {
          if (visible(one) && !(one.textContent.trim() || one.getAttribute("aria-label"))) found.push("no name: " + one.outerHTML);
          if (one.tagName === "A" && !one.hasAttribute("href")) found.push("no href: " + one.outerHTML);
        }
        for (const one of document.querySelectorAll("button")) if (one.type !== "button") found.push("type: " + one.outerHTML);
        for (const one of document.querySelectorAll("[role=button], [onclick]")) found.push("not a button: " + one.outerHTML);
        for (const one of document.querySelectorAll("[aria-describedby]")) {
          const id = one.getAttribute("aria-describedby");
          if (!document.getElementById(id)) found.push("described by nothing: " + id);
        }
        const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
        if (new Set(ids).size !== ids.length) found.push("an id stands twice");
        for (const tag of ["main", "header", "nav", "footer"]) if (!document.querySelector(tag)) found.push("no " + tag);
        return found;
      });
      assert.deepEqual(wrong, [], hash);
      assert.equal(await page.locator(".bar nav a[aria-current=page]").count(), 1, hash);
    }
  }));

test("nothing moves where less motion is wished", () =>
  withPage(paths.drift, { reducedMotion: "reduce", viewport: { width: 360, height: 740 }, hash: "#documents" }, async (page) => {
    const data = await dataIn(page);
    await page.evaluate((id) => (location.hash = "#" + id), data.documents[0].sentences[3].id);
    await page.waitForSelector(".sheet .panel");
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("#app *")].filter((one) => {
        const style = getComputedStyle(one);
        return style.animationName !== "none" || style.transitionDuration !== "0s";
      }).length);
    assert.equal(moving, 0);
  }));

test("on a phone the panel is a sheet that leaves the sentence in sight", () =>
  withPage(paths.drift, { viewport: { width: 360, height: 740 }, hasTouch: true, hash: "#documents" }, async (page) => {
    const data = await dataIn(page);
    assert.equal(await page.locator("#panel").isVisible(), false);
    const id = data.documents[0].sentences[40]?.id || data.documents[0].sentences.at(-1).id;
    await page.locator(sentence(id)).first().click();
    await page.waitForTimeout(300);
    const [box, sheet] = [await page.locator(sentence(id)).first().boundingBox(), await page.locator("#panel").boundingBox()];
    assert.ok(box.y + box.height <= sheet.y + 2, `${box.y + box.height} over ${sheet.y}`);
    await page.click("#close");
    await page.locator("#panel").waitFor({ state: "hidden" });
  }));

test("every state of drift and of sentences is told in words", { skip: !own }, () =>
  withPage(paths.drift, { hash: "#inbox" }, async (page) => {
    for (const state of DRIFTS) {
      const badge = page.locator(`.card .badge.b-${state}`).first();
      assert.ok((await badge.textContent()).length > 3, state);
      assert.equal(await badge.locator("svg").count(), 1);
    }
    assert.ok((await page.locator(".card del").count()) > 1);
    assert.ok((await page.locator(".card ins").count()) > 1);
    const shapes = await page.evaluate(() => [getComputedStyle(document.querySelector("del")).textDecorationLine, getComputedStyle(document.querySelector("ins")).textDecorationLine]);
    assert.deepEqual(shapes, ["line-through", "underline"]);
    await visit(page, "documents");
    for (const state of STATES) assert.ok((await page.locator(`#state-${state}`).textContent()).length > 3, state);
    for (const state of ["partial", "stale", "uncovered"]) {
      const sign = page.locator(`.text .s-${state} svg`).first();
      assert.equal(await sign.isVisible(), true, `the sign of ${state}`);
    }
    await visit(page, "contradictions");
    for (const state of ["settled", "reopened", "expired", "open"]) assert.equal(await page.locator(`.contradiction.k-${state}`).count(), 1, state);
  }));

test("a filter shows one state, and the keys go through it alone", { skip: !own }, () =>
  withPage(paths.drift, { hash: "#documents/article" }, async (page) => {
    await page.click("#state-stale");
    assert.equal(await page.locator("#state-stale").getAttribute("aria-pressed"), "true");
    for (let at = 0; at < 3; at += 1) {
      await page.keyboard.press("j");
      assert.match(await page.locator(".text .s[aria-current]").first().getAttribute("class"), /s-stale/);
    }
    await visit(page, "inbox");
    await page.click(".chip.c-lost");
    assert.equal(await page.locator(".card").count(), 1);
    await page.locator(".chip").first().click();
    assert.ok((await page.locator(".card").count()) > 5);
  }));

test("the accept command is copied", { skip: !own }, () =>
  withPage(paths.drift, { hash: "#inbox", permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const command = await page.locator(".command code").first().textContent();
    await page.locator(".copy").first().click();
    await page.waitForFunction(() => document.getElementById("status").textContent.length > 0);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), command);
  }));

test("an absent document and empty data are told, not shown as errors", async () => {
  await withPage(written("absent", dataOf("drift")), { hash: "#documents/pricing" }, async (page) => {
    assert.match(await page.locator(".text .empty").textContent(), /pricing\.md/);
  });
  const bare = dataOf("data");
  Object.assign(bare, { documents: [], rules: [], citations: [], contradictions: [], scenarios: [], uncited: [] });
  for (const name of Object.keys(bare.figures)) bare.figures[name] = { reached: 0, all: 0, percent: 100 };
  await withPage(written("bare", bare), {}, async (page) => {
    for (const view of VIEWS) {
      await visit(page, view);
      assert.ok((await page.locator("main h2").textContent()).length > 3, view);
      await page.keyboard.press("j");
    }
    await page.fill("#search", "x");
    await page.waitForSelector(".empty");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".percent").first().textContent(), "—");
  });
  const calm = dataOf("data");
  calm.contradictions = [];
  calm.scenarios = [];
  for (const one of calm.documents) for (const said of one.sentences) said.scenarios = [];
  for (const rule of calm.rules) rule.scenarios = [];
  await withPage(written("calm", calm), { hash: "#inbox" }, async (page) => {
    assert.equal(await page.locator("main .empty").count(), 1);
    await visit(page, "contradictions");
    assert.equal(await page.locator("main .empty").count(), 1);
    await page.goto(page.url().split("#")[0] + "#article:13");
    assert.ok((await page.locator("#panel").textContent()).length > 40);
  });
});

test("a document of 5,000 sentences stays usable", () => {
  const data = dataOf("drift");
  const one = data.documents[0];
  const some = one.sentences.slice();
  one.sentences = Array.from({ length: 5000 }, (_, at) => ({ ...some[at % some.length], id: "article:" + at, line: at + 1 }));
  one.blocks = Array.from({ length: 1250 }, (_, at) => ({ kind: at % 40 ? "paragraph" : "heading", level: 2, sentences: at % 40 ? [0, 1, 2, 3].map((more) => at * 4 + more) : [at * 4] }));
  return withPage(written("long", data), { hash: "#inbox" }, async (page) => {
    const timed = async (act) => {
      const begin = Date.now();
      await act();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      return Date.now() - begin;
    };
    const opened = await timed(() => visit(page, "documents"));
    assert.ok(opened < 4000, `opened in ${opened} ms`);
    const far = await timed(() => page.evaluate(() => (location.hash = "#article:4990")));
    assert.ok(far < 1500, `a far sentence in ${far} ms`);
    const steps = await timed(async () => {
      for (let at = 0; at < 10; at += 1) await page.keyboard.press("k");
    });
    assert.ok(steps < 4000, `ten steps in ${steps} ms`);
    const searched = await timed(() => page.fill("#search", "специалист"));
    assert.ok(searched < 1500, `searched in ${searched} ms`);
  });
});

test("the page is one file that may load nothing", () => {
  const html = readFileSync(paths.holds, "utf8");
  assert.match(html, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:/);
  assert.doesNotMatch(html.replace(/<script type="application\/json"[\s\S]*?<\/script>/, "").replace("http://www.w3.org/2000/svg", ""), /(?:src|href)=["']?https?:|@import|url\(|https?:\/\//);
  return withPage(paths.holds, {}, async (page) => {
    assert.equal(await page.evaluate(() => performance.getEntriesByType("resource").filter((one) => !one.name.startsWith("data:")).length), 0);
  });
});
