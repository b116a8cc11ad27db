/** The thread that searches. */
import { parentPort } from "node:worker_threads";
import { Check } from "../../explore/check/check.js";
import { Prepared } from "../../explore/check/prepared.js";
import type { Run } from "../../explore/check/verdict.js";
import { selfTest } from "../../explore/determinism/self-test.js";
import { Partition } from "../../explore/parallel/partition.js";
import { LOCAL, type Shared } from "../../explore/parallel/shared.js";
import { now } from "../../explore/search/clock.js";
import { progressOf } from "../../explore/search/progress.js";
import { Pulse, SEARCH } from "../../explore/search/pulse.js";
import type { LevelCounts } from "../../explore/search/search.js";
import type { VisitedSet } from "../../explore/search/visited.js";
import { isInternal } from "../../model/basics/blame.js";
import { isError, stackOf } from "../../model/basics/inspect.js";
import { isMisuse } from "../../model/basics/misuse.js";
import { show } from "../../model/basics/wording.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { plainData } from "../../model/socket/plain-data.js";
import type { Target } from "../targets/target.js";
import { nameOf, threwOutside, UNSETTLED } from "./death.js";
import { changedGlobal } from "./globals.js";
import { INTERRUPTED, type Job, type Message, type Work } from "./messages.js";
import { orOnTheWay } from "./on-the-way.js";
import { requestOf } from "./request.js";
import type { Errand } from "./start-worker.js";
import { withModule } from "./with-module.js";

/** How long the search goes on before it looks at the flags and reports. */
const SLICE_MILLISECONDS = 50;
/** What a run is so far is told no more often than this, so that a short one takes no time for it. */
const BETWEEN_LEVELS_MILLISECONDS = 100;
/** A search by several is no short one; it is told of each of its first levels. */
const LEVELS_EACH = 64;
/** A state of the largest scope takes 40 ms; a few are what Ctrl-C and --max-seconds can wait for. */
const STATES_AT_ONCE = 8;

// Heard once, before a person's file is loaded: nothing of it can be found by that file.
const {
  work: first,
  flags,
  pulse: noted,
  port,
} = await new Promise<Errand>((resolve) => {
  parentPort?.once("message", resolve);
});
const pulse = new Pulse(noted.cells, noted.passed, noted.seconds);
const post: (message: Message) => void = port.postMessage.bind(port);
const onMessage: (event: "message", hear: (next: Work) => void) => void = port.on.bind(port);
let work = first;

let isAtWork = true;
const end = process.exit.bind(process);
// A person's await may be left with nothing to settle it. Of one at this level Node 22 would warn as well.
process.once("beforeExit", () => isAtWork && end(UNSETTLED));
void doWhatIsAsked().then(() => {
  // A check may be followed by another of the same target. Whoever began this thread ends it.
  if (first.kind === "check")
    onMessage("message", (next) => {
      work = next;
      void doWhatIsAsked();
    });
});

async function doWhatIsAsked(): Promise<void> {
  try {
    await doWork();
  } catch (error) {
    if (intact()) tell(error);
  }
  isAtWork = false;
}

/** Says something, unless the globals on which it rests were changed. */
function say(message: Message): void {
  if (message.kind === "progress" || intact()) post(message);
}

/** Whether the globals are what they were; says so where they are not. */
function intact(): boolean {
  const changed = changedGlobal();
  if (changed === null) return true;
  const message = `${nameOf(targetOf(work))} has changed ${changed}`;
  post({ kind: "misuse", code: "changed-globals", message, remedy: "a module must leave globals alone" });
  return false;
}

/** Says why the work came to no end. */
function tell(error: unknown): void {
  const target = targetOf(work);
  // What none of our code threw is the file's, wherever it came through.
  const theirs = target.kind === "file" && !isMisuse(error) && !isInternal(error);
  const blamed = theirs ? threwOutside(target, error) : error;
  if (isMisuse(blamed)) {
    const { code, what, remedy } = blamed;
    say({ kind: "misuse", code, message: what, remedy });
  } else say({ kind: "fault", text: isError(error) ? stackOf(error) || show(error) : show(error) });
}

function targetOf(work: Work): Target {
  if (work.kind === "load") return { kind: "file", file: work.file };
  if (work.kind === "replay" || work.kind === "along") return work.target;
  if (work.kind === "replays") return work.replays[0]?.target ?? { kind: "specification" };
  return work.job.target;
}

