import { defineConfig } from "vitest/config";

// Those that take minutes are for the night.
const nightly = process.env["ALLOCHECK_NIGHTLY"] !== undefined;

// Tests run as compiled by tsc, in threads: the one set-up in which c8 measures what really ran.
export default defineConfig({
  test: {
    include: [nightly ? "dist/**/*.nightly.test.js" : "dist/**/*.test.js"],
    exclude: nightly ? [] : ["dist/**/*.nightly.test.js"],
    pool: "threads",
    // Many tests wait for a process they started, and by itself vitest would leave one of two cores idle.
    maxWorkers: 2,
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 60_000,
  },
});
