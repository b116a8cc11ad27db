/** A boot in lines for a terminal. */
import { grouped } from "../../model/basics/wording.js";
import type { Style } from "../lines/style.js";
import { columns } from "../lines/table.js";
import { wrap } from "../lines/wrap.js";
import {
  framesOf,
  HOLDERS,
  type HolderId,
  type Moment,
  sizeOf,
  type Timeline,
  WHAT_RUNS,
} from "./timeline.js";

/** A strip is no wider than this, and no narrower. */
const WIDEST = 72;
const NARROWEST = 16;
/** Below this a holder has its short name. */
const NARROW = 56;

/** All of RAM as letters, low addresses left: of each part the letter of who holds most of it. */
export function strip({ bands }: Moment, frames: number, width: number): string {
  const letters: string[] = [];
  for (let i = 0; i < width; i++) {
    const from = (i * frames) / width;
    const to = ((i + 1) * frames) / width;
    const held = new Map<HolderId, number>();
    for (const { holder, start, end } of bands) {
      const common = Math.min(end, to) - Math.max(start, from);
      if (common > 0) held.set(holder, (held.get(holder) ?? 0) + common);
    }
    const [most] = [...held].sort((a, b) => b[1] - a[1]);
    letters.push(most === undefined ? " " : HOLDERS[most[0]].letter);
  }
  return letters.join("");
}

/** Who holds what, in frames and in MB. */
function figures(moment: Moment, width: number): string[] {
  const name = (id: HolderId) => (width < NARROW ? id : HOLDERS[id].text);
  const dead = width < NARROW ? ", dead" : ", dead weight";
  const rows = [...framesOf(moment)].map(([id, count]) => [
    HOLDERS[id].letter,
    sizeOf(count),
    grouped(count),
    `${name(id)}${moment.dead.includes(id) ? dead : ""}`,
  ]);
  return columns(rows, [1, 2]);
}

/** The steps with their strips; then what went wrong, the answers and the assumptions. */
export function bootLines(timeline: Timeline, style: Style, terminal: number): string[] {
  const width = Math.max(NARROWEST, Math.min(WIDEST, terminal - 4));
  const indented = (text: string) => wrap(text, width).map((line) => `  ${line}`);
  const steps = timeline.moments.flatMap((moment, i) => [
    ...wrap(`${i + 1}. ${moment.step}`, width + 2).map(style.strong),
    ...indented(moment.said),
    `  [${strip(moment, timeline.frames, width)}]`,
    ...figures(moment, width).map((line) => `  ${line}`),
    "",
  ]);
  const findings = timeline.findings.flatMap((text) => indented(text).map(style.bad));
  return [
    ...wrap(
      `a boot of ${timeline.flavour}: ${sizeOf(timeline.frames)}, ${grouped(timeline.frames)} frames`,
      width,
    ),
    "",
    ...steps,
    ...indented(WHAT_RUNS).map(style.dim),
    ...timeline.assumptions.flatMap((text) => indented(`assumed: ${text}`).map(style.dim)),
    "",
    ...(findings.length === 0 ? [] : [style.bad("what went wrong"), ...findings, ""]),
    ...timeline.answers.flatMap(({ question, answer }) => [
      ...wrap(question, width + 2).map(style.strong),
      ...indented(answer),
    ]),
  ];
}
