/**
 * Frames with several holders, around the naive model of all that is about pages: a list of counts. Who gives
 * a shared frame back is one holder less, and nothing else comes of it.
 */
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { Naive } from "./naive-enumeration.js";
import type { ProvenanceState } from "./naive-provenance.js";

interface SharedState {
  readonly rest: ProvenanceState;
  /** For each frame how many hold it beside the first. */
  readonly beside: readonly number[];
}

/** The model with the module `shares`. */
export function naiveShares(
  { frames, sharers = 4 }: Scope,
  naive: Naive<ProvenanceState>,
): Naive<SharedState> {
  const shares = Array.from({ length: frames }, (_, frame): Command => ({ kind: "share", frame }));
  const changed = (beside: readonly number[], frame: number, by: number) =>
    beside.map((count, f) => (f === frame ? count + by : count));
  const isAlone = ({ base }: ProvenanceState, frame: number) =>
    base.frames[frame] === "allocated" &&
    !base.blocks.some(({ start, count }) => count > 1 && start <= frame && frame < start + count);
  /** The one frame that a command gives back; -1 for none. */
  const given = ({ slots }: ProvenanceState, command: Command) => {
    if (command.kind === "free") return command.frame;
    if (command.kind === "free-block") return command.range.count === 1 ? command.range.start : -1;
    return command.kind === "free-handle" ? (slots[command.slot]?.range.start ?? -1) : -1;
  };
  const resizesShared = (beside: readonly number[], command: Command) =>
    (command.kind === "resize" || command.kind === "realloc") &&
    beside.some(
      (more, f) => more > 0 && f >= command.range.start && f < command.range.start + command.range.count,
    );
  const { moves } = naive;
  return {
    initial: { rest: naive.initial, beside: new Array<number>(frames).fill(0) },
    commands: [...naive.commands, ...shares],
    reasonsAgainst: ({ rest }, command) =>
      command.kind === "share" ? [] : naive.reasonsAgainst(rest, command),
    answersTo: ({ rest }, command) => (command.kind === "share" ? [0] : naive.answersTo(rest, command)),
    after: ({ rest, beside }, command, answer) => {
      if (command.kind === "share") return { rest, beside: changed(beside, command.frame, 1) };
      const frame = given(rest, command);
      if ((beside[frame] ?? 0) === 0) return { rest: naive.after(rest, command, answer), beside };
      return { rest, beside: changed(beside, frame, -1) };
    },
    keyOf: ({ rest, beside }) => `${naive.keyOf(rest)} ${beside.join()}`,
    isBeyond: ({ rest, beside }, command) =>
      command.kind === "share"
        ? !isAlone(rest, command.frame) || beside[command.frame] === sharers - 1
        : naive.isBeyond(rest, command) || resizesShared(beside, command),
    ...(moves === undefined
      ? {}
      : { moves: ({ rest, beside }) => moves(rest).map((moved) => ({ rest: moved, beside })) }),
  };
}
