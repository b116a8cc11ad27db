/** What is told of the step that is chosen: memory frame by frame, and what else might be done. */
import { describeAnswer } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import { lifeMarkup } from "./frame-life.js";
import { html, type Markup } from "./markup.js";
import { type OwnHere, ownMarkup } from "./own.js";
import { cellNoun, kindInWords, lookOf } from "./strip.js";
import type { Moment, Trail } from "./trail.js";
import { whatIfMarkup } from "./what-if.js";

/** Where one is: a moment of those at hand, a frame if one is chosen, and what is open. */
export interface Place {
  readonly moments: readonly Moment[];
  readonly now: number;
  readonly frame: number | null;
  readonly filter: string;
  readonly open: ReadonlySet<string>;
  /** What the allocator does here, or why it is not asked. */
  readonly own: OwnHere | string;
}

/** The pane, with the finding where it belongs; on paper it stands there whichever step is chosen. */
export function paneMarkup(
  trail: Trail,
  place: Place,
  finding: Markup | null,
  onPaper: Markup | null = null,
): Markup {
  const { moments, now, frame, filter, open, own } = place;
  const moment = moments[now]!; // who asks has chosen one of them
  const { step } = moment;
  const heading =
    step === null
      ? html`At the beginning`
      : html`Step ${now} of ${moments.length - 1}: <code>${describeCommand(step.command)}</code> → ${describeAnswer(step.answer)}`;
  return html`<h3 id="chosen">${heading}</h3>${finding}${onPaper && html`<div class="in-print">${onPaper}</div>`}
${framesMarkup(moment, moments[now - 1] ?? null, frame)}
${frame === null ? null : html`<div class="life-of">${lifeMarkup(trail, moments, frame, now)}</div>`}
${ownMarkup(own, step, open, finding !== null)}
<div class="what-if"><h3>What if?</h3>
<p class="why">Every command of the scope, and what the specification says of it here.
Choose one to go on from here.</p>
<label class="filter">filter
<input type="search" id="filter" value="${filter}" autocomplete="off" spellcheck="false"></label>
<div id="what-if">${whatIfMarkup(trail.machine, moment.state, filter, open, own)}</div></div>`;
}

/** A button for each frame. */
function framesMarkup({ memory }: Moment, before: Moment | null, chosen: number | null): Markup {
  const { frames, origin = 0, units } = memory;
  const noun = cellNoun(memory.units);
  const cells = units === undefined ? "Frames" : `Units, ${units} a frame`;
  return html`<div class="frames" role="group" aria-label="${noun}s">
<span class="why">${cells}: choose one to see every step that touched it.</span>${frames.map(
    (kind, frame) => {
      const changed = before !== null && before.memory.frames[frame] !== kind;
      const was = changed ? `, before: ${kindInWords(before.memory.frames[frame]!)}` : "";
      const look = `${lookOf(kind)}${changed ? " new" : ""}`;
      const label = `${noun} ${origin + frame}: ${kindInWords(kind)}${was}`;
      return html`<button type="button" data-frame="${frame}" class="${look}"
aria-pressed="${frame === chosen ? "true" : "false"}" aria-label="${label}">${origin + frame}</button>`;
    },
  )}</div>`;
}
