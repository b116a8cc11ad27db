/** A whole page: one file that needs nothing from anywhere. */
import { createHash } from "node:crypto";
import { dataText, type Modules, PAGE_FORMAT, PAGE_VERSION, type PageTrace } from "./data.js";
import { html, Markup } from "./markup.js";
import { packed, UNPACK } from "./packed.js";

/** What the build made for pages: the program, how they look, and allocators that run in them. */
export interface Assets {
  readonly program: string;
  readonly style: string;
  /** The scripts that bring allocators of the house, in their order; what a page cannot run brings none. */
  readonly scriptsOf: (allocators: readonly string[]) => readonly string[];
  /** The script by which modules of WebAssembly become allocators. */
  readonly door: string;
}

/** What a page shows. */
export interface Page {
  /** What a browser calls it, and its heading. */
  readonly title: string;
  readonly heading: Markup;
  /** What it shows, the sections of its traces among it. */
  readonly body: Markup;
  /** The traces, in the order of the numbers of their sections. */
  readonly traces: readonly PageTrace[];
  /** The modules of WebAssembly that answer along them. */
  readonly modules?: Modules;
  /** The version of allocheck that writes it. */
  readonly version: string;
}

/** Data that is longer than so many characters is carried compressed too, and so are modules. */
const LONG_DATA = 40_000;

/** The text of a page. */
export function pageText(page: Page, assets: Assets): string {
  const { title, heading, body, traces, modules = {}, version } = page;
  const { style } = assets;
  const runsModules = Object.keys(modules).length > 0;
  const program = [
    assets.program,
    ...assets.scriptsOf(carriedBy(traces)),
    ...(runsModules ? [assets.door] : []),
    "allocheck.start(document)",
  ].join("\n");
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(UNPACK)} ${hashOf(program)}${runsModules ? " 'wasm-unsafe-eval'" : ""}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const more = runsModules ? { modules } : {};
  const data = dataText({ format: PAGE_FORMAT, version: PAGE_VERSION, traces, ...more });
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="allocheck ${version}">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header><h1>${heading}</h1></header>
<main>
${body}
</main>
<footer><p id="note" role="status"></p>
<p>Written by allocheck ${version}; data of format ${PAGE_FORMAT}, version ${PAGE_VERSION}.</p></footer>
${dataMarkup(data, runsModules || data.length > LONG_DATA)}
<script type="text/plain" id="program">${new Markup(packed(program))}</script>
<script>${new Markup(UNPACK)}</script>
</body>
</html>
`;
  return text.text;
}

/** The allocators that answer along some traces. */
function carriedBy(traces: readonly PageTrace[]): string[] {
  return traces.flatMap(({ answering }) => ("carried" in answering ? answering.carried : []));
}

function dataMarkup(data: string, isPacked: boolean): Markup {
  if (isPacked) return html`<script type="text/plain" id="data">${new Markup(packed(data))}</script>`;
  return html`<script type="application/json" id="data">${new Markup(data)}</script>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
