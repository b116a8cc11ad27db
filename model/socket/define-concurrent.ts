/** How a file says what an allocator of several CPUs does, access by access. */

import { optionsGiven, requireName, requireNoMore } from "../basics/given.js";
import { isPlainlyObject } from "../basics/inspect.js";
import { Misuse } from "../basics/misuse.js";
import type { GivenContract } from "../contracts/contract-checks.js";
import { STRICT } from "../contracts/named.js";
import type { Steps } from "../steps/accesses.js";
import { SharedMemory } from "../steps/shared-memory.js";
import type { OnCpu, StepProgram } from "../steps/step-program.js";
import { COMMAND_KINDS, type CommandKind, METHODS } from "../words/commands.js";
import type { Scope, ScopeOptions } from "../words/scope.js";
import type { Allocator, AllocatorDefinition, Offers } from "./allocator.js";
import { contractOf, defineAllocator } from "./define.js";
import { oneAtATime } from "./one-at-a-time.js";

type Method = (typeof METHODS)[CommandKind];
type Given<M extends Method> = Parameters<NonNullable<Allocator[M]>>;

/** The commands as generators: what the method of the socket takes, after the CPU it runs on. */
export type ConcurrentCommands = {
  readonly [M in Method]?: (on: OnCpu, ...given: Given<M>) => Steps;
};

/** What `defineConcurrentAllocator` takes. */
export interface ConcurrentOptions {
  readonly name: string;
  /** One line for reports. */
  readonly summary?: string;
  /** A contract by name or by value; `strict` when absent. */
  readonly contract?: string | GivenContract;
  /** The commands it takes, some only for some arguments; every command that `make` returns when absent. */
  readonly offers?: Offers;
  /** The scopes a check explores where none is named. */
  readonly scopes?: readonly ScopeOptions[];
  /** How a window of a larger pool is made on one CPU, as in `defineAllocator`. */
  readonly window?: NonNullable<AllocatorDefinition["window"]>;
  /** The most frames that it can number, as in `defineAllocator`. */
  readonly mostFrames?: number;
  /** Set where commands look at `on.cpu`: CPUs are then told apart. */
  readonly perCpu?: boolean;
  /** Declares the shared memory and returns the commands. All frames are free; must not return a promise. */
  readonly make: (scope: Scope, memory: SharedMemory) => ConcurrentCommands;
}

const OPTIONS = ["name", "summary", "contract", "offers", "scopes", "window", "mostFrames", "perCpu", "make"];

/**
 * Defines an allocator whose commands are generators over shared memory, for `check --cpus N`: every
 * interleaving of their accesses by N CPUs is explored, and each answer judged by the specification.
 *
 *     export default defineConcurrentAllocator({
 *       name: "locked-bitmap",
 *       make(scope, memory) {
 *         const status = memory.cells("status", scope.frames, { bits: 1 });
 *         const lock = memory.lock("lock");
 *         return {
 *           *alloc() {
 *             yield lock.lock();
 *             for (let f = 0; f < scope.frames; f++)
 *               if ((yield status.load(f)) === 0) {
 *                 yield status.store(f, 1);
 *                 yield lock.unlock();
 *                 return f;
 *               }
 *             yield lock.unlock();
 *             return reasons.EXHAUSTED;
 *           },
 *           *free(on, frame) { ... },
 *         };
 *       },
 *     });
 *
 * - `memory.cells(name, count, { bits, initial })` and `memory.cell(name, ...)` declare cells:
 *   `load(i)`, `store(i, v)`, `cas(i, old, next)` (reads 1 where it stored), `add(i, d)` (reads what was).
 *   They hold whole numbers from 0; what exceeds `bits` wraps. `memory.lock(name)`: `lock()`, `unlock()`.
 * - `memory.contents(name, scope.frames, { cleared })` is what is in the frames: nobody but its client
 *   writes a frame that is held, and who gives one up touches it before others can have it.
 * - Each `yield` is one step of a CPU; it gives what was read. All that a command reads it must read so.
 * - A command begins with its first access and ends with its last; it answers as a method of the socket.
 * - `return again(carry)` begins the command anew after a lost race: write no loop for it. `on.carry` is
 *   what was carried over, `on.cpu` the CPU (with `perCpu: true` alone).
 * - With one CPU each command runs to its end, and all that allocheck knows of one client holds.
 *
 * Throws a `Misuse`.
 */
