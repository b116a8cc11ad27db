/** The page of memblock: its calls, what it promises, what was explored, what it does not promise. */
import { fileName } from "../counterexamples/files.js";
import type { Run } from "../explore/verdict.js";
import type { AllocatorDefinition } from "../model/allocator.js";
import type { ContractPromise, ReasonKey } from "../model/contracts.js";
import { describeScope } from "../model/scope.js";
import type { Counterexample } from "../model/trace.js";
import { plural } from "../model/wording.js";
import { stepLines } from "./program.js";
import { PLAIN } from "./style.js";
import { grouped } from "./table.js";
import { wrap } from "./wrap.js";

/** What the page shows. */
export interface MemblockEntry {
  readonly definition: AllocatorDefinition;
  readonly calls: readonly { readonly call: string; readonly as: string | null; readonly what: string }[];
  /** A check in each of its own scopes, under its own contract. */
  readonly runs: readonly Run[];
  /** What it does that `strict` forbids, each by its shortest trace, of which none is longer than `upTo`. */
  readonly deviations: readonly Counterexample[];
  readonly upTo: number;
  readonly faulty: readonly { readonly definition: AllocatorDefinition; readonly found: Counterexample }[];
  readonly suite: readonly {
    readonly from: string;
    readonly tests: string;
    readonly runs: number;
    readonly checks: readonly string[];
  }[];
  readonly differences: readonly { readonly when: string; readonly linux: string; readonly here: string }[];
}

const HEAD = `# memblock

Written by \`allocheck docs memblock\` from runs; a test holds it to what they give today.
`;

/** The page as Markdown. */
export function memblockPage(entry: MemblockEntry): string {
  const { about = "" } = entry.definition;
  return [
    HEAD,
    ...wrap(about, 110),
    "",
    ...callsSection(entry),
    ...contractSection(entry),
    ...scopesSection(entry),
    ...differencesSection(entry),
    ...faultySection(entry),
    ...suiteSection(entry),
    ...deviationsSection(entry),
  ].join("\n");
}

function callsSection({ calls }: MemblockEntry): string[] {
  const driven = calls.filter(({ as }) => as !== null && as !== "queries");
  const asked = calls.filter(({ as }) => as === "queries");
  const tested = calls.filter(({ as }) => as === null);
  return [
    "## Its calls",
    "",
    "Each command of the checker is one call, under the name it has in Linux:",
    "",
    ...table(
      ["call", "command", ""],
      [
        ...driven.map(({ call, as, what }) => [`\`memblock_${call}\``, `\`${as}\``, what]),
        ["`phys_to_virt`", "`borrow`", "memblock is not asked, nor told when it is over (`drop`)"],
        ["`alloc_page`, `free_page`", "`alloc`, `free`", "the page allocator behind, once boot is over"],
      ],
    ),
    "",
    "In every state it is asked, and every answer is compared with the specification:",
    "",
    ...table(
      ["call", "asked"],
      asked.map(({ call, what }) => [`\`memblock_${call}\``, what || "once"]),
    ),
    "",
    "The rest of its interface is called by its tests alone:",
    "",
    ...table(
      ["call", ""],
      tested.map(({ call, what }) => [`\`memblock_${call}\``, what]),
    ),
    "",
  ];
}

function contractSection({ definition: { contract } }: MemblockEntry): string[] {
  const { id, summary, promises, mayRefuse, leaveWith } = contract;
  const given = Object.entries(promises) as [ReasonKey, ContractPromise][]; // the keys of its type
  return [
    "## What it promises",
    "",
    ...wrap(
      `The contract \`${id}\`: ${summary}. These it accepts although there is a reason against it; what has ` +
        "any other is refused, and changes nothing.",
      110,
    ),
    "",
    ...table(
      ["command", "although", "effect", "because"],
      together(
        given.flatMap(([key, promise]) =>
          promise.kind === "instead" ? [[key, `\`${promise.effect}\``, promise.because]] : [],
        ),
      ),
    ),
    "",
    "These a client that keeps to the rules never asks, so they are not tried:",
    "",
    ...table(
      ["command", "where", "because"],
      together(
        given.flatMap(([key, promise]) => (promise.kind === "precondition" ? [[key, promise.because]] : [])),
      ),
    ),
    "",
    ...wrap(
      `With the module \`${leaveWith ?? "core"}\` these may be refused all the same, since ` +
        `${[...new Set(Object.values(mayRefuse))].join("; ")}: ` +
        `${Object.keys(mayRefuse).join(", ")}. And an allocation lies where the direction says: at the ` +
        "highest place that will do, or bottom-up at the lowest.",
      110,
    ),
    "",
  ];
}

