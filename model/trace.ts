/**
 * A counterexample as a value: versioned, self-contained, every command spelled out with its arguments.
 *
 * There are no seeds and no indices, so a file survives changes of the search, of the order of
 * commands and of the rules. This schema is the file format.
 */
import { z } from "zod";
import type { AllocatorDefinition } from "./allocator.js";
import { commandsOf } from "./command-schema.js";
import { CONTRACTS, type Contract } from "./contracts.js";
import { grownOf } from "./growth.js";
import { answersFrame } from "./modules.js";
import { inOrder, MODULE_IDS, SCOPE_LIMITS, type Scope } from "./scope.js";
import { type Command, REASON_IDS, reasonOf, reasons } from "./vocabulary.js";
import { show } from "./wording.js";

/** The version this build writes and the only one it reads. */
export const TRACE_VERSION = 1;

/** What a file tells: how a rule was broken, or how it was kept. */
export const TRACE_FORMATS = ["allocheck-counterexample", "allocheck-witness"] as const;

const whole = z.number().int().nonnegative();
const bounded = ({ least, most }: { least: number; most: number }) => z.number().int().min(least).max(most);

const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("accepted"),
    frame: whole.optional(),
    unit: whole.optional(),
    /** The units at which arrays of the allocator's own lie from then on, where they moved. */
    memoryArray: whole.optional(),
    reservedArray: whole.optional(),
  }),
  z.strictObject({ kind: z.literal("refused"), reason: z.enum(REASON_IDS).optional() }),
  z.strictObject({ kind: z.literal("none"), text: z.string() }),
  z.strictObject({ kind: z.literal("threw"), message: z.string() }),
  z.strictObject({ kind: z.literal("hangs") }),
]);

const scopeSchema = z
  .strictObject({
    frames: bounded(SCOPE_LIMITS.frames),
    owners: bounded(SCOPE_LIMITS.owners),
    slices: bounded(SCOPE_LIMITS.slices),
    modules: z.array(z.enum(MODULE_IDS)).min(1),
    initial: z.literal("free"),
    units: bounded(SCOPE_LIMITS.units).optional(),
    nodes: bounded(SCOPE_LIMITS.nodes).optional(),
    capacity: bounded(SCOPE_LIMITS.capacity).optional(),
    handles: bounded(SCOPE_LIMITS.handles).optional(),
    generationBits: bounded(SCOPE_LIMITS.generationBits).optional(),
  })
  .refine(({ modules }) => inOrder(modules).every((id) => modules.includes(id)), "lacks a module")
  .refine(({ frames, units = 1 }) => frames * units <= SCOPE_LIMITS.frames.most, "has too many units");

const parts = {
  format: z.enum(TRACE_FORMATS),
  version: z.literal(TRACE_VERSION),
  /** The allocator's name; `null` for the specification alone. */
  allocator: z.string().min(1).nullable(),
  /** The file that defines it, for one that does not come with allocheck. */
  module: z.string().min(1).optional(),
  contract: z.string().min(1),
  /** What that contract promises, where it does not come with allocheck; `requireContract` looks into it. */
  terms: z.looseObject({}).optional(),
  scope: scopeSchema,
  /** The rule that the last step broke. */
  rule: z.string().min(1),
  expected: z.string(),
  found: z.string(),
  /** The code that behaves so, where the allocator follows some. */
  origin: z.string().min(1).optional(),
};

function schemaWith(command: ReturnType<typeof commandsOf>) {
  // From the initial state on; the last step is the one that broke the rule.
  return z.strictObject({ ...parts, steps: z.array(z.strictObject({ command, answer: answerSchema })) });
}

export const counterexampleSchema = schemaWith(commandsOf(whole, 1));
/** The same where arguments may lie outside the pool: any number is an address in frames. */
export const foreignCounterexampleSchema = schemaWith(commandsOf(z.number(), 0));

/**
 * A recorded counterexample, or a witness: the same of a rule that the last step kept, so that what was found
 * is what was expected.
 */
export interface Counterexample {
  readonly format: (typeof TRACE_FORMATS)[number];
  readonly version: typeof TRACE_VERSION;
  readonly allocator: string | null;
  /** The file that defines it: in a file by its path from there, else from the working directory. */
  readonly module?: string;
  readonly contract: string;
  /** What that contract promises, where it does not come with allocheck. */
  readonly terms?: Terms;
  readonly scope: Scope;
  readonly steps: readonly TraceStep[];
  readonly rule: string;
  readonly expected: string;
  readonly found: string;
  /** The code that behaves so, where the allocator follows some. */
  readonly origin?: string;
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
  return CONTRACTS.find(({ id }) => id === contract) ?? null;
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
export type Answer = z.infer<typeof answerSchema>;

/** What an allocator's number (or what it answered instead of one) means in a scope. */
export function answerOf(scope: Scope, command: Command, answer: unknown): Answer {
  if (typeof answer !== "number" || (answer | 0) !== answer) return { kind: "none", text: show(answer) };
  if (answer >= 0) {
    const { answer: frame, memory, reserved } = grownOf(answer, scope);
    return {
      kind: "accepted",
      ...(answersFrame(command.kind) ? { [command.kind === "alloc-range" ? "unit" : "frame"]: frame } : {}),
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
  return { kind: "threw", message: show(thrown) };
}

/** Whether two answers are the same. */
export function sameAnswer(a: Answer, b: Answer): boolean {
  return describeAnswer(a) === describeAnswer(b);
}

/** An answer in words. */
export function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case "accepted": {
      const { frame, unit, memoryArray, reservedArray } = answer;
      const place = frame === undefined ? "accepted" : `frame ${frame}`;
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
    case "hangs":
      return "did not return";
  }
}
