/** What each command gives to the method of the allocator that takes it (`METHODS`), in its order. */

import { type Command, type CommandKind, type CommandOf, FLAG_BITS, SEARCHES } from "../words/commands.js";
import {
  PROVENANCE_KINDS,
  type ProvenanceCommand,
  provenanceArguments,
} from "../words/provenance-commands.js";

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
  add: ({ range, node }) => [range.start, range.count, node],
  remove: ({ range }) => [range.start, range.count],
  "alloc-range": ({ count, align, window, node, search }) => {
    const { start, count: length } = window ?? { start: 0, count: 0 };
    return [count, align, start, start + length, node, SEARCHES.indexOf(search)];
  },
  "set-direction": ({ bottomUp }) => [Number(bottomUp)],
  "set-limit": ({ limit }) => [limit],
  "enforce-limit": ({ limit }) => [limit],
  cap: ({ range }) => [range.start, range.count],
  "limit-map": ({ limit }) => [limit],
  trim: ({ align }) => [align],
  "set-node": ({ range, node }) => [range.start, range.count, node],
  mark: ({ range, flag }) => [range.start, range.count, FLAG_BITS[flag]],
  clear: ({ range, flag }) => [range.start, range.count, FLAG_BITS[flag]],
  "allow-resize": () => [],
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
