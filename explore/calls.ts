/** Which commands an allocator offers in a scope, and each as a call that is ready to make. */
import { match } from "ts-pattern";
import type { Allocator, AllocatorDefinition } from "../model/allocator.js";
import { Misuse } from "../model/misuse.js";
import type { Scope } from "../model/scope.js";
import type { Specification } from "../model/specification.js";
import type { Command } from "../model/vocabulary.js";

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
  const ask = <C extends Command>(offer: true | ((c: C, scope: Scope) => boolean) | undefined, c: C) =>
    offer === true || (offer?.(c, scope) ?? false);
  return match(command)
    .with({ kind: "reserve" }, (c) => ask(offers.reserve, c))
    .with({ kind: "release" }, (c) => ask(offers.release, c))
    .with({ kind: "borrow" }, (c) => ask(offers.borrow, c))
    .with({ kind: "drop" }, (c) => ask(offers.drop, c))
    .with({ kind: "alloc" }, (c) => ask(offers.alloc, c))
    .with({ kind: "free" }, (c) => ask(offers.free, c))
    .exhaustive();
}

/** A command with its arguments as a call. Throws a `Misuse` when the allocator lacks the method. */
export function bindCall(name: string, allocator: Allocator, command: Command): () => number {
  if (typeof allocator[command.kind] !== "function")
    throw new Misuse(
      "missing-method",
      `${name} offers ${command.kind} but has no method ${command.kind}`,
      `add the method, or take ${command.kind} out of offers`,
    );
  // Each method is there: the check above.
  return match(command)
    .with({ kind: "reserve" }, ({ range: { start, count }, owner }) => {
      return () => allocator.reserve!(start, count, owner);
    })
    .with({ kind: "release" }, ({ range: { start, count }, owner }) => {
      return () => allocator.release!(start, count, owner);
    })
    .with({ kind: "borrow" }, ({ range: { start, count } }) => {
      return () => allocator.borrow!(start, count);
    })
    .with({ kind: "drop" }, ({ range: { start, count } }) => {
      return () => allocator.drop!(start, count);
    })
    .with({ kind: "alloc" }, () => {
      return () => allocator.alloc!();
    })
    .with({ kind: "free" }, ({ frame }) => {
      return () => allocator.free!(frame);
    })
    .exhaustive();
}
