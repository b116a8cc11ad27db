/** The command line that shows one run again. */
import type { Run } from "../../explore/check/verdict.js";
import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import { BOUND_IDS, BOUNDS } from "../../model/words/bounds.js";
import { ALL_FREE } from "../../model/words/memory-map.js";
import { boundIn } from "../../model/words/scope.js";
import { quotedForShell } from "../../report/lines/shell-word.js";
import { nameOf } from "../workers/death.js";
import type { Job } from "../workers/messages.js";
import { standardKeep } from "./check-options.js";
import { COMMAND_SECONDS_OPTION, SCOPE_OPTIONS, SUSPICION_OPTION, sizeText } from "./options.js";

/** What a config in the way asks of the command that shows a run again. */
export interface InTheWay {
  /** What a config that has been read says of a job: bounds, and the time of a command. */
  readonly said?: (job: Job) => ReadonlySet<string>;
  /** It was named. */
  readonly config?: string | undefined;
  /** The flags that keep it from a job. */
  readonly undone?: (job: Job) => readonly string[];
}

/**
 * Names the bounds that a config says, or that are not the standard; an allocator may have its own. What is
 * told beside a finding does not lead to it, and is left out where there is one.
 */
export function againText(asked: Job, run: Run, { said, config, undone }: InTheWay): string {
  const job = run.verdict === "broken" ? straightTo(run, asked) : asked;
  const { target, scope, widen, contract, keep, budget, suspicion, maxCommandSeconds } = job;
  const says = said?.(asked);
  const bounds = BOUND_IDS.flatMap((name) => {
    // Where nobody said how many owners, the allocator's commands do.
    if (name === "owners" && job.fewOwners === true) return [];
    if (name === "frames" && job.fewerFrames === true) return [];
    const isIdle = job.forAll?.includes(name) === true && run.scope[name] === undefined;
    if (isIdle) return [];
    const bound = boundIn(scope, name);
    const standard = bound === BOUNDS[name].standard;
    const named = !widen || says?.has(name) === true;
    return standard && !(named && scope[name] !== undefined) ? [] : [SCOPE_OPTIONS[name].flag, `${bound}`];
  });
  const modules = scope.modules.filter((id) => id !== "core" && id !== "foreign");
  return [
    job.sample === undefined ? "allocheck check" : "allocheck fuzz",
    ...(target.kind === "specification" ? ["--spec-only"] : [quotedForShell(nameOf(target))]),
    ...bounds,
    ...(scope.initial === ALL_FREE ? [] : ["--map", quotedForShell(scope.initial)]),
    ...(widen ? [] : ["--modules", modules.length === 0 ? "core" : modules.join(",")]),
    ...(scope.modules.includes("foreign") ? ["--alphabet", "foreign"] : []),
    ...(contract === undefined ? [] : ["--contract", quotedForShell(contract)]),
    ...(keep === standardKeep(target.kind === "file") ? [] : [`--${keep}`]),
    ...(job.canAlways === true ? ["--can-always"] : []),
    ...(job.grow === undefined ? [] : ["--grow"]),
    ...(job.proved === true ? ["--proved"] : []),
    ...windowsText(job.windows),
    ...(job.sampled === undefined ? [] : ["--sample", `${job.sampled}`]),
    ...(job.sample === undefined ? [] : ["--seed", `${job.sample.seed}`]),
    ...(job.sample?.commands === undefined ? [] : ["--commands", `${job.sample.commands}`]),
    ...(budget.maxDepth === undefined ? [] : ["--max-depth", `${budget.maxDepth}`]),
    ...(budget.maxStates === undefined ? [] : ["--max-states", `${budget.maxStates}`]),
    ...(budget.maxSeconds === undefined ? [] : ["--max-seconds", `${budget.maxSeconds}`]),
    ...(budget.maxMemoryBytes === undefined ? [] : ["--max-memory", sizeText(budget.maxMemoryBytes, "K")]),
    ...(maxCommandSeconds === COMMAND_SECONDS && says?.has("maxCommandSeconds") !== true
      ? []
      : [COMMAND_SECONDS_OPTION.flag, `${maxCommandSeconds}`]),
    ...(suspicion === undefined ? [] : [SUSPICION_OPTION.flag, `${suspicion}`]),
    ...(undone?.(job) ?? []),
    ...(config === undefined ? [] : ["--config", quotedForShell(config)]),
  ].join(" ");
}

/**
 * The job without what is told beside its run; where sizes grew, in the one that is broken. What a sample
 * found comes after all sizes: its own is no scope of a search.
 */
function straightTo({ scope, namesNoOwner, sampled }: Run, { proved: _, ...job }: Job): Job {
  const { grow, ...straight } = job;
  if (grow === undefined || sampled !== undefined) return job;
  const { frames, owners, slices } = scope;
  return { ...straight, scope: { ...job.scope, frames, owners, slices }, fewOwners: namesNoOwner === true };
}

function windowsText(windows: Job["windows"]): string[] {
  if (windows === undefined || windows === "one") return [];
  if (windows === "standard") return ["--windows"];
  return windows === "none" ? ["--no-windows"] : ["--window", windows.join(",")];
}
