/** What a config can say and no value of an option takes back: a flag of its own does. */
import { ALL_FREE } from "../../model/words/memory-map.js";
import { nameOf } from "../workers/death.js";
import type { Job } from "../workers/messages.js";
import type { Config } from "./config.js";
import { sameTarget } from "./jobs.js";

/** What a config says of one target, or of all. */
type Said = Partial<Config["targets"][number]>;

interface Undone {
  readonly flag: string;
  readonly help: string;
  readonly isSaid: (said: Said) => boolean;
  readonly isDone: (job: Job) => boolean;
}

export const UNDONE: readonly Undone[] = [
  {
    flag: "--no-can-always",
    help: "do not look back",
    isSaid: ({ canAlways }) => canAlways === true,
    isDone: ({ canAlways }) => canAlways === true,
  },
  {
    flag: "--no-grow",
    help: "one scope",
    isSaid: ({ grow }) => grow === true,
    isDone: ({ grow }) => grow !== undefined,
  },
  {
    flag: "--no-proved",
    help: "no proof",
    isSaid: ({ proved }) => proved === true,
    isDone: ({ proved }) => proved === true,
  },
  {
    flag: "--no-contract",
    help: "each allocator's own contract",
    isSaid: ({ contract }) => contract !== undefined,
    isDone: ({ contract }) => contract !== undefined,
  },
  {
    flag: "--no-map",
    help: "all frames free at the start",
    isSaid: ({ scope }) => scope?.map !== undefined,
    isDone: ({ scope }) => scope.initial !== ALL_FREE,
  },
];

/** The flags without which a config would have a job do what it does not. */
export function undoneIn(job: Job, config: Config | null): string[] {
  const said = saidOf(job, config);
  const isForeign = said.find(({ alphabet }) => alphabet !== undefined)?.alphabet === "foreign";
  const pool = isForeign && !job.scope.modules.includes("foreign") ? ["--alphabet pool"] : [];
  const flags = UNDONE.filter(({ isSaid, isDone }) => said.some(isSaid) && !isDone(job)).map(
    ({ flag }) => flag,
  );
  return [...flags, ...pool];
}

/** The bounds of a job that a config says anything of, and `maxCommandSeconds` where it does. */
export function boundsSaid(job: Job, config: Config | null): ReadonlySet<string> {
  return new Set(
    saidOf(job, config).flatMap(({ scope = {}, maxCommandSeconds }) =>
      Object.keys(maxCommandSeconds === undefined ? scope : { ...scope, maxCommandSeconds }),
    ),
  );
}

/** What a config says to a command line that names the target of a job. */
function saidOf({ target }: Job, config: Config | null): readonly Said[] {
  if (config === null) return [];
  const mine = config.targets.find(({ module }) => sameTarget(module, nameOf(target)));
  return [mine ?? {}, config.defaults ?? {}];
}
