/** Command lines that are signalled at some moment, and what must hold whatever the moment was. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { EXIT_CODES, type Run } from "../explore/check/verdict.js";
import { MAIN, plainEnv } from "./cli.js";
import { ROOT } from "./read.js";
import { everythingBelow, temporaryDirectory } from "./temporary.js";

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
export type EndingSignal = keyof typeof CODES;

/** From the signal to the end: a second, and what a busy machine takes. Unheard, each would take minutes. */
const SOON_MILLISECONDS = 15_000;

/** When the signal is sent. */
export interface Moment {
  /** Whether it is counted from the first line of progress of the long run, or from the start. */
  readonly underWay?: boolean;
  readonly milliseconds: number;
  readonly signal: EndingSignal;
  readonly twice?: boolean;
}

/** A command line that is long enough to be interrupted, in a directory of its own. */
export interface Interruptible {
  readonly what: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** What stderr and then stdout say once the long run is under way. */
  readonly shows?: RegExp;
  /** How many runs are complete by then. */
  readonly complete?: number;
}

/** An allocator of frames that are free or taken, with something done as it is loaded and in each alloc. */
export function counter(atFirst = "", inAlloc = ""): string {
  return `
    import { execSync } from "node:child_process";
    import { openSync, writeSync } from "node:fs";
    import { defineAllocator } from "${ROOT}dist/bundle/index.js";
    ${atFirst}
    const make = ({ frames }) => {
      const state = new Uint8Array(frames);
      const alloc = () => {
        const frame = state.indexOf(0);
        ${inAlloc}
        if (frame < 0) return -9;
        state[frame] = 1;
        return frame;
      };
      const free = (frame) => (state[frame] === 0 ? -10 : (state[frame] = 0));
      return { state, alloc, free };
    };
    export default defineAllocator({ name: "counter", make });
  `;
}

const LONG = ["--frames", "8", "--slices", "4"];
const TWO = `export default { targets: [
  { module: "bitmap", scope: { frames: 1 } },
  { module: "free-list", scope: { frames: 8, slices: 4 } },
  { module: "pages" },
] };`;
/** A line of progress of the long run. */
const UNDER_WAY = /^(bitmap|the specification alone) {2}level /m;
const SECOND_UNDER_WAY = /^free-list {2}level /m;
/** A sleep that no other process has, so that it is found where it outlives its starter. */
export const SLEEP = "sleep 98765";

/** Work of every kind, each long enough. */
export const INTERRUPTIBLES: readonly Interruptible[] = [
  { what: "one worker", args: ["check", "bitmap", ...LONG, "--workers", "1"], shows: UNDER_WAY },
  { what: "hand-over to several", args: ["check", "bitmap", ...LONG, "--json"], shows: UNDER_WAY },
  {
    what: "two workers, json",
    args: ["check", "bitmap", ...LONG, "--workers", "2", "--json"],
    shows: UNDER_WAY,
  },
  {
    what: "three workers",
    args: ["check", "free-list", ...LONG, "--workers", "3", "--save", "found"],
    shows: SECOND_UNDER_WAY,
  },
  {
    what: "the second target of a config",
    args: ["check", "--json"],
    files: { "allocheck.config.mjs": TWO },
    shows: SECOND_UNDER_WAY,
    complete: 1,
  },
  {
    what: "the second target, by two workers, with a report",
    args: ["check", "--workers", "2", "--reporter", "json:out.json"],
    files: { "allocheck.config.mjs": TWO },
    shows: SECOND_UNDER_WAY,
    complete: 1,
  },
  {
    what: "a config that never loads",
    args: ["check", "bitmap", "--json"],
    files: { "allocheck.config.mjs": "for (;;);" },
  },
  {
    what: "a person's file",
    args: ["check", "./mine.mjs", "--frames", "12"],
    files: { "mine.mjs": counter() },
  },
  {
    what: "a file that blocks as it is loaded",
    args: ["check", "./mine.mjs", "--json"],
    files: { "mine.mjs": counter(`execSync("${SLEEP}");`) },
  },
  {
    what: "a command that blocks",
    args: ["check", "./mine.mjs", "--json", "--max-command-seconds", "600", "--save", "found"],
    files: { "mine.mjs": counter("", `if (frame === 2) execSync("${SLEEP}");`) },
  },
  { what: "a directory of replays", args: ["replay", `${ROOT}counterexamples`, "--json"] },
  { what: "the rule book", args: ["docs", "rules", "--json"] },
  { what: "an explanation", args: ["explain", "memblock"] },
  { what: "a specification", args: ["check", "--spec-only", ...LONG, "--json"], shows: UNDER_WAY },
];

