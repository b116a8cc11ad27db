/**
 * A counterexample as a value: versioned, self-contained, every command spelled out with its arguments.
 *
 * There are no seeds and no indices, so a file survives changes of the search, of the order of
 * commands and of the rules. `trace-schema.ts` is the file format.
 */

import { show } from "../basics/wording.js";
import { contractByName } from "../contracts/combined.js";
import { CONTRACTS, type Contract } from "../contracts/named.js";
import { grownOf } from "../modules/growth/rules.js";
import type { AllocatorDefinition } from "../socket/allocator.js";
import { Fault, type FaultRule } from "../socket/fault.js";
import type { Command } from "../words/commands.js";
import { answerNames } from "../words/commands.js";
import { type ReasonId, reasonOf, reasons } from "../words/reasons.js";
import { inPool, inScope, type Scope } from "../words/scope.js";
import type { CpuTrace } from "./cpu-trace.js";

/** The version this build writes and the only one it reads. */
export const TRACE_VERSION = 1;

/** What a file tells: how a rule was broken, or how it was kept. */
export const TRACE_FORMATS = ["allocheck-counterexample", "allocheck-witness"] as const;

/**
 * A recorded counterexample, or a witness: the same of a rule that the last step kept, so that what was found
 * is what was expected.
 */
export interface Counterexample {
  readonly format: (typeof TRACE_FORMATS)[number];
  readonly version: typeof TRACE_VERSION;
  /** The allocator's name; `null` for the specification alone. */
  readonly allocator: string | null;
  /** The file that defines it: in a file by its path from there, else from the working directory. */
  readonly module?: string;
  /** The name of the contract that the rule was demanded under. */
  readonly contract: string;
  /** What that contract promises, where it does not come with allocheck. */
  readonly terms?: Terms;
  readonly scope: Scope;
  /** The commands in their order from a fresh allocator, each with its answer; the last is at fault. */
  readonly steps: readonly TraceStep[];
  /** Where several CPUs ran: how the steps came to overlap. */
  readonly cpus?: CpuTrace;
  /** The rule by its name, such as `free/already-free`: `allocheck explain RULE` tells of it. */
  readonly rule: string;
  /** In words what the last step should have come to, and what it came to. */
  readonly expected: string;
  readonly found: string;
  /** The code that behaves so, where the allocator follows some. */
  readonly origin?: string;
  /** A comment: how it was come by, such as a seed. Nothing depends on it. */
  readonly note?: string;
}

/** One command and the answer it got. */
export interface TraceStep {
  readonly command: Command;
  readonly answer: Answer;
}

/** A contract but for its name. */
export type Terms = Omit<Contract, "id">;

/** The terms of a contract, where it does not come with allocheck and its name alone says nothing. */
export function termsOf({ id, ...terms }: Contract): { readonly terms?: Terms } {
  return CONTRACTS.some((known) => known.id === id) ? {} : { terms };
}

/** The contract that a record names or carries; `null` where it names one that is not known here. */
export function contractIn({ contract, terms }: Pick<Counterexample, "contract" | "terms">): Contract | null {
  if (terms !== undefined) return { id: contract, ...terms };
  return contractByName(contract);
}

/** What every counterexample says of where it comes from; `null` is the specification alone. */
export function headOf(definition: AllocatorDefinition | null, contract: Contract, scope: Scope) {
  return {
    format: "allocheck-counterexample",
    version: TRACE_VERSION,
    contract: contract.id,
    ...termsOf(contract),
    scope,
    allocator: definition?.name ?? null,
    ...(definition?.origin === undefined ? {} : { origin: definition.origin }),
  } as const;
}

/** An answer by value, as it stands in a trace. */
export type Answer =
  | {
      readonly kind: "accepted";
      /** What was handed out: a frame by its number, or the first of a block; or a unit, of units. */
      readonly frame?: number | undefined;
      readonly unit?: number | undefined;
      /** Which edge frames of an image came back: 1 the first, 2 the last, 3 both. */
      readonly edges?: number | undefined;
      /** The units at which arrays of the allocator's own lie from then on, where they moved. */
      readonly memoryArray?: number | undefined;
      readonly reservedArray?: number | undefined;
    }
  | { readonly kind: "refused"; readonly reason?: ReasonId | undefined }
  /** What it gave was no answer. */
  | { readonly kind: "none"; readonly text: string }
  | { readonly kind: "threw"; readonly message: string }
  /** It was ended, or wrote where it may not: a door that sees more than the answer says so. */
  | { readonly kind: "faulted"; readonly rule: FaultRule; readonly message: string }
  | { readonly kind: "hangs" }
  /** On several CPUs: the trace is over before the command is. */
  | { readonly kind: "pending" };

/** The number by which an accepted answer names something, of the pool; 0 where it names nothing. */
export function numberIn({ frame, unit, edges }: Answer & { readonly kind: "accepted" }): number {
  return frame ?? unit ?? edges ?? 0;
}

/** The same by the numbers of the scope, whose frames begin at 0. */
export function numberInScope(scope: Scope, answer: Answer & { readonly kind: "accepted" }): number {
  return answer.frame === undefined ? numberIn(answer) : inScope(scope, answer.frame);
}

/** What an allocator's number (or what it answered instead of one) means in a scope. */
export function answerOf(scope: Scope, command: Command, answer: unknown): Answer {
  if (typeof answer !== "number" || (answer | 0) !== answer) return { kind: "none", text: show(answer) };
  if (answer >= 0) {
    const { answer: frame, memory, reserved } = grownOf(answer, scope);
    const names = answerNames(command.kind);
    return {
      kind: "accepted",
      ...(names === null ? {} : { [names]: names === "frame" ? inPool(scope, frame) : frame }),
      ...(memory > 0 ? { memoryArray: memory - 1 } : {}),
      ...(reserved > 0 ? { reservedArray: reserved - 1 } : {}),
    };
  }
  const reason = reasonOf(answer);
  if (reason !== undefined) return { kind: "refused", reason };
  return answer === reasons.REFUSED ? { kind: "refused" } : { kind: "none", text: show(answer) };
}

/** The answer of a command that threw a value, which may be any, `undefined` too. */
export function threw(thrown: unknown): Answer {
  if (thrown instanceof Fault) return { kind: "faulted", rule: thrown.rule, message: thrown.message };
  return { kind: "threw", message: show(thrown) };
}

/** Whether two answers are the same. */
export function sameAnswer(a: Answer, b: Answer): boolean {
  return describeAnswer(a) === describeAnswer(b);
}

/** Which edge frames came back, in words. */
const EDGES = [
  "",
  " with its first edge frame",
  " with its last edge frame",
  " with both edge frames",
] as const;

/** An answer in words. */
export function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case "accepted": {
      const { frame, unit, edges = 0, memoryArray, reservedArray } = answer;
      const accepted = `accepted${EDGES[edges] ?? `, edge frames ${edges}`}`;
      const place = frame === undefined ? accepted : `frame ${frame}`;
      return [
        unit === undefined ? place : `unit ${unit}`,
        ...(memoryArray === undefined ? [] : [`its memory array moves to ${memoryArray}`]),
        ...(reservedArray === undefined ? [] : [`its reserved array moves to ${reservedArray}`]),
      ].join(", ");
    }
    case "refused":
      return answer.reason === undefined ? "refused" : `refused: ${answer.reason}`;
    case "none":
      return `no answer: ${answer.text}`;
    case "threw":
      return `threw ${answer.message}`;
    case "faulted":
      return `${answer.rule}: ${answer.message}`;
    case "hangs":
      return "did not return";
    case "pending":
      return "under way";
  }
}
