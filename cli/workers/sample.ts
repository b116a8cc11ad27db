/** A fuzz in a worker: it says how far it is, and hears that it is to end. */
import type { Run } from "../../explore/check/verdict.js";
import { Sampling } from "../../explore/fuzz/sampling.js";
import { now } from "../../explore/search/clock.js";
import { MAKE, type Pulse } from "../../explore/search/pulse.js";
import { makeAllocator } from "../../explore/systems/make-allocator.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Scope } from "../../model/words/scope.js";
import { INTERRUPTED, type Job, type Message } from "./messages.js";
import { requestOf } from "./request.js";

/** In a pool of so many frames it shows which commands an allocator takes. */
const FEW_FRAMES = 8;
/** How long it goes on before it hears and says something. */
const SLICE_MILLISECONDS = 50;

/**
 * The job in a pool that the allocator takes, where it may be smaller than asked: as large as the definition
 * says, or half as large until one can be made. One that is too small as well is told of by who makes it.
 */
function inFittingPool(job: Job, definition: AllocatorDefinition | null, pulse: Pulse): Job {
  if (job.fewerFrames !== true || definition === null) return job;
  const { mostFrames = job.scope.frames } = definition;
  for (let frames = Math.min(job.scope.frames, mostFrames); ; frames = Math.floor(frames / 2)) {
    const scope = { ...job.scope, frames };
    if (frames < 2 || canBeMade(definition, scope, pulse)) return { ...job, scope };
  }
}

function canBeMade(definition: AllocatorDefinition, scope: Scope, pulse: Pulse): boolean {
  try {
    pulse.during(MAKE, () => makeAllocator(definition, scope));
    return true;
  } catch (error) {
    if (!isMisuse(error)) throw error;
    return false;
  }
}

/** The job in a pool in which an allocator can be asked about every command. */
function inSmallPool(job: Job): Job {
  return { ...job, scope: { ...job.scope, frames: Math.min(job.scope.frames, FEW_FRAMES) } };
}

/** The run of a job that samples, or reduces a trace that was brought. */
export function sampled(
  asked: Job,
  definition: AllocatorDefinition | null,
  pulse: Pulse,
  flags: Int32Array,
  say: (message: Message) => void,
): Run {
  const stopped = () => Atomics.load(flags, INTERRUPTED) === 1;
  const job = inFittingPool(asked, definition, pulse);
  const request = requestOf(inSmallPool(job), definition, false, pulse);
  const scope = { ...request.scope, frames: job.scope.frames };
  if (definition === null) throw new Error("internal: there is no allocator to sample");
  const { sample = { seed: 0 }, shrink } = job;
  const sampling = new Sampling({ ...request, definition, scope, sample, stopped });
  if (shrink !== undefined) return sampling.runOf([sampling.shrunk(shrink)]);
  for (let more = true; more; ) {
    const end = now() + SLICE_MILLISECONDS;
    while (more && now() < end) more = sampling.advance(1);
    say({ kind: "progress", ...sampling.progress });
    if (!stopped()) continue;
    sampling.interrupt();
    more = false;
  }
  return sampling.run();
}
