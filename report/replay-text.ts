/** Replays as text for people. */
import type { Recorded } from "../counterexamples/files.js";
import type { Fate, Replayed } from "../counterexamples/replay.js";
import { programLines } from "./program.js";
import type { Style } from "./style.js";

const WORDS: Readonly<Record<Fate, string>> = {
  breaks: "still breaks",
  fixed: "fixed",
  differs: "answers legally but differently",
  inapplicable: "no longer applies",
};

/** The lines of some replays; the program is shown where something needs to be looked at. */
export function replayLines(
  replays: readonly (Recorded & Replayed & { readonly allocator: string })[],
  style: Style,
): string[] {
  return replays.flatMap((replay, i) => {
    const { file, allocator, fate, step, detail, rule, counterexample } = replay;
    const word = fate === "fixed" || fate === "differs" ? style.good(WORDS[fate]) : style.bad(WORDS[fate]);
    const other =
      rule !== null && rule !== counterexample.rule
        ? [`  recorded for ${counterexample.rule}, now breaks ${rule}`]
        : [];
    const program = fate === "breaks" && other.length === 0 && replays.length === 1;
    return [
      ...(i > 0 ? [""] : []),
      `${style.strong(file)}  on ${allocator}`,
      `  ${word} at step ${step} of ${counterexample.steps.length}`,
      ...(program
        ? ["", ...programLines(counterexample, style).map((line) => (line === "" ? "" : `  ${line}`))]
        : [`  ${detail}`]),
      ...other,
    ];
  });
}
