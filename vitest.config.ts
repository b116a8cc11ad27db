import { existsSync, readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** What a lane is made of: `vitest run --project fast`. */
type Lane = "fast" | "long" | "alone" | "pages" | "nightly";

/** Those that take minutes are for the night. */
const NIGHTLY = /\.nightly\.test\.js$/;
/** What writes the pages of docs/ anew, installs the package, compiles C or measures. */
const PAGES = /\.pages\.test\.js$|\/bench\/(?:main|spin)\.test|\/testing\/(?:guide|package|real-code)\.test/;
/** Some seconds of computing each. */
const LONG =
  /\/(?:memblock-page|rules|explain|hangs|bad-modules|blocks|faulty|provenance|sound|html\/program)\.test/;
/**
 * Who starts something, stands in for something, or listens needs a world of its own, and says so by what it
 * imports. The others leave everything as they found it: they share a thread, and load the house once.
 */
const ALONE =
  /(?:testing|\.)\/(?:cli|knocked-out)\.js"|node:worker_threads"|node:child_process"|\bvi\.|process\.on/;

function laneOf(file: string): Lane {
  if (NIGHTLY.test(file)) return "nightly";
  if (PAGES.test(file)) return "pages";
  if (ALONE.test(readFileSync(file, "utf8"))) return "alone";
  return LONG.test(file) ? "long" : "fast";
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
      lane("alone", true),
      lane("pages", true),
      lane("nightly", true),
    ],
    pool: "threads",
    // Many tests wait for a process they started, and by itself vitest would leave one of two cores idle.
    maxWorkers: 2,
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
