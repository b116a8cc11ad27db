/** The life of one frame along a trace: every step that touched it. */

import { plural } from "../../model/basics/wording.js";
import { BLANK } from "../../model/state/signs.js";
import { describeAnswer, numberIn } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import { isIn } from "../../model/words/ranges.js";
import { originOf, unitsOfFrame } from "../../model/words/scope.js";
import { html, type Markup } from "./markup.js";
import { cellNoun, kindInWords, stripSigns } from "./strip.js";
import type { Moment, Trail } from "./trail.js";

/** One step that touched a frame. */
export interface Touch {
  /** Its number, from 1. */
  readonly n: number;
  /** What the frame is, or what is known of it, where that is another after it; else `null`. */
  readonly became: string | null;
  /** Whether it is held by somebody else than before. */
  readonly moved: boolean;
}

/** The steps that name a frame, or after which it is another. */
export function touchesOf({ machine }: Trail, moments: readonly Moment[], frame: number): Touch[] {
  return moments.flatMap((moment, n) => {
    const before = moments[n - 1];
    if (before === undefined || moment.step === null) return [];
    const became = becameOf(moment, before, frame);
    const moved = moment.memory.frames[frame] !== before.memory.frames[frame];
    if (became === null && !names(moment.step, frame, machine.specification.scope)) return [];
    return [{ n, became, moved }];
  });
}

/** What a frame became between two moments, in words; `null` where it is as it was. */
function becameOf(now: Moment, before: Moment, frame: number): string | null {
  const kind = now.memory.frames[frame]!; // a frame of the scope
  if (kind !== before.memory.frames[frame]) return kindInWords(kind);
  const slices = slicesOver(now, frame);
  if (slices !== slicesOver(before, frame)) return `under ${plural(slices, "live slice")}`;
  return signsAt(now, frame) === signsAt(before, frame) ? null : "other things are known of it";
}

function slicesOver({ memory }: Moment, frame: number): number {
  return memory.slices.filter((range) => isIn(frame, range)).length;
}

/** What a frame is at a moment in all lines of the strip. */
function signsAt({ memory }: Moment, frame: number): string {
  return stripSigns(memory)
    .map((signs) => signs[frame])
    .filter((sign) => sign !== BLANK)
    .join("");
}

function names(
  { command, answer }: NonNullable<Moment["step"]>,
  frame: number,
  scope: Trail["counterexample"]["scope"],
): boolean {
  const named = frame + originOf(scope);
  if ("range" in command && isIn(named, command.range)) return true;
  if ("frame" in command && isIn(named, unitsOfFrame(scope, command.frame))) return true;
  if (answer.kind !== "accepted" || (answer.frame === undefined && answer.unit === undefined)) return false;
  return answer.frame === undefined
    ? numberIn(answer) === frame
    : isIn(named, unitsOfFrame(scope, answer.frame));
}

/** The life of a frame up to and after a moment, with a button for each step. */
export function lifeMarkup(trail: Trail, moments: readonly Moment[], frame: number, now: number): Markup {
  const touches = touchesOf(trail, moments, frame);
  const since = touches.findLast(({ n, moved }) => moved && n <= now);
  const kind = moments[now]!.memory.frames[frame]!; // a frame of the scope, at a moment of the trail
  const why =
    since === undefined
      ? html`as from the beginning`
      : html`so since <button type="button" class="link" data-step="${since.n}">step ${since.n}</button>`;
  const { memory } = moments[now]!;
  const heading = cellNoun(memory.units) === "frame" ? "Frame" : "Unit";
  return html`<h3>${heading} ${frame + (memory.origin ?? 0)}</h3><p>${kindInWords(kind)}, ${why}</p>
<ol class="life">${touches.map(({ n, became }) => {
    const { command, answer } = moments[n]!.step!; // what touched it was a step
    return html`<li${n === now ? html` class="now"` : null}>
<button type="button" class="link" data-step="${n}">step ${n}</button>
<code>${describeCommand(command)}</code> → ${describeAnswer(answer)}
<span class="why">${became === null ? "names it; it stays as it is" : `then ${became}`}</span></li>`;
  })}</ol>${touches.length === 0 ? html`<p>No step touched it.</p>` : null}`;
}
