/** Lists of allocators, faulty versions, rules, contracts and modules. One of them in full is explained. */

import { plural } from "../../model/basics/wording.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { COMMAND_KINDS, CORE_KINDS } from "../../model/words/commands.js";
import type { Style } from "../lines/style.js";
import { fill, hanging } from "../lines/wrap.js";
import type { RuleText } from "../rule-book/rule-text.js";
import type { ContractRow } from "./contract-text.js";
import type { ModuleRow } from "./module-text.js";

/** An allocator as a list shows it. */
export interface AllocatorRow {
  readonly name: string;
  readonly class: AllocatorDefinition["class"];
  readonly contract: string;
  /** The commands it offers; one that takes only some arguments ends in `*`. */
  readonly offers: readonly string[];
  readonly summary: string;
}

/** A faulty version, with the sound allocator it is one of where there is one. */
export interface FaultRow extends AllocatorRow {
  readonly of: string | null;
}

/** What there is; a list that is not asked for is not there. */
export interface Lists {
  readonly allocators?: readonly AllocatorRow[];
  readonly faults?: readonly FaultRow[];
  readonly rules?: readonly RuleText[];
  readonly contracts?: readonly ContractRow[];
  readonly modules?: readonly ModuleRow[];
}
export type Topic = keyof Lists;

export function allocatorRow(definition: AllocatorDefinition): AllocatorRow {
  const { name, class: kind, contract, offers, summary } = definition;
  const offered = COMMAND_KINDS.flatMap((command) => {
    const offer = offers[command];
    return offer === undefined ? [] : [offer === true ? command : `${command}*`];
  });
  return { name, class: kind, contract: contract.id, offers: offered, summary };
}

/** What an allocator offers, in one line: what all have, and what it has beside. */
export function offersText({ offers }: AllocatorRow): string {
  const core = CORE_KINDS.every((kind) => offers.includes(kind));
  const more = offers.filter((offer) => !core || !CORE_KINDS.some((kind) => kind === offer));
  const partly = offers.some((offer) => offer.endsWith("*")) ? "; * takes only some arguments" : "";
  return [...(core ? ["the core's"] : []), ...more].join(", ") + partly;
}

/** One list in full. */
export function listLines(lists: Lists, style: Style): string[] {
  const { allocators, faults, rules, contracts, modules } = lists;
  return [
    ...(allocators === undefined ? [] : allocatorLines(allocators, style)),
    ...(faults === undefined ? [] : [style.strong("faults"), ...faultLines(faults, style)]),
    ...namedLines("rules", rules, ({ statement }) => statement, style),
    ...namedLines("contracts", contracts, ({ summary }) => summary, style),
    ...namedLines("modules", modules, ({ statement }) => statement, style),
  ];
}

/** A list of what has a name, each with what is said of it; nothing where it was not asked for. */
function namedLines<Row extends { readonly id: string }>(
  head: string,
  rows: readonly Row[] | undefined,
  saidOf: (row: Row) => string,
  { strong, width }: Style,
): string[] {
  if (rows === undefined) return [];
  return [strong(head), ...rows.flatMap((row) => entryLines(row.id, saidOf(row), width))];
}

/** What there is of each list, by name where that is short, and how to see more. */
export function indexLines(lists: Required<Lists>, style: Style): string[] {
  const { allocators, faults, rules, contracts, modules } = lists;
  const { width } = style;
  const part = (head: string, names: readonly string[]) => {
    const parts = names.map((name, i) => (i < names.length - 1 ? `${name},` : name));
    return [style.strong(head), ...fill(parts, " ", width - 2).map((line) => `  ${line}`), ""];
  };
  const classes = CLASSES.map(
    ({ kind, said }) => [said, allocators.filter((row) => row.class === kind)] as const,
  );
  return [
    ...classes.flatMap(([said, rows]) =>
      part(
        `${plural(rows.length, "allocator")}, ${said}`,
        rows.map(({ name }) => name),
      ),
    ),
    ...part(`${faults.length} faulty versions`, countsBy(faults.map(({ of }) => of ?? "others"))),
    ...part(
      `${contracts.length} contracts`,
      contracts.map(({ id }) => id),
    ),
    ...part(
      `${modules.length} modules of the specification`,
      modules.map(({ id }) => id),
    ),
    ...part(
      `${rules.length} rules`,
      countsBy(rules.map(({ id, kind }) => (id.includes("/") ? (id.split("/")[0] ?? id) : BESIDE[kind]))),
    ),
    ...hanging("one list  ", "allocheck list allocators, faults, contracts, modules or rules", { width }),
    ...hanging("one name  ", "allocheck explain NAME", { width }),
  ];
}

/** What a rule is of that belongs to no command. */
const BESIDE: Readonly<Record<RuleText["kind"], string>> = {
  reason: "reasons",
  answer: "answers",
  effect: "effects",
  property: "states",
  always: "what can come back",
  invariant: "invariants",
  warning: "warnings",
};

/** `buddy 18`: each word once, in the order of the first, with how often it comes. */
function countsBy(words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} ${count}`);
}

/** The classes of which a list of allocators consists. */
const CLASSES = [
  { kind: "sound", said: "sound" },
  { kind: "as-is", said: "as their originals are" },
] as const satisfies readonly { kind: AllocatorRow["class"]; said: string }[];

function allocatorLines(rows: readonly AllocatorRow[], style: Style): string[] {
  return [
    style.strong("allocators"),
    ...CLASSES.flatMap(({ kind, said }) => [
      `  ${said}`,
      ...rows.filter((row) => row.class === kind).flatMap((row) => rowLines(row, style)),
    ]),
    ...hanging("  ", "their faulty versions: allocheck list faults", style),
  ];
}

function faultLines(rows: readonly FaultRow[], style: Style): string[] {
  return [...new Set(rows.map(({ of }) => of))].flatMap((whose) => [
    `  ${whose === null ? "of none that is sound" : `of ${whose}`}`,
    ...rows.filter(({ of }) => of === whose).flatMap((row) => rowLines(row, style)),
  ]);
}

function rowLines({ name, contract, summary }: AllocatorRow, { width }: Style): string[] {
  const named = contract === "strict" ? name : `${name}, contract ${contract}`;
  return entryLines(`  ${named}`, summary, width);
}

/** A name, and below it what is said of it. */
function entryLines(name: string, said: string, width: number): string[] {
  return [`  ${name}`, ...(said === "" ? [] : hanging("      ", said, { width }))];
}
