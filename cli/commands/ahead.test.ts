import { expect, test } from "vitest";
import type { Run } from "../../explore/check/verdict.js";
import { scopeOf } from "../../model/words/scope.js";
import { sampleRun } from "../../testing/samples.js";
import { Progress } from "../output/progress.js";
import { Interrupt } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { Ahead, type Entry } from "./ahead.js";

/** A job by a name. */
const entryOf = (name: string): Entry => {
  const target: Job["target"] = { kind: "built-in", name };
  return {
    job: { target, scope: scopeOf({}), widen: false, budget: {}, keep: "first", maxCommandSeconds: 5 },
  };
};

/** Runs that end when they are told to, of which those in `alone` begin at their turn only. */
function stage(names: readonly string[], most: number, alone: readonly string[] = []) {
  const entries = names.map(entryOf);
  const log: string[] = [];
  const ends = new Map<string, (run: Run) => void>();
  const interrupt = new Interrupt();
  const nameIn = ({ target }: Job) => (target.kind === "built-in" ? target.name : "");
  let at = 0;
  const ahead = new Ahead({
    begin: (job, turn) => {
      const name = nameIn(job);
      log.push(name);
      void turn.then(() => log.push(`turn of ${name}`));
      const run = new Promise<Run>((resolve) => ends.set(name, resolve));
      return { run, progress: new Progress(false) };
    },
    mayBegin: (job) => !alone.includes(nameIn(job)),
    rest: () => entries.slice(at + 1),
    most,
    interrupt,
  });
  const turn = (i: number) => {
    at = i;
    return ahead.turn(entries[i]!); // of the names
  };
  const end = async (name: string) => {
    ends.get(name)?.(sampleRun({}));
    await new Promise(setImmediate);
  };
  return { log, turn, end, interrupt, entries, ahead };
}

test("others are begun beside the run whose turn it is, and each once", async () => {
  const { log, turn, end } = stage(["a", "b", "c", "d"], 2);
  turn(0);
  await end("b");
  expect(log).toEqual(["a", "b", "turn of a", "c"]);
  await end("c");
  expect(log.slice(4)).toEqual(["d"]);
  await end("a");
  turn(1);
  turn(2);
  await end("d");
  turn(3);
  await end("none");
  expect(log.slice(5)).toEqual(["turn of b", "turn of c", "turn of d"]);
});

test("one at a time where that is asked for, and what is large waits for its turn", async () => {
  const one = stage(["a", "b"], 1);
  one.turn(0);
  await one.end("none");
  expect(one.log).toEqual(["a", "turn of a"]);
  const large = stage(["a", "b", "c"], 2, ["b"]);
  large.turn(0);
  await large.end("none");
  expect(large.log).toEqual(["a", "c", "turn of a"]);
});

test("nothing is begun after an interrupt", async () => {
  const { log, turn, end, interrupt, entries, ahead } = stage(["a", "b", "c"], 2);
  turn(0);
  interrupt.exitCode = 130;
  await end("b");
  expect(log).toEqual(["a", "b", "turn of a"]);
  expect(entries.map((entry) => ahead.hasBegun(entry))).toEqual([false, true, false]);
});
