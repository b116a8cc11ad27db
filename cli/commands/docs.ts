/** `allocheck docs`: pages written from runs. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { readText } from "../../counterexamples/read-text.js";
import { probeFile, writeWhole } from "../../counterexamples/write-whole.js";
import { Misuse } from "../../model/basics/misuse.js";
import { once } from "../../model/basics/once.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { plural, quoted } from "../../model/basics/wording.js";
import { jsonText } from "../../report/formats/json.js";
import { assets } from "../../report/html/assets.js";
import { bookPage } from "../../report/html/book/book-page.js";
import { pageText } from "../../report/html/document.js";
import { differenceLines } from "../../report/lines/difference.js";
import { allocatorsPage } from "../../report/pages/allocators-page.js";
import { bootDrawings, bootPage } from "../../report/pages/boot-page.js";
import { conformancePage } from "../../report/pages/conformance-page.js";
import { memblockPage } from "../../report/pages/memblock-page.js";
import { rulesPage, witnessFiles } from "../../report/pages/rules-page.js";
import { conformanceJson } from "../../report/rule-book/conformance.js";
import { ruleBookJson } from "../../report/rule-book/entries.js";
import { allocatorRow } from "../../report/text/list-text.js";
import { tellAll } from "../boot/told.js";
import { addExamples, type Example } from "../input/help.js";
import { toStderr, toStdout } from "../output/terminal.js";
import { VERSION } from "../output/version.js";
import { allocatorEntries } from "../rule-book/allocator-entries.js";
import { checkedBoots } from "../rule-book/boot-entry.js";
import { conformance } from "../rule-book/conformance.js";
import { memblockEntry } from "../rule-book/memblock-entry.js";
import { ruleBook } from "../rule-book/whole-book.js";

const EXAMPLES: readonly Example[] = [
  ["docs rules", "every rule, with its witness and its knock-out"],
  ["docs rules --out docs/provenance.md", "write it anew, and the witnesses beside it"],
  ["docs rules --html rules.html", "the rule book as one page to look at"],
  ["docs rules --check", "fail with the difference when it is stale"],
  ["docs conformance --json", "rules by allocators, for programs"],
  ["docs boot", "who holds the RAM, from the boot loader to switch_root"],
  ["docs memblock", "what memblock promises, what was explored, and what it does not promise"],
];

/** A page, what it says for programs, and the files it refers to, by their paths from the page on. */
interface Page {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, string>;
  /** The same as one page to look at, where there is such. */
  readonly html?: () => string;
}

/** No page comes near this. */
const MOST_BYTES = 10_000_000;

const NO_FILES: ReadonlyMap<string, string> = new Map();

/** Each topic, and where its page is in the repository. A page takes seconds, so a process makes it once. */
const TOPICS: Readonly<Record<string, { readonly file: string; make(): Page | Promise<Page> }>> = {
  allocators: {
    file: "docs/allocators.md",
    make: once(() => {
      const entries = allocatorEntries();
      const allocators = entries.map(({ definition, runs }) => ({ ...allocatorRow(definition), runs }));
      return { text: allocatorsPage(entries), json: { allocators }, files: NO_FILES };
    }),
  },
  rules: {
    file: "docs/provenance.md",
    make: once(async () => {
      const book = await ruleBook();
      const html = () => pageText(bookPage(book, VERSION), assets());
      return { text: rulesPage(book), json: ruleBookJson(book), files: witnessFiles(book), html };
    }),
  },
  conformance: {
    file: "docs/conformance.md",
    make: once(() => {
      const matrix = conformance();
      return { text: conformancePage(matrix), json: conformanceJson(matrix), files: NO_FILES };
    }),
  },
  boot: {
    file: "docs/boot.md",
    make: once(() => {
      const told = tellAll();
      const checked = checkedBoots();
      const json = { boots: told.map(({ timeline }) => timeline), ...checked };
      return { text: bootPage(told, checked), json, files: bootDrawings(told) };
    }),
  },
  memblock: {
    file: "docs/memblock.md",
    make: once(() => {
      const entry = memblockEntry();
      const { definition, runs, deviations, faulty } = entry;
      const caught = faulty.map(({ found }) => found);
      const json = { ...allocatorRow(definition), runs, deviations, faulty: caught };
      return { text: memblockPage(entry), json, files: NO_FILES };
    }),
  },
};

