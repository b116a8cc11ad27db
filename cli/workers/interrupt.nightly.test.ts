/** Signals at fifty moments, drawn over all that the command line does. */
import { expect, test } from "vitest";
import type { Run } from "../../explore/check/verdict.js";
import { INTERRUPTIBLES, interruptAt, type Moment } from "../../testing/signals.js";

const MOMENTS = 50;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Numbers from 0 to 1, the same every time. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const draw = drawing(12);
const moments = Array.from({ length: MOMENTS }, (_, i) => {
  const work = INTERRUPTIBLES[i % INTERRUPTIBLES.length]!;
  const moment: Moment = {
    milliseconds: Math.round(2500 * draw()),
    signal: SIGNALS[Math.floor(3 * draw())]!,
    twice: draw() < 0.2,
    underWay: work.shows !== undefined && draw() < 0.7,
  };
  return { i, work, moment };
});

test("where several take over from one, what that one knew is kept", async () => {
  const found = INTERRUPTIBLES.find(({ what }) => what === "hand-over to several")!;
  // The level in which one worker has met so many states that others join in, and begin anew.
  const work = { ...found, shows: /level (?:[6-9]|\d\d) / };
  const moment: Moment = { underWay: true, milliseconds: 600, signal: "SIGINT" };
  const { stdout } = await interruptAt(work, moment);
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly Run[] };
  expect(runs[0]?.levels.length).toBeGreaterThanOrEqual(6);
});

let early = 0;

test.each(moments)("moment $i: $work.what, $moment", async ({ work, moment }) => {
  if ((await interruptAt(work, moment)).early) early++;
});

test("most of them came when somebody listened", () => {
  expect(early).toBeLessThan(MOMENTS / 2);
});
