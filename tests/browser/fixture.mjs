// Fills the template of the page with data, as the program does.
import { readFileSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "../../src/cli/report");
const asset = (name) => readFileSync(join(assets, name), "utf8");

/** The data of a fixture: "data" where all holds, "drift" with every state once. */
export const dataOf = (name) => JSON.parse(readFileSync(join(here, name + ".json"), "utf8"));

/** The page with the data in it. No `<` stands in the data, so that nothing in it ends the script. */
export function pageWith(data) {
  const marks = {
    "/*STYLE*/": asset("page.css"),
    "/*SCRIPT*/": ["words.js", "model.js", "views.js", "page.js"].map(asset).join("\n"),
    "/*DATA*/": JSON.stringify(data).replaceAll("<", "\\u003c"),
  };
  return asset("page.html").replace(/\/\*(?:STYLE|SCRIPT|DATA)\*\//g, (mark) => marks[mark]);
}

const folder = mkdtempSync(join(tmpdir(), "report-"));

/** Writes the page to a file of this name; answers its path. */
export function written(name, data) {
  const path = join(folder, name + ".html");
  writeFileSync(path, pageWith(data));
  return path;
}
