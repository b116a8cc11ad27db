/** The life of one frame along a trace: every step that touched it. */
import { describeAnswer, numberIn } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { unitsOfFrame } from "../../model/words/scope.js";
import { html, type Markup } from "./markup.js";
import { kindInWords, stripSigns } from "./strip.js";
import type { Moment, Trail } from "./trail.js";

/** One step that touched a frame. */
export interface Touch {
  /** Its number, from 1. */
  readonly n: number;
  /** Whether what the frame is, or what is known of it, is another after it. */
  readonly changed: boolean;
}

/** The steps that name a frame, or after which it is another. */
export function touchesOf({ machine }: Trail, moments: readonly Moment[], frame: number): Touch[] {
  return moments.flatMap((moment, n) => {
    const before = moments[n - 1];
    if (before === undefined || moment.step === null) return [];
    const changed = signsAt(moment, frame) !== signsAt(before, frame);
    return changed || names(moment.step, frame, machine.specification.scope) ? [{ n, changed }] : [];
  });
}

/** What a frame is at a moment in all lines of the strip. */
function signsAt({ memory }: Moment, frame: number): string {
  const within = memory.slices.filter((range) => isIn(frame, range)).length;
  return `${stripSigns(memory)
    .map((signs) => signs[frame])
    .join("")} ${within}`;
}

function isIn(frame: number, { start, count }: FrameRange): boolean {
  return frame >= start && frame < start + count;
}

function names(
  { command, answer }: NonNullable<Moment["step"]>,
  frame: number,
  scope: Trail["counterexample"]["scope"],
): boolean {
  if ("range" in command && isIn(frame, command.range)) return true;
  if ("frame" in command && isIn(frame, unitsOfFrame(scope, command.frame))) return true;
  if (answer.kind !== "accepted" || (answer.frame === undefined && answer.unit === undefined)) return false;
  return answer.frame === undefined
    ? numberIn(answer) === frame
    : isIn(frame, unitsOfFrame(scope, answer.frame));
}

/** The life of a frame up to and after a moment, with a button for each step. */
export function lifeMarkup(trail: Trail, moments: readonly Moment[], frame: number, now: number): Markup {
  const touches = touchesOf(trail, moments, frame);
  const since = touches.findLast(({ n, changed }) => changed && n <= now);
  const kind = moments[now]!.memory.frames[frame]!; // a frame of the scope, at a moment of the trail
  const why =
    since === undefined
      ? html`as from the beginning`
      : html`so since <button type="button" class="link" data-step="${since.n}">step ${since.n}</button>`;
  return html`<h3>Frame ${frame}</h3><p>${kindInWords(kind)}, ${why}</p>
<ol class="life">${touches.map(({ n, changed }) => {
    const { step, memory } = moments[n]!;
    const became = changed
      ? html`<span class="why">${kindInWords(memory.frames[frame]!)} afterwards</span>`
      : html`<span class="why">named, not changed</span>`;
    return html`<li${n === now ? html` class="now"` : null}><button type="button" class="link" data-step="${n}">step ${n}</button> <code>${describeCommand(step!.command)}</code> → ${describeAnswer(step!.answer)}${became}</li>`;
  })}</ol>${touches.length === 0 ? html`<p>No step touched it.</p>` : null}`;
}
