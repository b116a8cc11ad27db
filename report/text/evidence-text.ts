/** The evidence beside a verdict, a line a kind, and what none of it covers. */

import type { Run } from "../../explore/check/verdict.js";
import { type BlindSpot, blindSpots } from "../../explore/evidence/blind.js";
import type { Evidence, Grown, Proved, Sampled, Windows } from "../../explore/evidence/evidence.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { duration } from "../lines/table.js";
import { hanging } from "../lines/wrap.js";
import { growthLines } from "./growth-text.js";

/** A line for each kind that ran, and where the search closed and broke nothing, what none of them covers. */
export function evidenceLines(run: Run, width: number): string[] {
  const { evidence = [], verdict, allocator } = run;
  const lines = evidence.flatMap((each) =>
    each.kind === "grown"
      ? growthLines(each, run.scope, width)
      : hanging(`${each.kind}: `, evidenceText(each, run), { width }),
  );
  const closed = verdict === "holds" || verdict === "vacuous";
  return closed && allocator !== null ? [...lines, ...hanging("blind: ", blindText(run), { width })] : lines;
}

/** One kind of evidence of a run in words. */
function evidenceText(evidence: Exclude<Evidence, Grown>, run: Run): string {
  switch (evidence.kind) {
    case "proved":
      return provedText(evidence);
    case "windows":
      return windowsText(evidence, run);
    case "sampled":
      return sampledText(evidence, run);
  }
}

/** What was put to no test, in one sentence: the least of each that was not, and all beyond it. */
export function blindText(run: Run): string {
  const further = isShort(run) ? " (--grow tries it)" : "";
  return `${blindSpots(run).map(spotText).join(", ")}, and what is larger${further}.`;
}

/** With so few states larger pools can be explored as well, in which sizes differ more. */
function isShort({ scope, states, notOffered, evidence = [] }: Run): boolean {
  const takesBlocks = scope.modules.includes("blocks") && !notOffered.includes("alloc-block");
  return takesBlocks && states < FEW_STATES && !evidence.some(({ kind }) => kind === "grown");
}

const FEW_STATES = 1_000;

function spotText(spot: BlindSpot): string {
  switch (spot.kind) {
    case "words":
      return `edges of words of ${alternatives(spot.widths)} bits`;
    case "runs":
      return `ranges of ${plural(spot.above + 1, "frame")}`;
    case "orders":
      return `order ${spot.above + 1}`;
    case "sizes":
      return "sizes of 0 and beyond the pool (--alphabet foreign)";
    case "rounding":
      return "sizes that must be rounded up (addresses.short; in C a shim that asks for less)";
    case "pools":
      return `pools of ${plural(spot.above + 1, "frame")}`;
    case "owners":
      return plural(spot.above + 1, "owner");
    case "slices":
      return plural(spot.above + 1, "slice");
    case "sharers":
      return `counts that are full with ${spot.above + 1} holders or more (scale one to 2 bits)`;
    case "cpus":
      return spot.above === 1 ? "what several CPUs do at once (--cpus 2)" : `${spot.above + 1} CPUs`;
  }
}

/** What was proved of the rules, in words. */
export function provedText(proved: Proved): string {
  const { modules, invariants, open, notCovered, obligations, solver, measured } = proved;
  const uncovered = notCovered.map(({ module, why }) => `Open: the module ${module} ${why}.`);
  const of = plural(invariants.length + open.length, "invariant");
  const reasons = [...new Set(open.map(({ why }) => why))];
  return [
    `any number of frames, owners and slices: the rules of ${modules.join("+")} ` +
      `${open.length === 0 ? "keep" : "are shown to keep"} ` +
      `${invariants.length} of ${of} ` +
      `(${plural(obligations, "obligation")}, ${solver}, ${duration(measured.seconds)}); ` +
      "this is about the specification, not the code.",
    ...reasons.map((reason) => {
      const alike = open.filter(({ why }) => why === reason);
      return `Open: ${alike.map(({ invariant }) => invariant).join(", ")} (${reason}).`;
    }),
    ...uncovered,
  ].join(" ");
}

function windowsText({ alone, seen, none, open }: Windows, { scope, verdict }: Run): string {
  const { frames } = scope;
  const ranges = seen.map(({ at }) => (frames === 1 ? `${at}` : `${at}..${at + frames - 1}`));
  const alike = seen.every(({ states }) => states === alone);
  const counts = alternatives(seen.map(({ states }) => grouped(states)));
  const held =
    `${alike ? `the same ${grouped(alone)} states` : "all sequences"} on frames ${alternatives(ranges)} of a ` +
    `pool of ${alternatives(seen.map(({ pool }) => pool))}, all others taken: ` +
    `${verdict === "vacuous" ? "breaks no rule" : "holds"}${alike ? "" : ` (${counts} states, and ${grouped(alone)} alone)`}.`;
  if (none !== undefined) return `none: ${none}.`;
  const reasons = [...new Set(open.map(({ why }) => why))];
  const left = reasons.map((reason) => {
    const alike = open.filter(({ why }) => why === reason).map(({ at }) => at);
    return `None at ${alike.length === 1 ? "frame" : "frames"} ${alternatives(alike)}: ${reason}.`;
  });
  const before =
    verdict === "broken" ? [`the ${plural(frames, "frame")} alone: holds (${grouped(alone)} states).`] : [];
  return [...before, ...(seen.length === 0 ? [] : [held]), ...left].join(" ");
}

function sampledText({ frames, commands, runs, seed, measured }: Sampled, { stepped }: Run): string {
  return (
    `${plural(commands, "random command")}${stepped === true ? " of one CPU" : ""} in a pool of ${plural(frames, "frame")} broke no rule ` +
    `(${plural(runs, "run")}, seed ${seed}, ${duration(measured.seconds)}). A sample is no proof.`
  );
}

function listed(texts: readonly (string | number)[]): string {
  return [...new Set(texts)].join(", ");
}

/** `8, 32 or 64`. */
function alternatives(texts: readonly (string | number)[]): string {
  return listed(texts).replace(/, ([^,]*)$/, " or $1");
}
