import { existsSync, readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What a lane is made of: `vitest run --project fast`. */
type Lane = "fast" | "long" | "commands" | "alone" | "pages" | "nightly";

/** Those that take minutes are for the night. */
const NIGHTLY = /\.nightly\.test\.js$/;
/** What writes the pages of docs/ anew, installs the package, compiles C or measures. */
const PAGES = [
  /\.pages\.test\.js$/,
  /\/bench\/(?:main|spin)\.test/,
  /\/testing\/(?:[\w-]*guide|evidence-page|package|real-code|stranger)\.test/,
];
/** Seconds of computing each, and covered by others: where coverage is measured they take twice as long. */
const LONG = [
  /\/(?:blocks|composed|faulty|provenance|resampling|sound|worlds|html\/program)\.test/,
  /\/(?:counterexamples\/recorded|examples\/examples|fuzz\/large-pools|systems\/regions|boot\/boot)\.test/,
];
/** Command lines start threads and processes, which take three times as long where coverage is measured. */
const COMMANDS = /(?:testing|\.)\/(?:cli|in-process)\.js"|node:child_process"/;
/**
 * Who stands in for something, or listens, needs a world of its own, and says so by what it imports. The
 * others leave everything as they found it: they share a thread, and load the house once.
 */
const ALONE = /(?:testing|\.)\/knocked-out\.js"|node:worker_threads"|\bvi\.|process\.on/;
/** What takes longest is begun first, so that no thread waits for another in the end. */
const SLOWEST = [
  "rules.pages",
  "guide",
  "workers",
  "hangs",
  "docs.pages",
  "bad-modules",
  "real-code",
  "bench/main",
  "cache",
  "fuzz",
  "explain",
  "knockout",
  "browser.pages",
  "interrupt",
  "guard",
  "package",
  "memblock.pages",
  "output",
  "commands/check",
  "told-runs",
];

/** Many processes and threads are begun and ended here, or packages and compilers set up. */
const PROCESSES =
  /\/cli\/(?:workers|process|kept)\/|\/(?:bad-modules|commands\/(?:github|init|check-source))\.test/;

function laneOf(file: string): Lane {
  if (NIGHTLY.test(file)) return "nightly";
  if (PAGES.some((pages) => pages.test(file))) return "pages";
  const text = readFileSync(file, "utf8");
  if (PROCESSES.test(file) || ALONE.test(text)) return "alone";
  if (COMMANDS.test(text)) return "commands";
  return LONG.some((long) => long.test(file)) ? "long" : "fast";
}

/** The place of a file in the list of what takes longest, and after all of these where it is not there. */
function rank({ moduleId }: TestSpecification): number {
  const at = SLOWEST.findIndex((name) => moduleId.endsWith(`/${name}.test.js`));
  return at < 0 ? SLOWEST.length : at;
}

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const tests = existsSync("dist")
  ? readdirSync("dist", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.js"))
      .map((name) => `dist/${name}`)
  : [];

function lane(name: Lane, isolate: boolean) {
  const include = tests.filter((file) => laneOf(file) === name);
  return { extends: true as const, test: { name, isolate, include } };
}

// Tests run as compiled by tsc, in threads: the one set-up in which c8 measures what really ran.
export default defineConfig({
  test: {
    projects: [
      lane("fast", false),
      lane("long", false),
      lane("commands", false),
      lane("alone", true),
      lane("pages", true),
      lane("nightly", true),
    ],
    pool: "threads",
    // Many tests wait for a process they started, and by itself vitest would leave one of two cores idle.
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    server: { deps: { external: [/\/dist\//] } },
    // No test waits in vain; on a busy machine one may take ten times as long.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A machine that has other things to do loads a file slowly, and that is no fault of the file.
    // Where the tests themselves run in GitHub Actions, a check in them must not annotate. And none is to be
    // answered from a cache, which in CI nobody uses who does not ask for it.
    env: { ALLOCHECK_LOAD_SECONDS: "60", GITHUB_ACTIONS: "", CI: "true" },
  },
});
