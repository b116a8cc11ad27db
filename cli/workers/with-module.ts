/** Where the file of an allocator is, for whoever replays what was found in it. */
import type { Run } from "../../explore/check/verdict.js";
import type { Target } from "../targets/target.js";

/** Counterexamples of a file's allocator say where the file is, so that they can be replayed. */
export function withModule(run: Run, target: Target): Run {
  if (target.kind !== "file") return run;
  const counterexamples = run.counterexamples.map((c) => ({ ...c, module: target.file }));
  return { ...run, counterexamples };
}
