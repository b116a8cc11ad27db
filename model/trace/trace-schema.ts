/** The file format of a counterexample. */

import { once } from "../basics/once.js";
import { type Zod, zod } from "../basics/zod.js";
import { FAULT_RULES } from "../socket/fault.js";
import {
  BOUNDS,
  type Bound,
  CORE_BOUND_IDS,
  eachOf,
  FURTHER_BOUND_IDS,
  MOST_SAMPLED_FRAMES,
} from "../words/bounds.js";
import { areChores } from "../words/chores.js";
import { areOrders } from "../words/fallback.js";
import { ALL_FREE, framesIn, isMap, mapText, partsOfMap, zonesNamed } from "../words/memory-map.js";
import { REASON_IDS } from "../words/reasons.js";
import { inOrder, MODULE_IDS, type Scope } from "../words/scope.js";
import { commandsOf } from "./command-schema.js";
import { type Answer, TRACE_FORMATS, TRACE_VERSION } from "./trace.js";

function answerOf(z: Zod) {
  const whole = z.number().int().nonnegative();
  const schema = z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("accepted"),
      frame: whole.optional(),
      unit: whole.optional(),
      edges: whole.max(3).optional(),
      memoryArray: whole.optional(),
      reservedArray: whole.optional(),
    }),
    z.strictObject({ kind: z.literal("refused"), reason: z.enum(REASON_IDS).optional() }),
    z.strictObject({ kind: z.literal("none"), text: z.string() }),
    z.strictObject({ kind: z.literal("threw"), message: z.string() }),
    z.strictObject({ kind: z.literal("faulted"), rule: z.enum(FAULT_RULES), message: z.string() }),
    z.strictObject({ kind: z.literal("hangs") }),
    z.strictObject({ kind: z.literal("pending") }),
  ]);
  return schema satisfies { readonly _output: Answer };
}

function scopeOf(z: Zod) {
  const bounded = ({ least, most }: Bound) => z.number().int().min(least).max(most);
  return z
    .strictObject({
      ...eachOf(CORE_BOUND_IDS, bounded),
      frames: z.number().int().min(BOUNDS.frames.least).max(MOST_SAMPLED_FRAMES),
      modules: z.array(z.enum(MODULE_IDS)).min(1),
      initial: z.string(),
      chores: z.array(z.string()).refine(areChores, "are no names of chores").optional(),
      fallback: z.string().refine(areOrders, "is no order of zones").optional(),
      ...eachOf(FURTHER_BOUND_IDS, (bound) => bounded(bound).optional()),
    })
    .refine(({ modules }) => inOrder(modules).every((id) => modules.includes(id)), "lacks a module")
    .refine(isWithinItsPool, "has a window that does not fit its pool")
    .refine(fitsItsMap, "has a map that does not fit it")
    .refine(({ frames, units = 1 }) => frames * units <= MOST_SAMPLED_FRAMES, "has too many units");
}

function isWithinItsPool({ frames, windowAt = 0, pool = 0 }: Loose<Scope>): boolean {
  return pool === 0 || windowAt + frames <= pool;
}

/** What may also be named with no value. */
type Loose<T extends { readonly frames: number }> = { readonly [K in keyof T]?: T[K] | undefined } & {
  readonly frames: number;
};

/** Whether the map is one, in its one text, of as many frames, and of what the modules know. */
function fitsItsMap({ frames, initial, modules }: Pick<Scope, "frames" | "initial" | "modules">): boolean {
  if (initial === ALL_FREE) return true;
  if (!isMap(initial, frames)) return false;
  const parts = partsOfMap(initial);
  const isKnown = modules.includes("regions") || parts.every(({ kind }) => kind !== "hole");
  const inZones = zonesNamed(parts) === 0 || modules.includes("zones");
  return isKnown && inZones && framesIn(parts) === frames && mapText(parts) === initial;
}

/** How commands of several CPUs overlapped: what is numbered must be there. */
function cpusOf(z: Zod, command: ReturnType<typeof commandsOf>) {
  const whole = z.number().int().nonnegative();
  return z
    .strictObject({
      commands: z.array(z.strictObject({ cpu: whole, command, answer: answerOf(z) })).min(1),
      accesses: z.array(z.strictObject({ command: whole, access: z.string(), read: whole.optional() })),
      order: z.array(whole),
    })
    .refine(
      ({ commands, accesses, order }) =>
        [...accesses.map((access) => access.command), ...order].every((number) => number < commands.length),
      "numbers a command that is not there",
    );
}

function schemaWith(command: ReturnType<typeof commandsOf>) {
  const z = zod();
  return z.strictObject({
    format: z.enum(TRACE_FORMATS),
    version: z.literal(TRACE_VERSION),
    /** The allocator's name; `null` for the specification alone. */
    allocator: z.string().min(1).nullable(),
    /** The file that defines it, for one that does not come with allocheck. */
    module: z.string().min(1).optional(),
    contract: z.string().min(1),
    /**
     * What that contract promises, where it does not come with allocheck; `requireContract` looks into it.
     */
    terms: z.looseObject({}).optional(),
    scope: scopeOf(z),
    /** The rule that the last step broke. */
    rule: z.string().min(1),
    expected: z.string(),
    found: z.string(),
    /** The code that behaves so, where the allocator follows some. */
    origin: z.string().min(1).optional(),
    /** A comment: how it was come by. */
    note: z.string().optional(),
    // From the initial state on; the last step is the one that broke the rule.
    steps: z.array(z.strictObject({ command, answer: answerOf(z) })),
    cpus: cpusOf(z, command).optional(),
  });
}

export const counterexampleSchema = once(() => schemaWith(commandsOf(zod().number().int().nonnegative(), 1)));
/** The same where arguments may lie outside the pool: any number is an address in frames. */
export const foreignCounterexampleSchema = once(() => schemaWith(commandsOf(zod().number(), 0)));
