/** Gathers the rules of the tables: surveys the sound allocators and knocks out one rule after the other. */
import { type KnockOut, knockOut, shortest } from "../../explore/rule-book/knock-out.js";
import { firstScope, homeOf, moduleOf, partsOf, ruleScope } from "../../explore/rule-book/rule-scope.js";
import { type Survey, survey } from "../../explore/rule-book/survey.js";
import { HANGING } from "../../impl/faulty/hanging.js";
import { KNOCK_OUTS, OTHER_FAULTS } from "../../impl/faulty/knock-outs.js";
import { RACES } from "../../impl/faulty/races.js";
import { ALLOCATORS, NAMED, soundVersionOf } from "../../impl/registry.js";
import { once } from "../../model/basics/once.js";
import { ALL_RULES } from "../../model/modules/all.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";
import { BOOT_MODULES, MODULE_IDS, type ModuleId, type Scope } from "../../model/words/scope.js";
import { NEEDED_FOR } from "../../properties/proof/needed-for.js";
import type { OtherFault, RuleEntry } from "../../report/rule-book/entries.js";
import { answerText, guardText } from "../../report/rule-book/guard-text.js";
import { Progress } from "../output/progress.js";
import { Interrupt } from "../workers/interrupt.js";
import { runAlone } from "../workers/session.js";

/** A rule of the tables as the tables have it. */
export type Row = Pick<RuleEntry, "id" | "kind" | "command" | "module" | "statement" | "because" | "guard">;

/** The parts of the specification that are the world of one allocator, whose page shows their rules. */
export const ELSEWHERE: readonly ModuleId[] = BOOT_MODULES;

/** Whether a rule (or all of a command) is shown on the page of one allocator, and not in the book. */
export function isElsewhere(rule: string): boolean {
  return partsOf(rule).some((id) => ELSEWHERE.includes(id));
}

/** Every reason and every constraint on answers, command by command, but for those shown elsewhere. */
export const ROWS: readonly Row[] = ALL_RULES.flatMap((rule): Row[] => {
  const { kind: command, reasons, constraints } = rule;
  return [
    ...reasons.map((reason) => row(command, reason, "reason", guardText(command, reason))),
    ...constraints.map((constraint) => row(command, constraint, "answer", answerText(constraint))),
  ];
}).filter(({ id }) => !isElsewhere(id));

function row(
  command: CommandKind,
  { id, statement, because }: Pick<Row, "id" | "statement" | "because">,
  kind: Row["kind"],
  guard: string,
): Row {
  const key = `${command}/${id}`;
  return { id: key, kind, command, module: moduleOf(key) ?? "core", statement, because, guard };
}

/**
 * The scopes in which an allocator shows its rules: with the parts of what it offers, and with arguments from
 * outside the pool where it looks at them; allocators of single frames take theirs for granted. What it takes
 * only where a part is asked for has a scope of its own.
 */
export function worldsOf(definition: AllocatorDefinition): Scope[] {
  const { offers } = definition;
  const first = ruleScope(definition, offers["alloc-block"] === undefined ? [] : ["foreign"]);
  const homes = COMMAND_KINDS.filter((kind) => offers[kind] !== undefined).map(homeOf);
  const further = MODULE_IDS.filter(
    (id) => homes.includes(id) && !first.modules.includes(id) && !ELSEWHERE.includes(id),
  );
  return [first, ...further.map((id) => ruleScope(definition, [...first.modules, id]))];
}

/** The allocators that keep the rules. */
export const SOUND = ALLOCATORS.filter((definition) => definition.class === "sound");

/** Surveys of all sound allocators, made once a process: they take seconds. */
export const allSurveys = once(() => surveys(COMMAND_KINDS));

/** Surveys of the sound allocators that offer one of some commands, each under its own contract. */
export function surveys(commands: readonly CommandKind[]): Survey[] {
  return SOUND.filter(({ offers }) => commands.some((kind) => offers[kind] !== undefined)).flatMap(
    (definition) => worldsOf(definition).map((scope) => survey(definition, scope)),
  );
}

/** One rule with its witness and its knock-out. */
export function entryOf(row: Row, surveyed: readonly Survey[]): RuleEntry {
  const outcome = row.kind === "answer" ? `${row.command}:accepted` : row.id.replace("/", ":");
  const shows = surveyed.filter(({ witnesses }) => witnesses.has(row.id));
  const times = new Map(shows.map(({ allocator, outcomes }) => [allocator, outcomes[outcome] ?? 0]));
  return {
    ...row,
    neededFor: NEEDED_FOR.get(row.id)?.keeps ?? null,
    neededFrom: NEEDED_FOR.get(row.id)?.from || null,
    keptBy: Array.from(times, ([allocator, count]) => ({ allocator, times: count })),
    witness: shows[0]?.witnesses.get(row.id) ?? null,
    knockOut: knockOutBy(KNOCK_OUTS[row.id], [row.id]),
  };
}

/** Rules knocked out together by a version, by its name; `null` where there is no such version. */
export function knockOutBy(name: string | undefined, without: readonly string[]): KnockOut | null {
  const faulty = NAMED.find((definition) => definition.name === name);
  const sound = faulty === undefined ? undefined : soundVersionOf(faulty);
  if (faulty === undefined || sound === undefined) return null;
  const traceScope = traceScopeOf(faulty);
  return knockOut({ without, modules: without.flatMap(partsOf), faulty, sound, traceScope });
}

/** The scope that a check of a faulty version has by itself, with the parts of the rule that it breaks. */
function traceScopeOf(faulty: AllocatorDefinition): Scope {
  const rule = Object.keys(KNOCK_OUTS).find((key) => KNOCK_OUTS[key] === faulty.name);
  return firstScope(faulty, rule === undefined ? [] : partsOf(rule));
}

/** The faulty versions that no rule of the tables is knocked out by; those found under one rule, or all. */
export async function otherFaults(
  rules = [...new Set([...Object.keys(OTHER_FAULTS), ...Object.keys(RACES)])],
): Promise<OtherFault[]> {
  const names = rules.flatMap((rule) => [...(OTHER_FAULTS[rule] ?? []), ...(RACES[rule] ?? [])]);
  const found: OtherFault[] = [];
  for (const definition of NAMED.filter(({ name }) => names.includes(name))) {
    const { name: allocator } = definition;
    const counterexample = await shortestOf(definition);
    if (counterexample !== null) found.push({ allocator, rule: counterexample.rule, counterexample });
  }
  return found;
}

/** How long one that never returns is waited for; the others are answered in microseconds. */
const PATIENCE_SECONDS = 1;

/** The first counterexample of an allocator in the scope that a check has by itself; `null` without one. */
export async function shortestOf(definition: AllocatorDefinition): Promise<Counterexample | null> {
  const scope = traceScopeOf(definition);
  if (!HANGING.includes(definition)) return shortest(definition, scope);
  const target = { kind: "built-in", name: definition.name } as const;
  const job = {
    target,
    scope,
    widen: true,
    budget: {},
    keep: "first" as const,
    maxCommandSeconds: PATIENCE_SECONDS,
  };
  const run = await runAlone(job, new Interrupt(), new Progress(false));
  return run.counterexamples[0] ?? null;
}
