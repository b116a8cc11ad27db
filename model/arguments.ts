/** What each command gives to the method of the allocator that takes it (`METHODS`), in its order. */
import { PROVENANCE_KINDS, type ProvenanceCommand, provenanceArguments } from "./provenance-commands.js";
import type { Command, CommandKind, CommandOf } from "./vocabulary.js";

const ARGUMENTS: {
  readonly [K in Exclude<CommandKind, ProvenanceCommand["kind"]>]: (
    command: CommandOf<K>,
  ) => readonly number[];
} = {
  reserve: ({ range, owner }) => [range.start, range.count, owner],
  release: ({ range, owner }) => [range.start, range.count, owner],
  borrow: ({ range }) => [range.start, range.count],
  drop: ({ range }) => [range.start, range.count],
  alloc: () => [],
  free: ({ frame }) => [frame],
  "alloc-block": ({ count, align }) => [count, align],
  "free-block": ({ range }) => [range.start, range.count],
  "end-boot": () => [],
};

/** The arguments of a command as its method takes them. */
export function argumentsOf(command: Command): readonly number[] {
  if (isAboutProvenance(command)) return provenanceArguments(command);
  const row = ARGUMENTS[command.kind] as (command: Command) => readonly number[]; // of its own kind
  return row(command);
}

function isAboutProvenance(command: Command): command is ProvenanceCommand {
  return PROVENANCE_KINDS.some((kind) => kind === command.kind);
}
