/** Parts of a trace that come several times in a row, so that they are told once. */
import { describeAnswer, type TraceStep } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";

/** Steps `from` (from 0) and on, `length` of them, come `times` times in a row. */
export interface Fold {
  readonly from: number;
  readonly length: number;
  readonly times: number;
  /** Each answers with the frame behind the last, so that memory is another each time. */
  readonly series?: true;
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
    const fold = found ?? seriesAt(steps, from);
    if (fold !== null) folds.push(fold);
    from += fold === null ? 1 : fold.times * fold.length;
  }
  return folds;
}

/** The same command again and again, which hands out one frame after the other: `null` where it is short. */
function seriesAt(steps: readonly TraceStep[], from: number): Fold | null {
  let at = from + 1;
  while (at < steps.length - 1 && follows(steps[at - 1]!, steps[at]!)) at++; // both are there
  const times = at - from;
  return times >= LEAST_STEPS ? { from, length: 1, times, series: true } : null;
}

function follows(before: TraceStep, step: TraceStep): boolean {
  const [one, next] = [frameIn(before), frameIn(step)];
  if (one === null || next !== one + 1) return false;
  return describeCommand(before.command) === describeCommand(step.command);
}

function frameIn({ answer }: TraceStep): number | null {
  return answer.kind === "accepted" ? (answer.frame ?? null) : null;
}
