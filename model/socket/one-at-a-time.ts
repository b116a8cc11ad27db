/** An allocator whose commands are taken step by step, as one of the socket: each command runs to its end. */

import { Misuse } from "../basics/misuse.js";
import { show } from "../basics/wording.js";
import { type Access, isAccess, isAgain } from "../steps/accesses.js";
import { type CellLayout, type SharedMemory, wrapped } from "../steps/shared-memory.js";
import type { StepProgram } from "../steps/step-program.js";
import { type CommandKind, METHODS } from "../words/commands.js";
import type { Allocator } from "./allocator.js";

/** A command that makes so many accesses on one CPU alone will not end. */
const MOST_ACCESSES = 10_000;

/** The bytes of a cell; a lock has one byte. */
const CELL = 4;

/** The allocator of one CPU: its state is its cells, four bytes each, and a byte for each lock. */
export function oneAtATime(
  program: StepProgram,
  kinds: readonly CommandKind[],
  namesNoOwner: boolean,
): Allocator {
  const memory = new Bytes(program.memory.layout, program.memory.locks);
  const run = (kind: CommandKind, given: readonly number[]): number => {
    let accesses = 0;
    for (let carry = 0; ; ) {
      program.memory.unyielded.length = 0;
      const steps = program.begin(kind, { cpu: 0, carry }, given);
      let step = steps.next();
      for (
        ;
        step.done !== true;
        step = steps.next(memory.access(requireAccess(step.value, kind, program.memory)))
      ) {
        accesses++;
        if (accesses > MOST_ACCESSES)
          throw new Error(`no end after ${MOST_ACCESSES} accesses with nobody beside it`);
      }
      requireYielded(kind, program.memory);
      if (!isAgain(step.value)) return step.value;
      accesses++;
      if (accesses > MOST_ACCESSES) throw new Error("it begins anew for ever, with nobody beside it");
      carry = step.value.again;
    }
  };
  const methods = kinds.map((kind) => [METHODS[kind], (...given: number[]) => run(kind, given)]);
  return { state: memory.bytes, namesNoOwner, ...Object.fromEntries(methods) };
}

/** Throws a `Misuse` where a command yields what is no access to its memory. */
export function requireAccess(
  yielded: unknown,
  kind: CommandKind,
  { layout, locks, unyielded }: SharedMemory,
): Access {
  if (isAccess(yielded) && (isOfLock(yielded) ? locks[yielded.lock] : layout[yielded.cell]) !== undefined) {
    const at = unyielded.indexOf(yielded);
    if (at >= 0) unyielded.splice(at, 1);
    return yielded;
  }
  throw new Misuse(
    "bad-access",
    `${kind} yields ${shown(yielded)}, which is no access`,
    "yield what a cell or a lock gives, such as status.load(0)",
  );
}

/** What was yielded in words; an access to no cell or lock of this memory says which it names. */
function shown(yielded: unknown): string {
  if (!isAccess(yielded)) return show(yielded);
  const [what, which] = isOfLock(yielded) ? ["lock", yielded.lock] : ["cell", yielded.cell];
  return `the ${yielded.kind} of ${what} ${show(which)}`;
}

function isOfLock(access: Access): access is Extract<Access, { readonly lock: number }> {
  return access.kind === "lock" || access.kind === "unlock";
}

/** Throws a `Misuse` where a command that is over has asked for an access and not yielded it. */
export function requireYielded(kind: CommandKind, { unyielded, layout, locks }: SharedMemory): void {
  const [first] = unyielded;
  if (first === undefined) return;
  const name = "cell" in first ? layout[first.cell]?.name : locks[first.lock];
  throw new Misuse(
    "bad-access",
    `${kind} asks for the ${first.kind} of ${name} and does not yield it, so that it never happens`,
    "write yield before it",
  );
}

/** Cells and locks in one array of bytes. */
class Bytes {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly firstLock: number;

  constructor(
    private readonly cells: readonly CellLayout[],
    private readonly locks: readonly string[],
  ) {
    this.firstLock = cells.length * CELL;
    this.bytes = new Uint8Array(Math.max(1, this.firstLock + locks.length));
    this.view = new DataView(this.bytes.buffer);
    cells.forEach(({ initial }, i) => {
      this.view.setUint32(i * CELL, initial);
    });
  }

  access(access: Access): number {
    if (isOfLock(access)) return this.take(access);
    const at = access.cell * CELL;
    const before = this.view.getUint32(at);
    const put = (value: number) => this.view.setUint32(at, wrapped(value, this.cells[access.cell]!.bits));
    switch (access.kind) {
      case "load":
        return before;
      case "store":
        put(access.value);
        return 0;
      case "cas":
        if (before !== wrapped(access.value, this.cells[access.cell]!.bits)) return 0;
        put(access.next);
        return 1;
      case "add":
        put(before + access.value);
        return before;
    }
  }

  private take({ kind, lock }: Access & { readonly lock: number }): number {
    const at = this.firstLock + lock;
    const taken = this.bytes[at] === 1;
    if (kind === "lock" && taken) throw new Error(`waits for ${this.locks[lock]}, which nobody will unlock`);
    if (kind === "unlock" && !taken) throw new Error(`unlocks ${this.locks[lock]}, which it has not locked`);
    this.bytes[at] = kind === "lock" ? 1 : 0;
    return 0;
  }
}