/** Rows of a key and what is said of it: reasons of a command, then commands, of which the same is said. */
function together(rows: readonly (readonly string[])[]): string[][] {
  const reasons = grouping(rows.map(([key = "", ...said]) => [...key.split("/"), ...said]));
  // Each row is now the reasons, the command and what is said; the command is to be united next.
  return grouping(reasons.map(([all = "", kind = "", ...said]) => ["", `\`${kind}\``, all, ...said])).map(
    ([kinds = "", , ...rest]) => [kinds, ...rest],
  );
}

/** Unites rows that differ in their second cell alone, which then comes first. */
function grouping(rows: readonly (readonly string[])[]): string[][] {
  const groups = new Map<string, { readonly different: string[]; readonly same: readonly string[] }>();
  for (const [first = "", second = "", ...rest] of rows) {
    const same = [first, ...rest];
    const group = groups.get(same.join("|")) ?? { different: [], same };
    groups.set(same.join("|"), group);
    group.different.push(second);
  }
  return [...groups.values()].map(({ different, same }) => [different.join(", "), ...same]);
}

function scopesSection({ definition: { name }, runs }: MemblockEntry): string[] {
  const total = (of: (run: Run) => number) => grouped(runs.reduce((sum, run) => sum + of(run), 0));
  return [
    "## What was explored",
    "",
    ...wrap(
      `\`allocheck check ${name}\` explores ${plural(runs.length, "scope")}, each until nothing is left: ` +
        `${total(({ states }) => states)} states and ${total(({ tried }) => tried)} commands tried in all.`,
      110,
    ),
    "",
    ...table(
      ["scope", "verdict", "states", "commands tried", "depth"],
      runs.map(({ scope, verdict, states, tried, depth }) => [
        describeScope(scope),
        verdict,
        grouped(states),
        grouped(tried),
        `${depth}`,
      ]),
    ),
    "",
  ];
}

function differencesSection({ differences }: MemblockEntry): string[] {
  return [
    "## Where it is not Linux",
    "",
    "What Linux leaves undefined, or does and cannot mean:",
    "",
    ...table(
      ["when", "Linux", "here"],
      differences.map(({ when, linux, here }) => [when, linux, here]),
    ),
    "",
  ];
}

function faultySection({ faulty, definition }: MemblockEntry): string[] {
  return [
    "## Faulty versions",
    "",
    "Each has one method that is wrong, and is caught in so many commands, of which fewer do not suffice:",
    "",
    ...table(
      ["version", "which", "as", "breaks", "commands"],
      faulty.map(({ definition: { name, summary, origin = "" }, found }) => [
        `\`${name}\``,
        summary,
        origin === definition.origin ? "" : origin,
        `\`${found.rule}\``,
        `[${found.steps.length}](../counterexamples/${fileName(found)}.json)`,
      ]),
    ),
    "",
  ];
}

function suiteSection({ suite }: MemblockEntry): string[] {
  const checks = suite.reduce((sum, part) => sum + part.checks.length, 0);
  const runs = suite.reduce((sum, part) => sum + part.runs, 0);
  return [
    "## The suite of Linux",
    "",
    ...wrap(
      `Of \`tools/testing/memblock/tests\` ${checks} checks are made here too, by what they show, in ${runs} ` +
        "tests: most run in both directions, with and without zeroing.",
      110,
    ),
    "",
    ...suite.flatMap(({ from, runs: tests, checks: names }) => [
      `- ${from} (${names.length} checks, ${tests} tests):`,
      ...wrap(names.map((name) => `\`${name}\``).join(" "), 108).map((line) => `  ${line}`),
    ]),
    "",
  ];
}

function deviationsSection({ definition: { name }, deviations, upTo }: MemblockEntry): string[] {
  return [
    "## What it does not promise",
    "",
    ...wrap(
      `\`allocheck check ${name} --contract strict --all\` lists what it does that \`strict\` forbids, by ` +
        `shortest traces; these ${deviations.length} are all that ${plural(upTo, "command")} can show, in the ` +
        "scopes above. `counterexamples/memblock/` records them, for `allocheck replay`. Below each command " +
        "are the units of memory: `.` free, a digit for the owner of a reservation, `#` allocated, `x` not " +
        "memory, `m` an array of memblock's own, `=` under a live slice.",
      110,
    ),
    "",
    ...deviations.flatMap((found) => [
      `### ${found.rule}`,
      "",
      "```",
      ...stepLines(found, PLAIN),
      `    expected ${found.expected}`,
      "```",
      "",
    ]),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