async function doWork(): Promise<void> {
  switch (work.kind) {
    case "load":
      if (work.as === "allocator") await loadFile({ kind: "file", file: work.file });
      say({ kind: "loaded", ...(work.as === "data" ? { value: await importData(work.file) } : {}) });
      return;
    case "replay": {
      const { replayed } = await import("./replayed.js");
      const definition = await definitionOf(work.target);
      say({ kind: "loaded" });
      say(replayed(definition, work, pulse));
      return;
    }
    case "along": {
      const { along } = await import("./along.js");
      const definition = await definitionOf(work.target);
      say({ kind: "loaded" });
      say({ kind: "along", answering: along(definition, work.traces, pulse) });
      return;
    }
    case "replays": {
      const { replayed } = await import("./replayed.js");
      say({ kind: "loaded" });
      for (const each of work.replays) {
        if (Atomics.load(flags, INTERRUPTED) === 1) break;
        const definition = await definitionOf(each.target);
        unlessUnfit(() => say(replayed(definition, each, pulse)));
      }
      say({ kind: "ended" });
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
      const { job } = work;
      const isSearch = job.sample === undefined && job.shrink === undefined;
      const sampling = isSearch ? null : await import("./sample.js");
      const definition = await definitionOf(job.target);
      say({ kind: "loaded" });
      const run =
        sampling?.sampled(job, definition, pulse, flags, say) ??
        (await orOnTheWay(() => explore(job, definition), job, definition, pulse));
      say({ kind: "done", run: withModule(run, job.target) });
    }
  }
}

/** Says what misuse one of several replays meets with, and throws on what else is thrown. */
function unlessUnfit(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!isMisuse(error)) throw error;
    const { code, what, remedy } = error;
    say({ kind: "unfit", code, message: what, remedy });
  }
}

function sayModule(file: string): void {
  say({ kind: "module", file });
}

async function loadFile({ file, wasm }: Target & { readonly kind: "file" }): Promise<AllocatorDefinition> {
  const load = await import("../targets/load.js");
  return wasm === undefined ? load.loadDefinition(file, sayModule) : load.moduleDefinition(file, wasm);
}

/** A file's default export as plain data, which can be sent. */
async function importData(file: string): Promise<unknown> {
  const { importDefault } = await import("../targets/load.js");
  return plainData(await importDefault(file, sayModule), file);
}

async function definitionOf(target: Target): Promise<AllocatorDefinition | null> {
  switch (target.kind) {
    case "specification":
      return null;
    case "built-in":
      return (await import("../targets/names.js")).allocatorNamed(target.name);
    case "file":
      return await loadFile(target);
  }
}

function explore(job: Job, definition: AllocatorDefinition | null): Run {
  const check = new Check({ ...requestOf(job, definition, true, pulse), selfTest: job.untested !== true });
  const tellLevel = levelTeller(check.prepared, 1);
  for (let more = true; more; ) {
    const end = now() + SLICE_MILLISECONDS;
    const { search } = check;
    const { complete } = search;
    // Every level is told of, however short.
    while (more && now() < end && search.complete === complete) more = check.advance(STATES_AT_ONCE);
    say({ kind: "progress", ...search.progress });
    tellLevel(search.complete);
    if (Atomics.load(flags, INTERRUPTED) === 1) {
      check.search.interrupt(); // another than before, where what comes first has just ended
      more = false;
    }
  }
  return check.run();
}

/** Tells what a run is over its complete levels, so that it is known when this thread is ended. */
function levelTeller(prepared: Prepared, workers: number): (complete: LevelCounts) => void {
  let told = 1;
  let last = now();
  return (complete) => {
    const at = now();
    const { length } = complete.levels;
    const soon = at - last < BETWEEN_LEVELS_MILLISECONDS && (workers === 1 || length > LEVELS_EACH);
    if (length === told || soon) return;
    told = length;
    last = at;
    say({ kind: "level", run: prepared.runSoFar(complete, workers) });
  };
}

/** Takes one part of the search; the first worker speaks for all. */
function explorePart(job: Job, definition: AllocatorDefinition | null, shared: Shared, part: number): void {
  const prepared = new Prepared(requestOf(job, definition, part === 0, pulse));
  if (prepared.local) {
    say({ kind: "one-worker", found: false });
    return;
  }
  if (part === 0 && hides(prepared)) {
    say({ kind: "one-worker", found: true }); // and that one must find it again
    return;
  }
  const tellLevel = levelTeller(prepared, shared.workers);
  const onLevel = (complete: LevelCounts) => {
    const { levels } = complete;
    say({ kind: "progress", ...progressOf(shared.progress, levels), frontier: levels.at(-1) ?? 0 });
    tellLevel(complete);
  };
  pulse.begin(SEARCH);
  const again = (visited: VisitedSet) => prepared.again({ visited });
  const ended = new Partition(prepared.system, prepared.budget, shared, part, onLevel, again).run();
  if (part !== 0) return;
  if (ended === undefined) say({ kind: "one-worker", found: Atomics.load(shared.control, LOCAL) === 0 });
  else say({ kind: "done", run: prepared.run(ended.progress, ended.stoppedBy, [], shared.workers) });
}

/** Whether the self-test finds anything; one worker then says what. */
function hides({ request: { definition }, contract, specification }: Prepared): boolean {
  if (definition === null) return false;
  const { hidden, broke } = selfTest(definition, contract, specification, pulse);
  return hidden !== null || broke !== null;
}