export function defineConcurrentAllocator(options: ConcurrentOptions): AllocatorDefinition {
  const {
    name,
    summary,
    contract = STRICT,
    offers,
    scopes,
    window,
    mostFrames,
    perCpu = false,
    make,
    ...unknown
  } = optionsGiven("defineConcurrentAllocator", options, "defineConcurrentAllocator({ name, make })");
  requireNoMore("defineConcurrentAllocator", unknown, OPTIONS);
  requireName("defineConcurrentAllocator", name);
  if (typeof make !== "function")
    throw new Misuse(
      "bad-definition",
      `${name} has no function make`,
      "give defineConcurrentAllocator make(scope, memory), which returns its commands",
    );
  const made = (scope: Scope) => programOf(name, scope, make, perCpu);
  const definition = defineAllocator({
    name,
    ...(summary === undefined ? {} : { summary }),
    contract: contractOf(contract),
    ...(offers === undefined ? {} : { offers }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(window === undefined ? {} : { window }),
    ...(mostFrames === undefined ? {} : { mostFrames }),
    make: (scope) => {
      const { program, kinds, namesNoOwner } = made(scope);
      return oneAtATime(program, kinds, namesNoOwner);
    },
  });
  const steps = { perCpu, begin: (scope: Scope) => made(scope).program };
  return Object.defineProperty(definition, "steps", { value: steps, enumerable: true });
}

interface Made {
  readonly program: StepProgram;
  readonly kinds: readonly CommandKind[];
  readonly namesNoOwner: boolean;
}

function programOf(name: string, scope: Scope, make: ConcurrentOptions["make"], perCpu: boolean): Made {
  const memory = new SharedMemory();
  const commands: unknown = make(scope, memory);
  if (!isPlainlyObject(commands))
    throw new Misuse("bad-commands", `make of ${name} returns no commands`, "return an object of generators");
  const methods = commands as Readonly<
    Record<string, ((on: OnCpu, ...given: readonly number[]) => Steps) | undefined>
  >;
  const known = new Map(COMMAND_KINDS.map((kind) => [METHODS[kind] as string, kind]));
  for (const [method, generator] of Object.entries(methods)) {
    if (!known.has(method))
      throw new Misuse("bad-commands", `${name} has ${method}, which is no command`, KNOWN);
    if (typeof generator !== "function")
      throw new Misuse("bad-commands", `${method} of ${name} is no function`, `write *${method}(on) { ... }`);
  }
  const kinds = COMMAND_KINDS.filter((kind) => methods[METHODS[kind]] !== undefined);
  const owned = (["reserve", "release"] as const).flatMap((method) => methods[method] ?? []);
  const begin: StepProgram["begin"] = (kind, { cpu, carry }, given) => {
    const on = perCpu ? { cpu, carry } : alike(name, carry);
    const steps: unknown = methods[METHODS[kind]]?.(on, ...given);
    if (isSteps(steps)) return steps;
    throw new Misuse(
      "bad-commands",
      `${kind} of ${name} is no generator`,
      `write *${METHODS[kind]}(on) { ... }`,
    );
  };
  return {
    program: { memory, begin },
    kinds,
    namesNoOwner: owned.length > 0 && owned.every((method) => method.length < 4),
  };
}

const KNOWN = `the commands are ${COMMAND_KINDS.slice(0, 6)
  .map((kind) => METHODS[kind])
  .join(", ")} and those of other modules`;

function isSteps(value: unknown): value is Steps {
  return typeof value === "object" && value !== null && "next" in value && typeof value.next === "function";
}

/** Where CPUs are alike, which one it is cannot be asked. */
function alike(name: string, carry: number): OnCpu {
  return {
    carry,
    get cpu(): number {
      throw new Misuse("bad-definition", `a command of ${name} asks on which CPU it is`, "set perCpu: true");
    },
  };
}
