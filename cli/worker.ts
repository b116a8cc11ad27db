/** The thread that searches. */
import { parentPort, workerData } from "node:worker_threads";
import { replay } from "../counterexamples/replay.js";
import { Check, type CheckRequest, Prepared } from "../explore/check.js";
import { Partition } from "../explore/partition.js";
import { MAKE, Pulse, SEARCH } from "../explore/pulse.js";
import { selfTest } from "../explore/self-test.js";
import type { Shared } from "../explore/shared.js";
import { standingOf } from "../explore/standing.js";
import type { Run } from "../explore/verdict.js";
import type { VisitedSet } from "../explore/visited.js";
import { widened } from "../explore/widen.js";
import type { AllocatorDefinition } from "../model/allocator.js";
import { isMisuse } from "../model/misuse.js";
import { allocatorNamed, contractNamed } from "./names.js";
import { INTERRUPTED, type Job, type Message, type Target, type WorkerData } from "./worker-messages.js";

/** How long the search goes on before it looks at the flags and reports. */
const SLICE_MILLISECONDS = 50;
/** A state of the largest scope takes 40 ms; a few are what Ctrl-C and --max-seconds can wait for. */
const STATES_AT_ONCE = 8;

const { work, flags, pulse: noted } = workerData as WorkerData;
const pulse = new Pulse(noted.cells, noted.passed, noted.seconds);
const say = (message: Message) => parentPort?.postMessage(message);

try {
  await doWork();
} catch (error) {
  if (isMisuse(error)) {
    const { code, message, remedy } = error;
    say({ kind: "misuse", code, message, remedy });
  } else
    say({ kind: "fault", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

async function doWork(): Promise<void> {
  switch (work.kind) {
    case "load":
      say({ kind: "loaded", value: await importData(work.file) });
      return;
    case "replay": {
      const definition = await definitionOf(work.target);
      say({ kind: "loaded" });
      const { counterexample } = work;
      if (definition === null) throw new Error("internal: a replay on the specification alone");
      const own = definition.contract.id === counterexample.contract;
      const contract = own ? definition.contract : contractNamed(counterexample.contract);
      const replayed = replay(counterexample, definition, contract, pulse);
      say({ kind: "replayed", replayed, allocator: definition.name });
      return;
    }
    case "part": {
      const definition = await definitionOf(work.job.target);
      say({ kind: "loaded" });
      explorePart(work.job, definition, work.shared, work.part);
      say({ kind: "ended" });
      return;
    }
    case "check": {
      const definition = await definitionOf(work.job.target);
      say({ kind: "loaded" });
      say({ kind: "done", run: withModule(explore(work.job, definition), work.job.target) });
    }
  }
}

async function loadFile(file: string): Promise<AllocatorDefinition> {
  return (await import("./load.js")).loadDefinition(file);
}

/** Counterexamples of a file's allocator say where the file is, so that they can be replayed. */
function withModule(run: Run, target: Target): Run {
  if (target.kind !== "file") return run;
  const counterexamples = run.counterexamples.map((c) => ({ ...c, module: target.file }));
  return { ...run, counterexamples };
}

/** A file's default export as plain data, which can be sent. */
async function importData(file: string): Promise<unknown> {
  const { importDefault } = await import("./load.js");
  return JSON.parse(JSON.stringify(await importDefault(file)) ?? "null");
}

async function definitionOf(target: Target): Promise<AllocatorDefinition | null> {
  switch (target.kind) {
    case "specification":
      return null;
    case "built-in":
      return allocatorNamed(target.name);
    case "file":
      return await loadFile(target.file);
  }
}

function explore(job: Job, definition: AllocatorDefinition | null): Run {
  const check = new Check({ ...requestOf(job, definition), selfTest: true });
  for (let more = true; more; ) {
    const end = performance.now() + SLICE_MILLISECONDS;
    const { search } = check;
    const { complete } = search;
    // Every level is told of, however short.
    while (more && performance.now() < end && search.complete === complete)
      more = check.advance(STATES_AT_ONCE);
    say({ kind: "progress", ...search.standing });
    if (Atomics.load(flags, INTERRUPTED) === 1) {
      search.interrupt();
      more = false;
    }
  }
  return check.run();
}

/** Takes one part of the search; the first worker speaks for all. */
function explorePart(job: Job, definition: AllocatorDefinition | null, shared: Shared, part: number): void {
  const prepared = new Prepared(requestOf(job, definition));
  if (prepared.local) {
    say({ kind: "one-worker", found: false });
    return;
  }
  if (part === 0 && hides(job, definition)) {
    say({ kind: "one-worker", found: true }); // and that one must find it again
    return;
  }
  const onLevel = (levels: readonly number[]) =>
    say({ kind: "progress", ...standingOf(shared.standing, levels), frontier: levels.at(-1) ?? 0 });
  pulse.begin(SEARCH);
  const again = (visited: VisitedSet) => prepared.again({ visited });
  const ended = new Partition(prepared.system, job.budget, shared, part, onLevel, again).run();
  if (part !== 0) return;
  if (ended === undefined) say({ kind: "one-worker", found: true });
  else say({ kind: "done", run: prepared.run(ended.progress, ended.stoppedBy, [], shared.workers) });
}

/** Whether the self-test finds anything; one worker then says what. */
function hides(job: Job, definition: AllocatorDefinition | null): boolean {
  if (definition === null) return false;
  const { contract = definition.contract, scope } = requestOf(job, definition);
  const { hidden, broke } = selfTest(definition, contract, scope, pulse);
  return hidden !== null || broke !== null;
}

function requestOf(
  { target: _, contract, widen, ...job }: Job,
  definition: AllocatorDefinition | null,
): CheckRequest {
  const named = job.scope;
  const scope = widen && definition !== null ? pulse.during(MAKE, () => widened(named, definition)) : named;
  const request = { definition, ...job, scope, pulse };
  return contract === undefined ? request : { ...request, contract: contractNamed(contract) };
}
