/** Reports for the tests of formats: every kind of case, and texts that would break each format. */
import type { LockWarning, Run } from "../explore/check/verdict.js";
import type { CpuTrace } from "../model/trace/cpu-trace.js";
import type { Command } from "../model/words/commands.js";
import type { Report, ReportedRun } from "../report/formats/report.js";
import { accepted, borrow, counterexample, release, reserve, sampleRun } from "./samples.js";

/** What a person's file may say, and no format may be led astray by. */
export const HOSTILE =
  '100% <b> & "q" ]]> \u001b[31mred\u001b[0m \u0000\r\n::error::x' +
  "\nnot ok 9 # SKIP\nok 1 x\nTAP, a:b, `` ``` | \uffff" +
  "\nreboot: System halted";

const FOUND = counterexample({
  allocator: "mine",
  steps: [accepted(reserve(0, 1)), accepted(borrow(0, 1)), accepted(release(0, 1))],
  rule: "release/live-slice",
  expected: "refused: live-slice",
  found: `accepted ${HOSTILE}`,
});

/** A run as it is reported, with some of its parts given otherwise. */
export function reported(run: Partial<Run> = {}, parts: Partial<ReportedRun> = {}): ReportedRun {
  return { run: sampleRun(run), file: null, lines: {}, known: [], ...parts };
}

const BROKEN: Partial<Run> = {
  allocator: "mine",
  verdict: "broken",
  closed: false,
  counterexamples: [FOUND],
};
const MISSING = { rule: "borrow/mixed-owners", statement: "a borrow of two owners is refused" };

/** A cell with a hostile name that one command reads without the lock of another. */
const WARNING: LockWarning = {
  cell: `status${HOSTILE}`,
  alike: 0,
  lock: "lock",
  under: { commands: ["free"], writes: true, trace: traceOf("free") },
  without: { commands: ["alloc"], writes: false, trace: traceOf("alloc") },
};

function traceOf(kind: "alloc" | "free"): CpuTrace {
  const command: Command = kind === "alloc" ? { kind } : { kind, frame: 0 };
  const accesses = [{ command: 0, access: `load ${HOSTILE}`, read: 0 }];
  return { commands: [{ cpu: 0, command, answer: { kind: "pending" } }], accesses, order: [] };
}

/** One run of each kind, and a problem. */
export const REPORT: Report = {
  version: "0.0.0",
  runs: [
    reported({
      outcomes: { "release:accepted": 3, "release:live-slice": 2, "release:live-slice+not-reserved": 1 },
      notOffered: ["alloc"],
      notExercised: [{ ...MISSING, possible: false, needs: "two owners" }],
    }),
    reported(BROKEN, { file: "src/my alloc.ts", lines: { release: 12 }, known: [null] }),
    reported(BROKEN, { file: "src/my alloc.ts", known: ["known/mine.release-live-slice.json"] }),
    reported({ verdict: "unfinished", closed: false, stoppedBy: "max-states" }),
    reported({ verdict: "vacuous", notExercised: [{ ...MISSING, possible: true, needs: "two owners" }] }),
    reported({ outcomes: { "alloc:accepted": 1 }, warnings: [WARNING] }, { file: "src/my alloc.ts" }),
  ],
  problems: [{ about: `bad.ts ${HOSTILE}`, message: `cannot be loaded: ${HOSTILE}` }],
};
