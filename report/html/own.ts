/** What the allocator itself answers, beside what the specification says. */

import { plural } from "../../model/basics/wording.js";
import { type Answer, describeAnswer, sameAnswer, type TraceStep } from "../../model/trace/trace.js";
import { bytesMarkup } from "./bytes.js";
import { fieldsMarkup } from "./fields.js";
import { html, type Markup } from "./markup.js";
import type { Broken, Own, OwnMoment } from "./own-answers.js";

/** The allocator at a moment. */
export interface OwnHere {
  readonly name: string;
  /** What is said where it is not asked. */
  readonly astray: string;
  /** After the step that led here, and the moment before; `null` where it went another way before that. */
  readonly now: OwnMoment | null;
  readonly before: OwnMoment | null;
  /** What it answers to every command here, by their numbers; `null` where it went another way. */
  readonly all: readonly (Own | null)[] | null;
}

/** Whether the allocator answers a command wrongly. */
export function isWrong(own: OwnHere | string, c: number): boolean {
  return typeof own !== "string" && (own.all?.[c]?.broken ?? null) !== null;
}

/** What it answered to the step that led here, and its bytes; how it broke a rule, unless that `isTold`. */
export function ownMarkup(
  own: OwnHere | string,
  step: TraceStep | null,
  open: ReadonlySet<string>,
  isTold = false,
): Markup {
  if (typeof own === "string") return html`<p class="why">Only the specification answers here: ${own}.</p>`;
  const { name, astray, now, before } = own;
  const heading = html`<h3>What ${name} does</h3>`;
  if (now === null) return html`${heading}<p>${astray}</p>`;
  const said =
    step === null
      ? null
      : now.own === null
        ? html`<p>It has no such command.</p>`
        : html`<p>It answers <b>${describeAnswer(now.own.answer)}</b>${partingOf(now, step, isTold)}</p>`;
  const changed = step === null ? null : html`<p class="why">changed: ${now.changes || "nothing"}</p>`;
  const { fields, bytes } = now;
  return html`${heading}${said}${changed}${fields && fieldsMarkup(fields, before?.fields ?? null, open)}${
    bytes && bytesMarkup(bytes, before?.bytes ?? null, open)
  }`;
}

/** Why it goes another way from here on, where it does. */
function partingOf({ own, along }: OwnMoment, { answer }: TraceStep, isTold: boolean): Markup | null {
  if (along || own === null) return null;
  if (own.broken !== null) return html`: ${brokenMarkup(own.broken, isTold)}`;
  if (sameAnswer(own.answer, answer)) return null;
  return html`, which is right as well. Here stands ${describeAnswer(answer)}, so from here on it is asked no more.`;
}

function brokenMarkup({ rule, expected, found }: Broken, isTold: boolean): Markup {
  const how = isTold ? null : html`. Expected: ${expected}. Found: ${found}.`;
  return html`<b class="bad">✗ breaks <code>${rule}</code></b>${how}`;
}

/** What is said under a row of a way that was taken, where the allocator's answer is another. */
export function besideMarkup(own: Own | null, answer: Answer, name: string): Markup | null {
  if (own === null) return null;
  const said = describeAnswer(own.answer);
  if (own.broken !== null)
    return html`<strong class="mark bad">${name}: ${said} ✗ breaks ${own.broken.rule}</strong>`;
  return html`<span class="mark">${name}: ${sameAnswer(own.answer, answer) ? "the same" : said}</span>`;
}

/** So many wrong answers are spelled out. */
const SPELLED = 12;

/** The commands of a list that the allocator answers wrongly, with what it answers. */
export function wrongMarkup(
  own: OwnHere | string,
  choices: readonly { readonly c: number; readonly text: string }[],
): Markup | null {
  if (typeof own === "string" || own.all === null) return null;
  const { all, name } = own;
  const asked = choices.filter(({ c }) => (all[c] ?? null) !== null);
  const wrong = asked.filter(({ c }) => isWrong(own, c));
  if (asked.length === 0) return null;
  if (wrong.length === 0)
    return html`<p class="agrees">✓ ${name} answers ${plural(asked.length, "command")} here, and each rightly.</p>`;
  const more = wrong.length - SPELLED;
  return html`<div class="wrong"><p><b class="bad">✗ ${name} answers ${wrong.length} of ${plural(
    asked.length,
    "command",
  )} here wrongly</b></p><ul>${wrong.slice(0, SPELLED).map(({ c, text }) => {
    const { answer, broken } = all[c]!; // it was asked
    const chip = html`<button type="button" class="chip" data-take="${c}" data-answer="0"><code>${text}</code></button>`;
    return html`<li>${chip} → ${describeAnswer(answer)}; <code>${broken!.rule}</code></li>`;
  })}</ul>${more > 0 ? html`<p class="more">and ${plural(more, "more")}</p>` : null}</div>`;
}
