/** `allocheck explain`: one rule, allocator, faulty version, contract, command or module, in the terminal. */
import type { Command } from "commander";
import { NAMED, soundVersionOf } from "../../impl/registry.js";
import { Misuse } from "../../model/basics/misuse.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { quoted } from "../../model/basics/wording.js";
import { contractByName } from "../../model/contracts/combined.js";
import { CONTRACTS } from "../../model/contracts/named.js";
import { isPartOf, PROVENANCE_RULES, type ProvenanceRule } from "../../model/provenance-rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { MODULE_IDS } from "../../model/words/scope.js";
import { conformanceJson } from "../../report/rule-book/conformance.js";
import { provenanceJson, type RuleEntry } from "../../report/rule-book/entries.js";
import { RULE_TEXTS, type RuleText } from "../../report/rule-book/rule-text.js";
import { contractLines, contractRow } from "../../report/text/contract-text.js";
import {
  allocatorLines,
  clauseLines,
  otherRuleLines,
  provenanceLines,
  ruleLines,
} from "../../report/text/explain-text.js";
import { allocatorRow, listLines } from "../../report/text/list-text.js";
import { MODULE_ROWS, moduleLines } from "../../report/text/module-text.js";
import { addExamples, type Example } from "../input/help.js";
import { type OutputOptions, outputsOf, reporterOption } from "../input/options.js";
import { type Answered, probePlaces, send } from "../output/output.js";
import { conformance } from "../rule-book/conformance.js";
import { entryOf, otherFaults, ROWS, shortestOf, surveys } from "../rule-book/rules.js";
import { clauseEntries, provenanceEntry } from "../rule-book/whole-book.js";

const EXAMPLES: readonly Example[] = [
  ["explain release/live-slice", "a rule, kept and broken"],
  ["explain R1", "a provenance rule, by the rules it is made of"],
  ["explain bitmap-as-is", "what an allocator makes of every rule"],
  ["explain bitmap-pins-once", "what a faulty version does wrong"],
  ["explain trusted", "what a contract leaves open"],
  ["explain growth", "what a module of the specification brings"],
];

/** Adds the command; `finish` gets the exit code. */
export function addExplain(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("explain")
    .summary("explain a rule, an allocator or a contract")
    .description(
      "Prints a rule with its guard, the shortest trace that exercises it and the shortest that breaks it; " +
        "or what an allocator makes of every rule; or what a faulty version does wrong; or what a contract " +
        "leaves open; or all rules of a command; or what a module of the specification brings.",
    )
    .argument(
      "<NAME>",
      "a rule (release/live-slice), a provenance rule (R1), an allocator, a contract (trusted+lazy), a command or " +
        "a module",
    )
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--no-color", "no colour")
    .action(async (name: string, options: OutputOptions) => {
      const outputs = outputsOf(options);
      probePlaces(outputs, undefined);
      finish(send(outputs, await answer(name), options.color) ? 0 : 2);
    });
  addExamples(command, EXAMPLES);
}

/** What is known of a name. Throws a `Misuse` with a suggestion when nothing is. */
async function answer(name: string): Promise<Answered> {
  const above = PROVENANCE_RULES.find(({ id }) => id === name.toUpperCase());
  if (above !== undefined) return aboutProvenance(above);
  const row = ROWS.find(({ id }) => id === name);
  if (row !== undefined) return aboutRule(entryOf(row, surveys([row.command])));
  const [clause] = clauseEntries([name]);
  if (clause !== undefined) return { json: { clause }, lines: (style) => clauseLines(clause, style) };
  const other = RULE_TEXTS.find(({ id }) => id === name);
  if (other !== undefined) return await aboutOther(other);
  const found = [await aboutNamed(name), aboutContract(name), aboutCommand(name), aboutModule(name)].filter(
    (each) => each !== null,
  );
  if (found.length > 0) return together(found);
  const names = [PROVENANCE_RULES, RULE_TEXTS, CONTRACTS].flatMap((known) => known.map(({ id }) => id));
  const close = suggestion(name, [
    ...names,
    ...NAMED.map((known) => known.name),
    ...COMMAND_KINDS,
    ...MODULE_IDS,
  ]);
  throw new Misuse(
    "unknown-name",
    `there is no rule, allocator, contract, command or module ${quoted(name)}`,
    close === undefined ? "see: allocheck list" : `did you mean ${close}? See: allocheck list`,
  );
}

/** Of an allocator and a contract that have one name both are told. */
function together(parts: readonly Answered[]): Answered {
  return {
    json: Object.assign({}, ...parts.map(({ json }) => json)),
    lines: (style) => parts.flatMap((part, i) => [...(i === 0 ? [] : [""]), ...part.lines(style)]),
  };
}

async function aboutNamed(name: string): Promise<Answered | null> {
  const definition = NAMED.find((candidate) => candidate.name === name);
  if (definition === undefined) return null;
  return definition.class === "faulty" ? await aboutFaulty(definition) : aboutAllocator(definition);
}

function aboutContract(name: string): Answered | null {
  const contract = contractByName(name);
  if (contract === null) return null;
  const row = contractRow(contract);
  return { json: { contract: row }, lines: (style) => contractLines(row, style) };
}

/** The rules of a command, each in a line or two. */
function aboutCommand(name: string): Answered | null {
  const rules = RULE_TEXTS.filter(({ id }) => id.startsWith(`${name}/`));
  return rules.length === 0 ? null : { json: { rules }, lines: (style) => listLines({ rules }, style) };
}

function aboutModule(name: string): Answered | null {
  const row = MODULE_ROWS.find(({ id }) => id === name);
  return row === undefined ? null : { json: { module: row }, lines: (style) => moduleLines(row, style) };
}

function aboutRule(entry: RuleEntry): Answered {
  const above = PROVENANCE_RULES.filter((rule) => isPartOf(entry.id, rule));
  return { json: { rule: entry }, lines: (style) => ruleLines(entry, above, style) };
}

function aboutProvenance(rule: ProvenanceRule): Answered {
  const rows = ROWS.filter(({ id }) => rule.keys.includes(id));
  const surveyed = surveys(rows.map(({ command }) => command));
  const entries = rows.map((row) => entryOf(row, surveyed));
  const told = provenanceEntry(rule);
  return {
    json: { provenance: provenanceJson(told), rules: entries },
    lines: (style) => provenanceLines(told, entries, style),
  };
}

async function aboutOther(rule: RuleText): Promise<Answered> {
  const broken = await otherFaults([rule.id]);
  return { json: { rule, brokenBy: broken }, lines: (style) => otherRuleLines(rule, broken, style) };
}

async function aboutFaulty(definition: AllocatorDefinition): Promise<Answered> {
  const counterexample = await shortestOf(definition);
  const told = { definition, of: soundVersionOf(definition)?.name ?? null, counterexample, matrix: null };
  return {
    json: { allocator: allocatorRow(definition), counterexample },
    lines: (style) => allocatorLines(told, style),
  };
}

function aboutAllocator(definition: AllocatorDefinition): Answered {
  // The matrix is of commands given one at a time.
  const matrix = definition.steps === undefined ? conformance(definition) : null;
  return {
    json: {
      allocator: allocatorRow(definition),
      ...(matrix === null ? {} : { conformance: conformanceJson(matrix) }),
    },
    lines: (style) => allocatorLines({ definition, of: null, counterexample: null, matrix }, style),
  };
}
