/** The suite of `blocks.test.ts` with ten times as many walks. */
process.env["ALLOCHECK_TIMES"] = "10";
await import("./blocks.test.js");
