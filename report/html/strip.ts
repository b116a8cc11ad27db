/** Memory at one moment as HTML: a line for the frames, one for live slices, one for each layer. */
import { BLANK } from "../../model/state/signs.js";
import { ABSENT, ALLOCATED, FREE, METADATA } from "../../model/words/frames.js";
import { describeKind } from "../../properties/observed-kind.js";
import { FURTHER_ON, type Memory } from "../trace/memory-strip.js";
import { liveText, signOf, sliceSigns } from "../trace/program.js";
import { html, type Markup } from "./markup.js";

/** Up to so many frames a cell has room to breathe. */
const WIDE = 24;

/** One line of a strip: a sign for each frame, what each looks like, and what is said at its end. */
interface Line {
  readonly signs: readonly string[];
  readonly looks: readonly string[];
  readonly text: string;
}

/** The classes of kinds that are no owner's. */
const LOOKS: ReadonlyMap<number, string> = new Map([
  [FREE, "f"],
  [ALLOCATED, "a"],
  [FURTHER_ON, "a"],
  [ABSENT, "x"],
  [METADATA, "m"],
]);

/** The class of what a frame is. */
export function lookOf(kind: number): string {
  return LOOKS.get(kind) ?? `o o${kind}`;
}

/** What a frame is, in words. */
export function kindInWords(kind: number): string {
  return kind === FURTHER_ON ? "further on in its block" : describeKind(kind);
}

/** The lines of memory, with what is another than `before` marked. */
export function stripMarkup(memory: Memory, before: Memory | null): Markup {
  const lines = linesOf(memory);
  const earlier = before === null ? lines : linesOf(before);
  const wide = memory.frames.length <= WIDE;
  const axis = before === null && wide ? axisMarkup(memory) : null;
  return html`<div class="strip" role="img" aria-label="${inWords(memory)}">${axis}${lines.map((line) =>
    lineMarkup(line, lineLike(line, earlier), wide),
  )}</div>`;
}

/** The numbers of the frames, above the first strip. */
function axisMarkup({ frames, origin = 0 }: Memory): Markup {
  // Three columns a cell: of a large pool the last digits tell which is which.
  const numbers = frames.map((_, i) => `${`${origin + i}`.slice(-2).padStart(2)} `);
  return html`<div class="line axis"><span class="cells">${numbers.join("")}</span></div>`;
}

/** What a cell of a strip is called. */
export function cellNoun(units: number | undefined): string {
  return units === undefined ? "frame" : "unit";
}

/** The frames, the slices and the layers of a moment in words: `frame 0 free, frame 1 allocated`. */
export function inWords({ frames, slices, origin = 0, units, layers = [] }: Memory): string {
  const noun = cellNoun(units);
  const runs: string[] = [];
  for (let from = 0; from < frames.length; ) {
    let to = from;
    while (frames[to + 1] === frames[from]) to++;
    const [first, last] = [origin + from, origin + to];
    runs.push(
      `${from === to ? `${noun} ${first}` : `${noun}s ${first} to ${last}`} ${kindInWords(frames[from]!)}`,
    );
    from = to + 1;
  }
  return [
    runs.join(", "),
    ...(slices.length > 0 ? [liveText(slices, origin)] : []),
    ...layers.map(({ text }) => text),
  ].join("; ");
}

/** The signs of each line of memory. */
export function stripSigns(memory: Memory): (readonly string[])[] {
  return linesOf(memory).map(({ signs }) => signs);
}

function linesOf({ frames, slices, origin = 0, layers = [] }: Memory): Line[] {
  const frameLine = { signs: frames.map(signOf), looks: frames.map(lookOf), text: "" };
  const marks = sliceSigns(frames.length, slices);
  return [
    frameLine,
    ...(slices.length === 0 ? [] : [plain(marks, "s", liveText(slices, origin))]),
    ...layers.map(({ signs, text }) => plain(signs, "l", text)),
  ];
}

function plain(signs: readonly string[], look: string, text: string): Line {
  return { signs, looks: signs.map((sign) => (sign === BLANK ? "b" : look)), text };
}

/** The same line a moment before: of frames, of slices, or of the same layer. */
function lineLike(line: Line, lines: readonly Line[]): Line | null {
  const about = (text: string) => text.replace(/[^a-z ].*$/i, "");
  return lines.find(({ text }) => about(text) === about(line.text)) ?? null;
}

function lineMarkup({ signs, looks, text }: Line, before: Line | null, wide: boolean): Markup {
  const isNew = (i: number) => signs[i] !== (before === null ? BLANK : before.signs[i]);
  const runs: Markup[] = [];
  for (let from = 0; from < signs.length; ) {
    const changed = isNew(from);
    let to = from + 1;
    while (to < signs.length && looks[to] === looks[from] && isNew(to) === changed) to++;
    const cells = signs.slice(from, to).map((sign) => (wide ? ` ${sign} ` : sign));
    runs.push(html`<i class="${looks[from]!}${changed ? " new" : ""}">${cells.join("")}</i>`);
    from = to;
  }
  const said =
    text === "" ? null : html`<span class="${text === before?.text ? "says" : "says new"}">${text}</span>`;
  return html`<div class="line"><span class="cells">${runs}</span>${said}</div>`;
}
