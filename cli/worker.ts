/** The thread that searches. */
import { parentPort, workerData } from "node:worker_threads";
import { Check } from "../explore/check.js";
import type { Run } from "../explore/verdict.js";
import type { AllocatorDefinition } from "../model/allocator.js";
import { isMisuse } from "../model/misuse.js";
import { allocatorNamed, contractNamed } from "./names.js";
import { INTERRUPTED, type Job, type Message, type Target } from "./worker-messages.js";

/** How long the search goes on before it looks at the flags and reports. */
const SLICE_MILLISECONDS = 50;
/** A state of the largest scope takes 40 ms; a few are what Ctrl-C and --max-seconds can wait for. */
const STATES_AT_ONCE = 8;

const { job, flags } = workerData as { readonly job: Job; readonly flags: Int32Array };
const say = (message: Message) => parentPort?.postMessage(message);

try {
  const definition = await definitionOf(job.target);
  say({ kind: "loaded" });
  say({ kind: "done", run: explore(definition) });
} catch (error) {
  if (isMisuse(error)) {
    const { code, message, remedy } = error;
    say({ kind: "misuse", code, message, remedy });
  } else
    say({ kind: "fault", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

async function definitionOf(target: Target): Promise<AllocatorDefinition | null> {
  switch (target.kind) {
    case "specification":
      return null;
    case "built-in":
      return allocatorNamed(target.name);
    case "file":
      return await (await import("./load.js")).loadDefinition(target.file);
  }
}

function explore(definition: AllocatorDefinition | null): Run {
  const { contract, scope, budget, all } = job;
  const request = { definition, scope, budget, all };
  const check = new Check(
    contract === undefined ? request : { ...request, contract: contractNamed(contract) },
  );
  for (let more = true; more; ) {
    const end = performance.now() + SLICE_MILLISECONDS;
    while (more && performance.now() < end) more = check.advance(STATES_AT_ONCE);
    const { search } = check;
    say({ kind: "progress", level: search.complete.levels.length, states: search.visited.count });
    if (Atomics.load(flags, INTERRUPTED) === 1) {
      search.interrupt();
      more = false;
    }
  }
  return check.run();
}
