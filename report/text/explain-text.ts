/** One rule or one allocator, explained in the terminal. */

import type { KnockOut } from "../../explore/rule-book/knock-out.js";
import { plural } from "../../model/basics/wording.js";
import type { ProvenanceRule } from "../../model/provenance-rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { Style } from "../lines/style.js";
import { columns } from "../lines/table.js";
import { hanging, strongHead, wrap } from "../lines/wrap.js";
import { alike } from "../pages/markdown.js";
import type { Cell, Conformance } from "../rule-book/conformance.js";
import {
  backstopsOf,
  type ClauseEntry,
  type OtherFault,
  type ProvenanceEntry,
  type RuleEntry,
} from "../rule-book/entries.js";
import { neededText } from "../rule-book/guard-text.js";
import type { RuleText } from "../rule-book/rule-text.js";
import { programLines, stepLines } from "../trace/program.js";
import { allocatorRow, offersText } from "./list-text.js";

const NO_BACKSTOP = "none: without this rule nothing objects";

/** A label of ten columns and a text. */
function labelled({ width }: Style, label: string, text: string): string[] {
  return hanging(label.padEnd(10), text, { width });
}

/** A rule of the tables: what it says, what keeps it, and how it is kept and broken. */
export function ruleLines(entry: RuleEntry, above: readonly ProvenanceRule[], style: Style): string[] {
  const { id, statement, because, guard, keptBy, kind, witness, knockOut } = entry;
  const needed = neededText(entry);
  return [
    style.strong(id),
    ...labelled(style, "", statement),
    ...labelled(style, "because", because),
    ...labelled(style, "guard", `${kind === "answer" ? "accepted only where" : "refused while"} ${guard}`),
    ...(needed === null ? [] : labelled(style, "needed", `for ${needed}`)),
    ...(above.length === 0
      ? []
      : labelled(style, "part of", above.map((rule) => `${rule.id} ${rule.name}`).join(", "))),
    ...labelled(
      style,
      "kept by",
      keptBy.map(({ allocator }) => allocator).join(", ") || "no sound allocator shows it",
    ),
    ...labelled(
      style,
      "broken by",
      knockOut === null ? "no faulty version yet" : `${knockOut.allocator}, for one`,
    ),
    ...labelled(style, "backstops", alike(knockOut?.backstops ?? []).join(", ") || NO_BACKSTOP),
    ...traceLines("witness", witness, style),
    ...traceLines("knock-out", knockOut?.counterexample ?? null, style),
  ];
}

function traceLines(what: string, told: Counterexample | null, style: Style): string[] {
  if (told === null) return [];
  const head = `${what}: ${plural(told.steps.length, "command")} of ${told.allocator}`;
  const { width } = style;
  const expected =
    told.expected === told.found ? [] : hanging("    ", `expected ${told.expected}`, { width });
  return ["", ...wrap(head, width), ...[...stepLines(told, style), ...expected].map((line) => `  ${line}`)];
}

/** A provenance rule, and then each rule of the tables that it is made of. */
export function provenanceLines(
  told: ProvenanceEntry,
  entries: readonly RuleEntry[],
  style: Style,
): string[] {
  const { id, name, statement, because, source, keys, inABoot = [], enforcedBy, seenAs } = told.rule;
  return [
    ...wrap(`${id} ${name}`, style.width).map(style.strong),
    ...labelled(style, "", statement),
    ...labelled(style, "because", because),
    ...labelled(style, "source", source),
    ...labelled(style, "made of", keys.join(", ")),
    ...(inABoot.length === 0 ? [] : labelled(style, "in a boot", inABoot.join(", "))),
    ...labelled(style, "kept by", enforcedBy),
    ...labelled(style, "seen as", seenAs),
    ...each(style, "broken by", told.knockOuts, knockOutText),
    ...each(style, "happened", told.history, ({ origin, length }) => `${origin} in ${length}`),
    ...labelled(style, "backstops", alike(backstopsOf(told)).join(", ") || NO_BACKSTOP),
    ...entries.flatMap((entry) => ["", ...ruleLines(entry, [], style)]),
  ];
}

/** A label and a line for each of some things. */
function each<T>(style: Style, label: string, things: readonly T[], text: (thing: T) => string): string[] {
  return things.flatMap((thing, i) => labelled(style, i === 0 ? label : "", text(thing)));
}

function knockOutText({ allocator, counterexample }: KnockOut): string {
  if (counterexample === null) return allocator;
  return `${allocator}: ${counterexample.rule} in ${counterexample.steps.length}`;
}

