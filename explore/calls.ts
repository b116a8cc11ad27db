/** Which commands an allocator offers in a scope, and each as a call that is ready to make. */
import { match } from "ts-pattern";
import { type Allocator, type AllocatorDefinition, METHODS } from "../model/allocator.js";
import { argumentFaults } from "../model/foreign.js";
import { Misuse } from "../model/misuse.js";
import type { Scope } from "../model/scope.js";
import type { Specification } from "../model/specification.js";
import type { Command, CommandKind } from "../model/vocabulary.js";

/** The numbers of the commands the allocator offers, in the order in which they are tried. */
export function offeredCommands(definition: AllocatorDefinition, specification: Specification): Int32Array {
  const { commands, scope } = specification;
  const numbers = commands.flatMap((command, c) => (isOffered(definition, command, scope) ? [c] : []));
  if (numbers.length === 0)
    throw new Misuse(
      "nothing-offered",
      `${definition.name} offers no command in this scope`,
      "give its definition at least one command in offers",
    );
  return Int32Array.from(numbers);
}

/** Whether an allocator offers one command in a scope. */
export function isOffered({ offers }: AllocatorDefinition, command: Command, scope: Scope): boolean {
  const ask = <C extends Command>(offer: boolean | ((c: C, scope: Scope) => boolean) | undefined, c: C) =>
    typeof offer === "function" ? offer(c, scope) : offer === true;
  return match(command)
    .with({ kind: "reserve" }, (c) => ask(offers.reserve, c))
    .with({ kind: "release" }, (c) => ask(offers.release, c))
    .with({ kind: "borrow" }, (c) => ask(offers.borrow, c))
    .with({ kind: "drop" }, (c) => ask(offers.drop, c))
    .with({ kind: "alloc" }, (c) => ask(offers.alloc, c))
    .with({ kind: "free" }, (c) => ask(offers.free, c))
    .with({ kind: "alloc-block" }, (c) => ask(offers["alloc-block"], c))
    .with({ kind: "free-block" }, (c) => ask(offers["free-block"], c))
    .with({ kind: "end-boot" }, (c) => ask(offers["end-boot"], c))
    .exhaustive();
}

/**
 * Every command of a scope as a call with its arguments, in columns.
 *
 * A `switch` with one call site a method lets the compiler inline the methods of the allocator; a
 * closure for each command would cost a call that it cannot see through.
 */
export class Calls {
  /** Kind, start (frame, alignment), count and owner of each command, a byte each from the lowest. */
  private readonly packed: Int32Array;

  /** Throws a `Misuse` when the allocator lacks the method of a command that is offered. */
  constructor(
    private readonly name: string,
    private readonly allocator: Allocator,
    private readonly specification: Specification,
    private readonly offered: Int32Array,
    packed?: Int32Array,
  ) {
    for (const kind of new Set(Array.from(offered, (c) => specification.commands[c]!.kind)))
      requireMethod(name, allocator, kind);
    this.packed = packed ?? packedCalls(specification);
  }

  /** The same calls on another allocator. */
  on(allocator: Allocator): Calls {
    return new Calls(this.name, allocator, this.specification, this.offered, this.packed);
  }

  /** Gives command number `c`, which is offered, and returns the answer as it came. */
  give(c: number): number {
    const { allocator } = this;
    const packed = this.packed[c]!;
    const start = (packed >>> 8) & 255;
    const count = (packed >>> 16) & 255;
    // Each method is there: the constructor looked. The order is that of COMMAND_KINDS.
    switch (packed & 255) {
      case 0:
        return allocator.reserve!(start, count, packed >>> 24);
      case 1:
        return allocator.release!(start, count, packed >>> 24);
      case 2:
        return allocator.borrow!(start, count);
      case 3:
        return allocator.drop!(start, count);
      case 4:
        return allocator.alloc!();
      case 5:
        return allocator.free!(start);
      case 6:
        return allocator.allocBlock!(count, start);
      case 7:
        return allocator.freeBlock!(start, count);
      case 8:
        return allocator.endBoot!();
      default:
        return giveByValue(allocator, this.specification.commands[c]!);
    }
  }
}

/** The kind of a command whose arguments are outside the pool, and so fit no byte. */
const BY_VALUE = 255;

/** Gives a command as it stands. Its method is there: whoever made the calls has looked. */
export function giveByValue(allocator: Allocator, command: Command): number {
  return match(command)
    .with({ kind: "reserve" }, ({ range, owner }) => allocator.reserve!(range.start, range.count, owner))
    .with({ kind: "release" }, ({ range, owner }) => allocator.release!(range.start, range.count, owner))
    .with({ kind: "borrow" }, ({ range }) => allocator.borrow!(range.start, range.count))
    .with({ kind: "drop" }, ({ range }) => allocator.drop!(range.start, range.count))
    .with({ kind: "alloc" }, () => allocator.alloc!())
    .with({ kind: "free" }, ({ frame }) => allocator.free!(frame))
    .with({ kind: "alloc-block" }, ({ count, align }) => allocator.allocBlock!(count, align))
    .with({ kind: "free-block" }, ({ range }) => allocator.freeBlock!(range.start, range.count))
    .with({ kind: "end-boot" }, () => allocator.endBoot!())
    .exhaustive();
}

function packedCalls({ commands, kinds, scope }: Specification): Int32Array {
  return Int32Array.from(commands, (command, c) => {
    if (argumentFaults(scope, command).length > 0) return BY_VALUE;
    const shape = command.kind === "alloc-block" ? { start: command.align, count: command.count } : null;
    const place = "frame" in command ? { start: command.frame, count: 0 } : { start: 0, count: 0 };
    const { start, count } = shape ?? ("range" in command ? command.range : place);
    const owner = "owner" in command ? command.owner : 0;
    return kinds[c]! | (start << 8) | (count << 16) | (owner << 24);
  });
}

function requireMethod(name: string, allocator: Allocator, kind: CommandKind): void {
  const method = METHODS[kind];
  if (typeof allocator[method] === "function") return;
  throw new Misuse(
    "missing-method",
    `${name} offers ${kind} but has no method ${method}`,
    `add the method, or take ${kind} out of offers`,
  );
}
