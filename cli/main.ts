#!/usr/bin/env node
import { catchAll } from "./process/last-resort.js";

/** What takes time, or runs a person's code. All else is over before a signal could be sent. */
const GUARDED = ["check", "fuzz", "shrink", "replay", "docs", "explain", "export", "prove"];

const argv = process.argv.slice(2);
catchAll(argv, 1, (code) => process.exit(code));
const guarded = GUARDED.includes(argv[0] ?? "") && !argv.some((word) => word === "--help" || word === "-h");
const code = guarded ? await (await import("./process/guard.js")).runGuarded(argv) : null;
// Where the machine gives no other process, one must do.
if (code === null) await (await import("./process/run-here.js")).runHere(argv, 1);
else process.exit(code);