/** A clause, or a property that goes with one. */
export function clauseLines(
  { id, statement, because, knockOut, needed }: ClauseEntry,
  style: Style,
): string[] {
  return [
    style.strong(id),
    ...labelled(style, "", statement),
    ...labelled(style, "because", because),
    ...(knockOut === null
      ? []
      : [
          ...labelled(style, "broken by", knockOutText(knockOut)),
          ...labelled(style, "backstops", alike(knockOut.backstops).join(", ") || NO_BACKSTOP),
        ]),
    ...(needed === null
      ? []
      : labelled(
          style,
          "needed by",
          `${needed.allocator}, to which ${alike(needed.rules).join(", ")} would object`,
        )),
    ...traceLines("knock-out", knockOut?.counterexample ?? null, style),
  ];
}

/** A rule that no table of commands has. */
export function otherRuleLines(
  { id, kind, statement, because }: RuleText,
  broken: readonly OtherFault[],
  style: Style,
): string[] {
  return [
    style.strong(id),
    ...labelled(style, "", statement),
    ...labelled(style, "because", because),
    ...labelled(style, "it is", KIND_WORDS[kind]),
    ...labelled(
      style,
      "broken by",
      broken.map(({ allocator }) => allocator).join(", ") || "no faulty version first",
    ),
    ...broken.flatMap(({ counterexample }) => traceLines("knock-out", counterexample, style)),
  ];
}

const KIND_WORDS: Readonly<Record<RuleText["kind"], string>> = {
  reason: "a reason to refuse",
  answer: "a rule of every answer",
  effect: "the effect of an accepted command",
  property: "a property of every state of an allocator",
  always: "a rule of all that can follow a state, looked at with --can-always",
  invariant: "an invariant of the specification by itself",
  warning: "what is warned of, and changes no verdict",
};

/** An allocator: what it is, and what it does wrong or what it makes of every rule. */
export function allocatorLines(
  told: {
    readonly definition: AllocatorDefinition;
    /** The sound allocator it is a version of. */
    readonly of: string | null;
    readonly counterexample: Counterexample | null;
    readonly matrix: Conformance | null;
  },
  style: Style,
): string[] {
  const { definition, of, counterexample, matrix } = told;
  const { name, class: kind, contract, summary, about = summary } = definition;
  const text = of === null ? about : `A version of ${of} that ${summary}.`;
  return [
    ...strongHead(name, `${kind}, contract ${contract.id}`, style),
    ...wrap(text, style.width - 2).map((line) => `  ${line}`),
    ...hanging("  offers: ", offersText(allocatorRow(definition)), style),
    ...(counterexample === null ? [] : ["", ...programLines(counterexample, style)]),
    ...(matrix === null ? [] : ["", ...matrixLines(matrix, style)]),
  ];
}

function matrixLines({ provenance, rules, besides }: Conformance, style: Style): string[] {
  // The matrix is of one allocator, so each row has one cell.
  const all = [...provenance, ...rules, ...besides].map(({ rule, cells }) => [rule, cells[0]!] as const);
  const offered = all.filter(([, { kind }]) => kind !== "not-offered");
  const rest = inShort(
    all.filter(([, { kind }]) => kind === "not-offered").map(([rule]) => rule),
    offered,
  );
  const { width } = style;
  const rows = columns(offered.map(([rule, cell]) => [`  ${rule}`, cellText(cell)]));
  // Where two columns have no room, what became of a rule stands below it.
  const isWide = rows.some((row) => row.length > width);
  return [
    "under contract strict:",
    ...offered.flatMap(([rule, cell], i) =>
      (isWide ? [`  ${rule}`, `      ${cellText(cell)}`] : [rows[i]!]).map((row) => paint(cell, row, style)),
    ), // a row a rule
    ...(rest.length === 0 ? [] : hanging("  not offered: ", rest.join(", "), { width })),
  ];
}

/** Some rules, those of a command of which no other is among `offered` as one: `derive/*`. */
function inShort(
  rules: readonly string[],
  offered: readonly (readonly [rule: string, cell: Cell])[],
): string[] {
  const partly = new Set(offered.map(([rule]) => commandOf(rule)));
  const short = rules.map((rule) => {
    const command = commandOf(rule);
    return rule.includes("/") && !partly.has(command) ? `${command}/*` : rule;
  });
  return [...new Set(short)];
}

function commandOf(rule: string): string {
  return rule.split("/")[0]!; // what is split has a first part
}

function cellText(cell: Cell): string {
  return cell.kind === "violated"
    ? `violated after ${plural(cell.counterexample.steps.length, "command")}`
    : cell.kind.replace("-", " ");
}

function paint({ kind }: Cell, text: string, style: Style): string {
  if (kind === "violated") return style.bad(text);
  return kind === "enforced" ? text : style.dim(text);
}
