/**
 * Blocks with a header: the units before each block are the allocator's own, and belong to no client.
 *
 * To the specification they are part of the block, which begins with them; so no two blocks may share one,
 * and it lies in the pool as the block does. The allocator is asked and answers without them: for so many
 * bytes less, and at the address behind its header.
 */
import { COMMANDS, type Command, type CommandKind } from "../words/commands.js";
import type { ParameterName } from "../words/parameters.js";
import { hasRole, TAKING } from "../words/roles.js";

/** The commands that name a block, or ask for one. */
export const BLOCK_KINDS: readonly CommandKind[] = ["alloc-block", "free-block", "free", "resize", "realloc"];

/** The first command of some that hands out frames which are no block, and so have no header. */
export function kindWithoutHeader(kinds: readonly CommandKind[]): CommandKind | undefined {
  return kinds.find((kind) => hasRole(kind, ...TAKING) && !BLOCK_KINDS.includes(kind));
}

type Method = (...given: readonly number[]) => number;

/** Whether a command asks for no block at all, or for nothing, or for more than a header. */
export function isBeyondHeader(command: Command, header: number): boolean {
  if (command.kind === "alloc-block") return command.count === 0 || command.count > header;
  return !("to" in command) || command.to === 0 || command.to > header;
}

/** For each number a method is given what of it is the header's. */
const HEADERS: { readonly [P in ParameterName]?: readonly (1 | -1 | 0)[] } = {
  range: [1, -1],
  frame: [1],
  count: [-1],
  to: [-1],
  align: [0],
};

/** What blocks are like in one pool, in frames. */
export interface BlockShape {
  readonly header: number;
  /** All there are. */
  readonly frames: number;
  /** As many as the type of sizes holds: where that is said, what is asked for in place of more than all. */
  readonly largest?: number;
}

/** The method of a command about whole blocks, where `inner` takes it about what clients have of them. */
export function withHeader(kind: CommandKind, shape: BlockShape, inner: Method): Method {
  const { header, frames, largest } = shape;
  if ((header === 0 && largest === undefined) || !BLOCK_KINDS.includes(kind)) return inner;
  const shifts = COMMANDS[kind].names.flatMap((name) => HEADERS[name] ?? []);
  const { answers } = COMMANDS[kind];
  const asksFor = (number: number) =>
    // What is shorter than a header is no block, and a block of nothing is asked for as such.
    number > frames && largest !== undefined ? largest : Math.max(0, number - header);
  return (...given) => {
    const asked = given.map((number, i) =>
      shifts[i] === -1 ? asksFor(number) : number + header * (shifts[i] ?? 0),
    );
    const answer = inner(...asked);
    return answers === null || !(answer >= 0) ? answer : begun(answer, header);
  };
}

/** Where the block begins that was answered behind its header. */
function begun(answer: number, units: number): number {
  if (answer >= units) return answer - units;
  // What stands where a number should: the step of the search finds that it is none, and shows it.
  return `unit ${answer}, before which a header of ${units} does not fit` as unknown as number;
}
