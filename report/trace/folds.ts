/** Parts of a trace that come several times in a row, so that they are told once. */
import { describeAnswer, type TraceStep } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";

/** Steps `from` (from 0) and on, `length` of them, come `times` times in a row. */
export interface Fold {
  readonly from: number;
  readonly length: number;
  readonly times: number;
}

/** The longest part that is looked for. */
const LONGEST = 8;
/** A part that comes less often, or takes fewer lines than this in all, is told in full. */
const LEAST_TIMES = 3;
const LEAST_STEPS = 8;

/**
 * The repeated parts of a trace, in order; none overlaps another, and the last step is in none. `momentAt`
 * tells what else must be the same after a step, such as what memory looks like then.
 */
export function foldsIn(steps: readonly TraceStep[], momentAt: (i: number) => string = () => ""): Fold[] {
  const lines = steps.map(
    ({ command, answer }, i) => `${describeCommand(command)} ${describeAnswer(answer)} ${momentAt(i)}`,
  );
  const end = lines.length - 1;
  const timesAt = (from: number, length: number): number => {
    let at = from + length;
    while (at < end && lines[at] === lines[at - length]) at++;
    return Math.floor((at - from) / length);
  };
  const folds: Fold[] = [];
  for (let from = 0; from < end; ) {
    const found = Array.from({ length: LONGEST }, (_, i) => i + 1)
      .map((length): Fold => ({ from, length, times: timesAt(from, length) }))
      .find(({ length, times }) => times >= LEAST_TIMES && times * length >= LEAST_STEPS);
    if (found !== undefined) folds.push(found);
    from += found === undefined ? 1 : found.times * found.length;
  }
  return folds;
}