interface DocsOptions {
  readonly out?: string;
  readonly check?: boolean;
  readonly html?: string;
  readonly json?: boolean;
}

/** Adds the command; `finish` gets the exit code. */
export function addDocs(program: Command, finish: (code: number) => void): void {
  const names = Object.keys(TOPICS);
  const command = program
    .command("docs")
    .summary("write a page of the documentation from runs")
    .description(
      "Writes a page from runs: the allocators along a run, the rule book with a witness and a knock-out of " +
        "every rule, what each allocator makes of each rule, boots and who holds the RAM, or all there is to " +
        "say of memblock.",
    )
    .argument("<topic>", `what to write about: ${names.join(", ")}`)
    .option("--out <FILE>", "write to a file instead of stdout")
    .option(
      "--check",
      "write nothing; fail with the difference when the file (that of docs/ by itself) is stale",
    )
    .option("--html <FILE>", "write rules as one page to look at, which needs nothing else")
    .option("--json", "the same for programs, on stdout");
  addExamples(command, EXAMPLES);
  command.action(async (topic: string, options: DocsOptions) => {
    const { out, check = false, html, json = false } = options;
    const { file, make } = topicNamed(topic);
    requireOneWay(topic, options);
    if (html !== undefined) {
      probeFile(html);
      writeWhole(html, (await make()).html!()); // that topic has one
      finish(0);
      return;
    }
    if (out !== undefined && !check) probeFile(out); // before the runs, which take long
    const page = await make();
    if (check) {
      finish(compare(page, out ?? file, topic));
      return;
    }
    if (out !== undefined) write(page, out);
    else toStdout(json ? jsonText(VERSION, page.json) : page.text);
    finish(0);
  });
}

/** What cannot go together. */
function requireOneWay(topic: string, { out, check = false, html, json = false }: DocsOptions): void {
  if (json && (check || out !== undefined))
    throw new Misuse(
      "bad-option",
      "--json goes to stdout, and is not compared",
      "leave out --check and --out",
    );
  if (html === undefined) return;
  if (json || check || out !== undefined)
    throw new Misuse(
      "bad-option",
      "--html writes a page of its own, and nothing else",
      "leave out --json, --check and --out",
    );
  if (topic !== "rules")
    throw new Misuse("bad-option", `there is no page to look at of ${topic}`, "use docs rules --html FILE");
}

function topicNamed(topic: string) {
  const found = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
  if (found !== undefined) return found;
  const close = suggestion(topic, Object.keys(TOPICS));
  throw new Misuse(
    "unknown-topic",
    `there is no page of ${quoted(topic)}`,
    close === undefined ? `use ${Object.keys(TOPICS).join(", ")}` : `did you mean ${close}?`,
  );
}

/** Each file of a page with what it should hold, the page itself first. */
function filesOf({ text, files }: Page, out: string): (readonly [file: string, text: string])[] {
  return [[out, text], ...[...files].map(([path, held]) => [join(dirname(out), path), held] as const)];
}

function write(page: Page, out: string): void {
  for (const [file, text] of filesOf(page, out)) writeWhole(file, text);
}

/** Says which files are stale, and how; returns the exit code. */
function compare(page: Page, out: string, topic: string): number {
  const files = filesOf(page, out);
  const stale = files.flatMap(([file, text]) => {
    const is = existsSync(file) ? readText(file, MOST_BYTES, "a page", "name a page, or none") : null;
    if (is === text) return [];
    return [is === null ? [`${file} is missing`] : [`${file} is stale`, ...differenceLines(is, text)]];
  });
  if (stale.length === 0) {
    toStdout(`${plural(files.length, "file")} of ${topic} current, ${out} among them\n`);
    return 0;
  }
  toStdout(`${stale.flat().join("\n")}\n`);
  toStderr(`allocheck: write anew with: allocheck docs ${topic} --out ${out}\n`);
  return 1;
}
