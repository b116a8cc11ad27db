/** Where the process begins that `guard.ts` starts: as `main.ts`, but it says how it is doing. */
import type { Word } from "./guard.js";
import { catchAll } from "./last-resort.js";

/** The descriptor of the result, which is stdout of the process in front. */
const RESULT = 3;

const argv = process.argv.slice(2);
const say = (word: Word, after = () => {}) => process.send?.(word, after);
const leave = (code: number) => {
  say({ kind: "ended", code }, () => process.exit(code));
};

// Without the process in front nobody waits for this one and what it started, and some may be blocked.
const endAll = () => process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");
process.on("disconnect", endAll);
process.channel?.unref();
catchAll(argv, RESULT, leave);

const { runHere } = await import("./run-here.js");
if (!process.connected) endAll(); // it was gone before anybody listened
await runHere(argv, RESULT, {
  acknowledge: () => say({ kind: "heard" }),
  begun: () => say({ kind: "wrote" }),
  leave,
});
