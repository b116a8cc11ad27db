/** The page of memblock: its calls, what it promises, what was explored, what it does not promise. */
import { fileName } from "../../counterexamples/file-text.js";
import type { Run } from "../../explore/check/verdict.js";
import { grouped, plural } from "../../model/basics/wording.js";
import type { ContractPromise } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { ReasonKey } from "../../model/words/commands.js";
import { describeScope } from "../../model/words/scope.js";
import { PLAIN } from "../lines/style.js";
import { stepLines } from "../trace/program.js";
import { paragraph, table } from "./markdown.js";
import {
  type BesideLinux,
  callsSection,
  differencesSection,
  leftOutSection,
  suiteSection,
} from "./memblock-linux.js";

/** What the page shows. */
export interface MemblockEntry extends BesideLinux {
  readonly definition: AllocatorDefinition;
  /** A check in each of its own scopes, under its own contract. */
  readonly runs: readonly Run[];
  /** What it does that `strict` forbids, each by its shortest trace, of which none is longer than `upTo`. */
  readonly deviations: readonly Counterexample[];
  readonly upTo: number;
  readonly faulty: readonly { readonly definition: AllocatorDefinition; readonly found: Counterexample }[];
}

const HEAD = `# memblock

Written by \`allocheck docs memblock\` from runs; a test holds it to what they give today.
`;

/** The page as Markdown. */
export function memblockPage(entry: MemblockEntry): string {
  const { about = "" } = entry.definition;
  return [
    HEAD,
    ...paragraph(about),
    "",
    ...paragraph(`Linux is version ${entry.linux} on this page: that is what it was compared with.`),
    "",
    ...callsSection(entry),
    ...leftOutSection(entry),
    ...contractSection(entry),
    ...scopesSection(entry),
    ...differencesSection(entry),
    ...faultySection(entry),
    ...suiteSection(entry),
    ...deviationsSection(entry),
  ].join("\n");
}

function contractSection({ definition: { contract } }: MemblockEntry): string[] {
  const { id, summary, promises, mayRefuse, leaveWith } = contract;
  const given = Object.entries(promises) as [ReasonKey, ContractPromise][]; // the keys of its type
  return [
    "## What it promises",
    "",
    ...paragraph(
      `The contract \`${id}\`: ${summary}. These it accepts although there is a reason against it; what has ` +
        "any other is refused, and changes nothing.",
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
    ...paragraph(
      `With the module \`${leaveWith ?? "core"}\` these may be refused all the same, since ` +
        `${[...new Set(Object.values(mayRefuse))].join("; ")}: ` +
        `${Object.keys(mayRefuse).join(", ")}. And an allocation lies where the direction says: at the ` +
        "highest place that will do, or bottom-up at the lowest.",
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
    ...paragraph(
      `\`allocheck check ${name}\` explores ${plural(runs.length, "scope")}, each until nothing is left: ` +
        `${total(({ states }) => states)} states and ${total(({ tried }) => tried)} commands tried in all.`,
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

function deviationsSection({ definition: { name }, deviations, upTo }: MemblockEntry): string[] {
  return [
    "## What it does not promise",
    "",
    ...paragraph(
      `\`allocheck check ${name} --contract strict --all\` lists what it does that \`strict\` forbids, by ` +
        `shortest traces; these ${deviations.length} are all that ${plural(upTo, "command")} can show, in the ` +
        "scopes above. `counterexamples/memblock/` records them, for `allocheck replay`. Below each command " +
        "are the units of memory: `.` free, a digit for the owner of a reservation, `#` allocated, `x` not " +
        "memory, `m` an array of memblock's own, `=` under a live slice.",
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
