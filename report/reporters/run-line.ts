/** A run in one line of a table that is written while the runs go on. */

import type { Run } from "../../explore/check/verdict.js";
import { grouped } from "../../model/basics/wording.js";
import { briefScope } from "../../model/words/scope.js";
import type { Style } from "../lines/style.js";
import { wrap } from "../lines/wrap.js";
import { painted, timeText } from "../text/run-text.js";

/** What the columns of a table have to hold. */
export interface LineOf {
  /** The longest name. */
  readonly name: number;
}

/** What counts in a run: the states of a search, the commands of a sample. */
function countedIn({ sampled, states, tried }: Run) {
  return sampled === undefined ? { what: "states", count: states } : { what: "commands", count: tried };
}

/** The columns before the scope and after the figures, with two spaces between. */
const VERDICT = 7;
const COUNT = 10;
const SECONDS = 7;
const GAP = "  ";
/** Names longer than this push the rest of their line aside. */
const LONGEST_NAME = 20;
/** With less room than this for it the scope stands on lines of its own. */
const LEAST_SCOPE = 20;

interface Cells {
  readonly verdict: string;
  readonly name: string;
  readonly scope: string;
  readonly count: string;
  readonly seconds: string;
}

/** What the columns mean. */
const HEADER = { verdict: "", name: "allocator", scope: "scope", seconds: "time" };

/** The line above a table that begins with a run. */
export function headerLine(first: Run, line: LineOf, style: Style): string {
  const cells = { ...HEADER, count: countedIn(first).what };
  return (laidOut(cells, line, style, (text) => text)[0] ?? "").trimEnd();
}

/** How long the name of a target's allocator is; of a file, whose own is not known yet, about how long. */
export function nameLength(target: string): number {
  return target.replace(/^.*[/\\]/, "").replace(/\.\w+$/, "").length;
}

/** A run: its verdict, allocator and scope, how much it found and how long it took. */
export function lineOf(run: Run, target: string, line: LineOf, style: Style): string[] {
  const cells = {
    verdict: run.verdict,
    name: run.allocator ?? target,
    scope: briefScope(run.scope),
    count: grouped(countedIn(run).count),
    seconds: timeText(run.measured),
  };
  return laidOut(cells, line, style, (text) => painted(run.verdict, text, style));
}

function laidOut(
  { verdict, name, scope, count, seconds }: Cells,
  line: LineOf,
  { width }: Style,
  paint: (verdict: string) => string,
): string[] {
  const names = Math.min(
    LONGEST_NAME,
    Math.max(HEADER.name.length, line.name),
    width - VERDICT - COUNT - SECONDS - 3 * GAP.length,
  );
  const first = `${verdict.padEnd(VERDICT)}${GAP}`;
  const named = `${name.padEnd(names)}${GAP}`;
  const figures = `${count.padStart(COUNT)}${GAP}${seconds.padStart(SECONDS)}`;
  const indent = " ".repeat(VERDICT + GAP.length);
  const room = width - first.length - named.length - figures.length - GAP.length;
  const withVerdict = (rest: string) => `${paint(verdict)}${first.slice(verdict.length)}${rest}`;
  if (room < LEAST_SCOPE) {
    const left = width - first.length - figures.length;
    const own = wrap(scope, width - indent.length).map((text) => `${indent}${text}`);
    return named.length > left
      ? [withVerdict(name), `${indent}${figures.padStart(width - indent.length)}`, ...own]
      : [withVerdict(`${named.padEnd(left)}${figures}`), ...own];
  }
  const [head = "", ...more] = wrap(scope, room);
  const under = `${indent}${" ".repeat(names + GAP.length)}`;
  return [
    withVerdict(`${named}${head.padEnd(room)}${GAP}${figures}`),
    ...more.map((text) => `${under}${text}`),
  ];
}
