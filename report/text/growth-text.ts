/** What each size of a scope added, as a table, and what the next one will cost. */
import type { Fresh, Grown, GrownSize } from "../../explore/evidence/evidence.js";
import type { Guess } from "../../explore/evidence/predict.js";
import { grouped, plural } from "../../model/basics/wording.js";
import type { Scope } from "../../model/words/scope.js";
import { columns, duration } from "../lines/table.js";
import { hanging, wrap } from "../lines/wrap.js";

/** A table with a line for each size, then what is flat, and what comes next. */
export function growthLines(
  { sizes, least, end, next, measured }: Grown,
  scope: Scope,
  width: number,
): string[] {
  const faults = sizes.some((size) => size.faults !== undefined);
  const head = ["frames", "owners", "slices", "states", "time", "outcomes", "shapes"];
  const rows = sizes.map((size) => [
    ...[size.frames, size.owners, size.slices].map(String),
    grouped(size.states),
    duration(size.measured.seconds),
    freshText(size.outcomes),
    freshText(size.shapes),
    ...(faults ? [faultsText(size)] : []),
  ]);
  const table = columns([[...head, ...(faults ? ["faults caught"] : [])], ...rows], [0, 1, 2, 3, 4, 5, 6, 7]);
  const isWide = table.some((line) => line.length > width - 2);
  if (least === true) {
    const { frames, owners, slices } = scope;
    const text =
      `broken over ${plural(frames, "frame")}, ${plural(owners, "owner")} and ${plural(slices, "slice")}, ` +
      "and in no smaller scope: each was explored, or is part of one that was.";
    return hanging("grown: ", text, { width });
  }
  return [
    "grown:",
    ...(isWide ? sizes.flatMap((size) => narrow(size, width)) : table.map((line) => `  ${line}`)),
    ...wrap(flatText(sizes), width - 2).map((line) => `  ${line}`),
    ...(end === undefined ? [] : hanging("  end: ", `${end}.`, { width })),
    ...(next === null || measured.next === null
      ? []
      : hanging("  next: ", costText({ ...next, ...measured.next }), { width })),
  ];
}

/** What a size costs, in words: it is a guess. */
export function costText({ frames, states, tried, seconds, bytes, times }: Guess): string {
  const memory = bytes < 1_000_000 ? "less than 1 MB" : `${grouped(Math.round(bytes / 1_000_000))} MB`;
  const off = times > 1 ? `; states and commands may be ${timesText(times)} times fewer or more` : "";
  return (
    `${plural(frames, "frame")}: about ${rounded(states)} states, ${rounded(tried)} commands, ` +
    `${duration(seconds)}, ${memory}${off}.`
  );
}

/** What a guess may be off by, rounded up. */
function timesText(times: number): string {
  return times < 10 ? (Math.ceil(10 * times) / 10).toFixed(1) : rounded(Math.ceil(times));
}

/** A guess is no figure to the last digit. */
export function rounded(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return grouped(Math.round(count / unit) * unit);
}

/** All so far, and those that are new. */
function freshText({ all, fresh }: Fresh): string {
  return fresh === 0 ? `${all}` : `${all} (+${fresh})`;
}

function faultsText({ faults }: GrownSize): string {
  return faults === undefined ? "" : `${freshText(faults)} of ${faults.of}`;
}

/** A size where the table has no room. */
function narrow(size: GrownSize, width: number): string[] {
  const { frames, owners, slices, states, measured, outcomes, shapes } = size;
  const faults = size.faults === undefined ? "" : `, ${faultsText(size)} faults caught`;
  return hanging(
    "  ",
    `${plural(frames, "frame")}, ${plural(owners, "owner")}, ${plural(slices, "slice")}: ${grouped(states)} ` +
      `states, ${duration(measured.seconds)}, ${freshText(outcomes)} outcomes, ${freshText(shapes)} shapes${faults}`,
    { width },
  ).map((line, i) => (i === 0 ? line : `  ${line}`));
}

/** Along the frames, since when nothing new came up: that nothing will is not known from it. */
function flatText(sizes: readonly GrownSize[]): string {
  const [first] = sizes;
  const along = sizes.filter(({ owners, slices }) => owners === first?.owners && slices === first.slices);
  const flat = along.length - 1 - along.findLastIndex(({ outcomes }) => outcomes.fresh > 0);
  const last = along.at(-1);
  if (last === undefined) return "";
  if (flat === 0)
    return `Still growing: ${plural(last.outcomes.fresh, "new outcome")} at ${plural(last.frames, "frame")}.`;
  const since = along.at(-flat);
  const where =
    flat === 1 ? `at ${plural(last.frames, "frame")}` : `from ${since?.frames} to ${last.frames} frames`;
  return `Flat in outcomes ${where}. Flat is no proof: the next size may bring more.`;
}
