import { defineConfig } from "vitest/config";

// Tests run as compiled by tsc, in threads: the one set-up in which c8 measures what really ran.
export default defineConfig({
  test: {
    include: ["dist/**/*.test.js"],
    pool: "threads",
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 60_000,
  },
});