/** Sends the signal at its moment; expects that the process ends soon, loses nothing and leaves nothing. */
export async function interruptAt(
  { args, files = {}, shows, complete = 0 }: Interruptible,
  { underWay = false, milliseconds, signal, twice = false }: Moment,
) {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: plainEnv({ ALLOCHECK_TEST: cwd }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  let sent = Number.POSITIVE_INFINITY;
  let due: NodeJS.Timeout | undefined;
  const send = () => {
    sent = performance.now();
    child.kill(signal);
    if (twice) setTimeout(() => child.kill(signal), 50);
  };
  if (!underWay) due = setTimeout(send, milliseconds);
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
      if (due === undefined && shows?.test(said.stderr + said.stdout) === true)
        due = setTimeout(send, milliseconds);
    });
  const end = await new Promise<{ code: number | null; by: string | null }>((resolve) =>
    child.on("close", (code, by) => resolve({ code, by })),
  );
  clearTimeout(due);
  const ended = performance.now();
  expect(processesLeft(`ALLOCHECK_TEST=${cwd}`)).toEqual([]);
  if (sent === Number.POSITIVE_INFINITY) {
    expect(Object.values(EXIT_CODES)).toContain(end.code); // it was over before
    return { ...said, ...end, cwd, early: false };
  }
  expect(ended - sent).toBeLessThan(SOON_MILLISECONDS);
  // Until it listens, the signal itself ends it, and nothing was begun.
  const early = end.by === signal;
  if (!early) {
    expect(end.code).toBe(CODES[signal]);
    expect(said.stderr.match(/^allocheck: SIG\w+, ending with what is complete; /gm)).toHaveLength(1);
    if (said.stdout === "" && !args.includes("--quiet"))
      expect(said.stderr).toContain("allocheck: it was ended before anything was complete");
    if (args.includes("--json")) {
      const { runs, error, replays } = JSON.parse(said.stdout) as Whole;
      expect(runs ?? replays ?? error).toBeDefined();
      if (underWay) expect((runs ?? []).length).toBeGreaterThanOrEqual(complete);
      const last = runs?.at(-1);
      // What was shown as complete is kept, also where another search began anew.
      if (last?.verdict === "unfinished")
        expect(last.levels.length).toBeGreaterThanOrEqual(levelShown(said.stderr, last.allocator));
      for (const run of underWay ? (runs ?? []).slice(0, complete) : [])
        expect(run.verdict).not.toBe("unfinished");
    }
  }
  for (const file of everythingBelow(cwd).filter((name) => !Object.hasOwn(files, name)))
    expect(() => JSON.parse(readFileSync(join(cwd, file), "utf8"))).not.toThrow();
  return { ...said, ...end, cwd, early };
}

/** The last level of which the progress of an allocator tells. */
function levelShown(stderr: string, allocator: string | null): number {
  const name = allocator ?? "the specification alone";
  const shown = stderr.split("\n").filter((line) => line.startsWith(`${name}  level `));
  return Math.max(
    0,
    ...shown.map((line) => Number(line.slice(name.length + "  level ".length).split(" ", 1)[0])),
  );
}

interface Whole {
  readonly runs?: readonly Run[];
  readonly replays?: readonly unknown[];
  readonly error?: object;
}

/** How long what was killed may take to be gone, on a machine that has other things to do. */
const GONE_MILLISECONDS = 3000;

/** The processes that have something in their environment and do not go, as Linux tells. */
export function processesLeft(variable: string): string[] {
  const until = performance.now() + GONE_MILLISECONDS;
  for (;;) {
    const left = processesWith(variable);
    if (left.length === 0 || performance.now() > until) return left;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

function processesWith(variable: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, "utf8").includes(variable);
      } catch {
        return false;
      }
    });
}
