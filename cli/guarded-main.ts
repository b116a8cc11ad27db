/** Where the process begins that `guard.ts` starts: as `main.ts`, but it says how it is doing. */
import { RESULT_DESCRIPTOR, type Word } from "./guard.js";
import { runHere } from "./run-here.js";

const say = (word: Word, after = () => {}) => process.send?.(word, after);

// Without the process in front nobody waits for this one, and its workers may be blocked.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.channel?.unref();

await runHere(process.argv.slice(2), RESULT_DESCRIPTOR, {
  acknowledge: () => say({ kind: "heard" }),
  begun: () => say({ kind: "wrote" }),
  leave: (code) => {
    say({ kind: "ended", code }, () => process.exit(code));
  },
});
