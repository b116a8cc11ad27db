/** The suite of `provenance.test.ts` with the naive enumeration of all modules together. */
process.env["ALLOCHECK_TIMES"] = "10";
await import("./provenance.test.js");
