/** Gathers the rule book: surveys the sound allocators and knocks out one rule after the other. */
import { type KnockOut, knockOut, shortest } from "../explore/knock-out.js";
import { lifeOfFrame } from "../explore/life.js";
import { moduleOf, partsOf, RULE_SCOPE, worldOf } from "../explore/rule-world.js";
import { type Survey, survey } from "../explore/survey.js";
import { widened } from "../explore/widen.js";
import { HANGING } from "../impl/faulty/hanging.js";
import { KNOCK_OUTS } from "../impl/faulty/knock-outs.js";
import { ALLOCATORS, soundVersionOf } from "../impl/registry.js";
import type { AllocatorDefinition } from "../model/allocator.js";
import { ALL_RULES } from "../model/modules.js";
import { PROVENANCE_RULES } from "../model/rule-book.js";
import { DEFAULT_SCOPE, type ModuleId, type Scope } from "../model/scope.js";
import type { Counterexample } from "../model/trace.js";
import { COMMAND_KINDS, type CommandKind } from "../model/vocabulary.js";
import { answerText, guardText } from "../report/guard-text.js";
import type { OtherFault, RuleBook, RuleEntry } from "../report/rule-book.js";
import { Interrupt } from "./interrupt.js";
import { Progress } from "./progress.js";
import { runAlone } from "./session.js";

/** A rule of the tables as the tables have it. */
type Row = Pick<RuleEntry, "id" | "kind" | "command" | "module" | "statement" | "because" | "guard">;

/** The parts of the specification that are the world of one allocator, whose page shows their rules. */
const ELSEWHERE: readonly ModuleId[] = ["regions", "limits", "nodes", "flags", "growth", "hand-over"];

/** Whether a rule is shown on the page of one allocator, and not in the book. */
export function isElsewhere(rule: string): boolean {
  return partsOf(rule).some((id) => ELSEWHERE.includes(id));
}

/** Every reason and every constraint on answers, command by command, but for those shown elsewhere. */
export const ROWS: readonly Row[] = ALL_RULES.flatMap(({ kind: command, reasons, answer }): Row[] => {
  const row = (id: string, more: Pick<Row, "kind" | "statement" | "because" | "guard">): Row => {
    const key = `${command}/${id}`;
    return { id: key, command, module: moduleOf(key) ?? "core", ...more };
  };
  return [
    ...reasons.map((reason) => {
      const { statement, because } = reason;
      return row(reason.id, { kind: "reason", statement, because, guard: guardText(command, reason) });
    }),
    ...(answer === null
      ? []
      : [row(answer.id, { ...pick(answer), kind: "answer", guard: answerText(answer) })]),
  ];
}).filter(({ id }) => !isElsewhere(id));

function pick({ statement, because }: Pick<Row, "statement" | "because">) {
  return { statement, because };
}

/**
 * The scope with the parts an allocator is checked by: those of what it offers, and arguments from outside
 * the pool where it looks at them. Allocators of single frames take theirs for granted.
 */
export function fullWorld(scope: Scope, definition: AllocatorDefinition): Scope {
  const looks = definition.offers["alloc-block"] !== undefined;
  return widened({ ...scope, modules: looks ? ["core", "foreign"] : ["core"] }, definition);
}

const SOUND = ALLOCATORS.filter((definition) => definition.class === "sound");

/** Surveys of the sound allocators that offer one of some commands, each under its own contract. */
export function surveys(commands: readonly CommandKind[] = COMMAND_KINDS): Survey[] {
  return SOUND.filter(({ offers }) => commands.some((kind) => offers[kind] !== undefined)).map(surveyOf);
}

function surveyOf(definition: AllocatorDefinition): Survey {
  return survey(definition, fullWorld(RULE_SCOPE, definition));
}

/** One rule with its witness and its knock-out. */
export function entryOf(row: Row, surveyed: readonly Survey[]): RuleEntry {
  const outcome = row.kind === "answer" ? `${row.command}:accepted` : row.id.replace("/", ":");
  const shows = surveyed.filter(({ witnesses }) => witnesses.has(row.id));
  return {
    ...row,
    keptBy: shows.map(({ allocator, outcomes }) => ({ allocator, times: outcomes[outcome] ?? 0 })),
    witness: shows[0]?.witnesses.get(row.id) ?? null,
    knockOut: knockOutOf(row.id),
  };
}

/** The knock-out of a rule; `null` where no version breaks it. */
export function knockOutOf(rule: string): KnockOut | null {
  const faulty = ALLOCATORS.find(({ name }) => name === KNOCK_OUTS[rule]);
  const sound = faulty === undefined ? undefined : soundVersionOf(faulty);
  return faulty === undefined || sound === undefined ? null : knockOut(rule, faulty, sound);
}

/** The whole book. */
export async function ruleBook(): Promise<RuleBook> {
  const surveyed = surveys();
  const entries = ROWS.map((row) => entryOf(row, surveyed));
  return { entries, provenance: PROVENANCE_RULES, life: lifeOfFrame(), others: await otherFaults() };
}

/** The faulty versions that no rule of the tables is knocked out by, or those among them that are wanted. */
export async function otherFaults(
  wanted: (definition: AllocatorDefinition) => boolean = () => true,
): Promise<OtherFault[]> {
  const knockedOut = Object.values(KNOCK_OUTS);
  const rest = ALLOCATORS.filter(
    (definition) =>
      definition.class === "faulty" && !knockedOut.includes(definition.name) && wanted(definition),
  );
  const found: OtherFault[] = [];
  for (const definition of rest) {
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
  const rule = Object.keys(KNOCK_OUTS).find((key) => KNOCK_OUTS[key] === definition.name);
  const scope =
    rule === undefined ? widened(DEFAULT_SCOPE, definition) : worldOf(rule, DEFAULT_SCOPE, definition);
  if (!HANGING.includes(definition)) return shortest(definition, scope);
  const target = { kind: "built-in", name: definition.name } as const;
  const job = { target, scope, widen: true, budget: {}, all: false, maxCommandSeconds: PATIENCE_SECONDS };
  const run = await runAlone(job, new Interrupt(), new Progress(false));
  return run.counterexamples[0] ?? null;
}
