/** Replays as text for people. */
import type { Recorded } from "../../counterexamples/files.js";
import type { Fate, Replayed } from "../../counterexamples/replay.js";
import { plural } from "../../model/basics/wording.js";
import type { Style } from "../lines/style.js";
import { hanging, strongHead } from "../lines/wrap.js";
import { programLines } from "../trace/program.js";

/** A replay as it is told. */
type Told = Recorded & Replayed & { readonly allocator: string; readonly module?: string };

/** What one does, and what several do. */
const WORDS: Readonly<Record<Fate, readonly [one: string, several: string]>> = {
  breaks: ["still breaks", "still break"],
  fixed: ["fixed", "fixed"],
  differs: ["answers legally but differently", "answer legally but differently"],
  kept: ["keeps its rule", "keep their rules"],
  inapplicable: ["no longer applies", "no longer apply"],
};

/** What became of a replay, in one line without colour. */
export function fateLine(told: Told): string {
  return `on ${told.allocator}: ${WORDS[told.fate][0]}${whereOf(told)}; ${told.detail}`;
}

function whereOf({ fate, step, counterexample: { steps, cpus }, now }: Told): string {
  if (now !== undefined) return " in another interleaving";
  if (step === 0) return " in the initial state";
  if (cpus === undefined) return ` at step ${step} of ${Math.max(step, steps.length)}`;
  // Where it is fixed all interleavings were looked at.
  return fate === "fixed" ? "" : ` at access ${step} of ${Math.max(step, cpus.accesses.length)}`;
}

/** The lines of some replays; the program is shown where something needs to be looked at. */
export function replayLines(replays: readonly Told[], style: Style): string[] {
  const { width } = style;
  const lines = replays.flatMap((replay, i) => {
    const { file, allocator, module, fate, detail, rule, counterexample, now } = replay;
    const word =
      fate === "breaks" || fate === "inapplicable" ? style.bad(WORDS[fate][0]) : style.good(WORDS[fate][0]);
    const where = whereOf(replay);
    const other =
      rule !== null && rule !== counterexample.rule
        ? hanging("  ", `recorded for ${counterexample.rule}, now breaks ${rule}`, { width })
        : [];
    const program = fate === "breaks" && (other.length === 0 || now !== undefined) && replays.length === 1;
    const shown = now ?? counterexample;
    return [
      ...(i > 0 ? [""] : []),
      ...strongHead(file, `on ${allocator}${module === undefined ? "" : ` from ${module}`}`, style),
      ...hanging("  ", `${WORDS[fate][0]}${where}`, { width }).map((line) =>
        line.replace(WORDS[fate][0], word),
      ),
      ...(program
        ? [
            ...(now === undefined ? [] : hanging("  ", detail, { width })),
            "",
            ...programLines(shown, style).map((line) => (line === "" ? "" : `  ${line}`)),
          ]
        : hanging("  ", detail, { width })),
      ...other,
    ];
  });
  return replays.length > 1 ? [...lines, "", ...summaryLines(replays, style)] : lines;
}

/** How many came to what. */
function summaryLines(replays: readonly Replayed[], { strong, width }: Style): string[] {
  const parts = Object.entries(WORDS).flatMap(([fate, [one, several]]) => {
    const count = replays.filter((replay) => replay.fate === fate).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  });
  const noun = replays.some(({ fate }) => fate === "kept") ? "trace" : "counterexample";
  const all = plural(replays.length, noun);
  return hanging("", `${all}: ${parts.join(", ")}`, { width }).map((line) => line.replace(all, strong(all)));
}
