import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { counter, INTERRUPTIBLES, type Interruptible, interruptAt, SLEEP } from "../../testing/signals.js";
import { Progress } from "../output/progress.js";
import { Interrupt } from "./interrupt.js";

const named = (what: string): Interruptible => INTERRUPTIBLES.find((it) => it.what === what)!;

test("a subscriber is taken back alone, and a second signal is urgent", () => {
  const acknowledged: string[] = [];
  const interrupt = new Interrupt((signal) => acknowledged.push(signal));
  const before = process.listenerCount("SIGHUP");
  const calls: string[] = [];
  interrupt.listen();
  const takeBack = interrupt.onInterrupt(() => calls.push("first"));
  interrupt.onInterrupt(() => calls.push(interrupt.urgent ? "urgent" : "second"));
  takeBack();
  takeBack();
  process.emit("SIGHUP", "SIGHUP");
  process.emit("SIGINT", "SIGINT");
  interrupt.deafen();
  expect(calls).toEqual(["second", "urgent"]);
  expect(acknowledged).toEqual(["SIGHUP"]);
  expect(interrupt.exitCode).toBe(129);
  expect(process.listenerCount("SIGHUP")).toBe(before);
  expect(() => interrupt.check()).toThrow("an interrupt that nobody waited for");
});

test("what is kept of a run is the furthest, and of this run only", () => {
  const progress = new Progress(false);
  const run = (states: number, verdict: string) => ({ states, verdict, stoppedBy: "max-states" }) as never;
  progress.keep(run(400, "unfinished"));
  progress.keep(run(1, "unfinished"));
  progress.keep(run(500, "broken"));
  expect(progress.known).toEqual({ states: 400, verdict: "unfinished", stoppedBy: "interrupt" });
  progress.begin("next");
  expect(progress.known).toBeNull();
});

test.each([
  { what: "one worker", signal: "SIGINT" },
  { what: "two workers, json", signal: "SIGTERM" },
  { what: "a specification", signal: "SIGHUP" },
] as const)("a search under way is ended and keeps its levels: $what", async ({ what, signal }) => {
  const { stdout } = await interruptAt(named(what), { underWay: true, milliseconds: 100, signal });
  expect(stdout).toMatch(/Stopped by an interrupt\. |"stoppedBy": "interrupt"/);
});

test("completed runs are kept, the next is not begun, and a report is whole", async () => {
  const it = named("the second target, by two workers, with a report");
  const { stdout, cwd } = await interruptAt(it, { underWay: true, milliseconds: 50, signal: "SIGTERM" });
  const { runs } = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")) as {
    readonly runs: readonly { readonly verdict: string }[];
  };
  expect(runs.map(({ verdict }) => verdict)).toEqual(["holds", "unfinished"]);
  expect(stdout).toMatch(/\nholds +bitmap .*\n\nunfinished +free-list .*\n\n[\s\S]*\n\nnot begun: pages\n/);
  expect(stdout).toMatch(/\n3 runs: 1 holds, 1 unfinished, 1 not begun, [\d.]+ s\n$/);
});

test("what blocks in a system call is ended with what was complete before", async () => {
  const blocks = `if (frame === 1) { console.error("blocks"); execSync("${SLEEP}"); }`;
  const it: Interruptible = {
    what: "",
    args: ["check", "bitmap", "./mine.mjs", "--frames", "2", "--max-command-seconds", "600"],
    shows: /blocks\n[\s\S]*^holds +bitmap /m,
    files: { "mine.mjs": counter("", blocks) },
  };
  const { stdout } = await interruptAt(it, { underWay: true, milliseconds: 100, signal: "SIGINT" });
  expect(stdout).toMatch(/^holds +bitmap [\s\S]*\nended without a result: \.\/mine\.mjs\n/m);
});

test.each([
  { what: "a config that never loads", milliseconds: 700, signal: "SIGINT" },
  { what: "a file that blocks as it is loaded", milliseconds: 1500, signal: "SIGTERM" },
  { what: "a directory of replays", milliseconds: 900, signal: "SIGINT" },
  { what: "the rule book", milliseconds: 800, signal: "SIGINT" },
  { what: "three workers", milliseconds: 1200, signal: "SIGINT", twice: true },
] as const)("at a moment counted from the start: $what", async ({ what, ...moment }) => {
  await interruptAt(named(what), moment);
});
