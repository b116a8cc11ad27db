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
  /** Where sizes have a type: those at its end, which are asked for where more than all is refused. */
  readonly sizes?: readonly number[];
}

/**
 * The sizes at the end of a type, in frames and without a header. `largest` is the last of all, so that it
 * cannot be rounded up; with each of the others one sum more of a size and a header stays below the end, and
 * may pass a check of that sum and wrap when it is rounded up.
 */
export function sizesUpTo(largest: number, frameSize: number, header: number, short = 0): number[] {
  const whole = Math.floor(largest / frameSize);
  return [(largest + short) / frameSize, ...Array.from({ length: header + 1 }, (_, i) => whole - i)];
}

/** The method of a command about whole blocks, where `inner` takes it about what clients have of them. */
export function withHeader(kind: CommandKind, shape: BlockShape, inner: Method): Method {
  const { header, frames, sizes } = shape;
  if ((header === 0 && sizes === undefined) || !BLOCK_KINDS.includes(kind)) return inner;
  const { names, answers } = COMMANDS[kind];
  const shifts = names.flatMap((name: ParameterName) => HEADERS[name] ?? []);
  const size = shifts.lastIndexOf(-1); // the one asked for comes last
  // What is shorter than a header is no block, and a block of nothing is asked for as such.
  const move = (number: number, i: number) =>
    shifts[i] === -1 ? Math.max(0, number - header) : number + header * (shifts[i] ?? 0);
  return (...given) => {
    const asked = given.map(move);
    let answer = inner(...asked);
    if (sizes !== undefined && given[size]! > frames)
      for (let i = 0; i < sizes.length && answer < 0; i++) {
        asked[size] = sizes[i]!;
        answer = inner(...asked);
      }
    return answers === null || !(answer >= 0) ? answer : begun(answer, header);
  };
}

/** Where the block begins that was answered behind its header. */
function begun(answer: number, units: number): number {
  if (answer >= units) return answer - units;
  // What stands where a number should: the step of the search finds that it is none, and shows it.
  return `unit ${answer}, before which a header of ${units} does not fit` as unknown as number;
}
