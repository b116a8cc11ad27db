/** Which commands an allocator offers in a scope, and each as a call that is ready to make. */

import { blaming } from "../../model/basics/blame.js";
import { Misuse } from "../../model/basics/misuse.js";
import { show } from "../../model/basics/wording.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Command, CommandKind } from "../../model/words/commands.js";
import { argumentFaults, argumentsOf, describeCommand, METHODS } from "../../model/words/commands.js";
import { poolOf, type Scope } from "../../model/words/scope.js";

/** The numbers of the commands the allocator offers, in the order in which they are tried. */
export function offeredCommands(definition: AllocatorDefinition, specification: Specification): Int32Array {
  const { commands } = specification;
  const scope = poolOf(specification.scope);
  const numbers = commands.flatMap((command, c) => (isOffered(definition, command, scope) ? [c] : []));
  // Of no command at all is the scope of a trace that breaks before its first.
  if (numbers.length === 0 && commands.length > 0)
    throw new Misuse(
      "nothing-offered",
      `${definition.name} offers no command in this scope`,
      "give its definition at least one command in offers",
    );
  return Int32Array.from(numbers);
}

/** Whether an allocator offers one command in a scope. Throws a `Misuse` when a predicate does not say. */
export function isOffered({ name, offers }: AllocatorDefinition, command: Command, scope: Scope): boolean {
  // A predicate is about commands of its own kind.
  const offer = offers[command.kind] as boolean | ((c: Command, scope: Scope) => unknown) | undefined;
  if (typeof offer !== "function") return offer === true;
  const asked = `offers of ${name}, asked about ${describeCommand(command)},`;
  const said = blaming("bad-offers", asked, REMEDY, () => offer(frozen(command), frozen(scope)));
  if (typeof said === "boolean") return said;
  throw new Misuse("bad-offers", `${asked} answered ${show(said)}`, REMEDY);
}

const REMEDY = "it must answer true or false";

/** What every predicate is shown must stay as it is. */
function frozen<T extends object>(shown: T): T {
  for (const part of Object.values(shown)) if (typeof part === "object") Object.freeze(part);
  return Object.freeze(shown);
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
  /** The arguments of each command that is given by value. */
  private readonly given: readonly (readonly number[])[];

  /** The kinds of the commands that are offered. */
  private readonly kinds: readonly CommandKind[];

  /** Throws a `Misuse` when the allocator lacks the method of a command that is offered. */
  constructor(
    private readonly name: string,
    private readonly allocator: Allocator,
    private readonly specification: Specification,
    private readonly offered: Int32Array,
    like?: Calls,
  ) {
    this.kinds = like?.kinds ?? [...new Set(Array.from(offered, (c) => specification.commands[c]!.kind))];
    for (const kind of this.kinds) requireMethod(name, allocator, kind);
    this.packed = like?.packed ?? packedCalls(specification);
    this.given = like?.given ?? specification.commands.map(argumentsOf);
  }

  /** The same calls on another allocator. */
  on(allocator: Allocator): Calls {
    return new Calls(this.name, allocator, this.specification, this.offered, this);
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
        return call(allocator, this.specification.commands[c]!.kind, this.given[c]!);
    }
  }
}

/** The kind of a command whose arguments fit no byte, or that is not among those spelled out in `give`. */
const BY_VALUE = 255;
/** The largest argument that fits a byte. */
const MOST_PACKED = 255;
/** The last of the kinds spelled out in `give`. */
const LAST_SPELLED = 8;

/** Gives a command as it stands. Its method is there: whoever made the calls has looked. */
export function giveByValue(allocator: Allocator, command: Command): number {
  return call(allocator, command.kind, argumentsOf(command));
}

function call(allocator: Allocator, kind: CommandKind, given: readonly number[]): number {
  // Every method of a command takes numbers and answers one.
  const methods = allocator as unknown as Record<string, (...given: readonly number[]) => number>;
  return methods[METHODS[kind]]!(...given);
}

function packedCalls({ commands, inside, kinds, scope }: Specification): Int32Array {
  return Int32Array.from(commands, (command, c) => {
    const fits = kinds[c]! <= LAST_SPELLED && argumentsOf(command).every((number) => number <= MOST_PACKED);
    if (!fits || argumentFaults(scope, inside[c]!).length > 0) return BY_VALUE; // one a command
    const shape = command.kind === "alloc-block" ? { start: command.align, count: command.count } : null;
    const place = "frame" in command ? { start: command.frame, count: 0 } : { start: 0, count: 0 };
    const { start, count } = shape ?? ("range" in command ? command.range : place);
    const owner = "owner" in command ? command.owner : 0;
    if (start > 255 || count > 255) return BY_VALUE;
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
