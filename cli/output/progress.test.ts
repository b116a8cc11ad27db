import { expect, test } from "vitest";
import { Progress } from "./progress.js";
import { type Moment, progressLine, secondsLeft } from "./progress-line.js";

/** A progress with a clock of its own, and what it wrote. */
function watched(terminal: { readonly isTTY?: boolean; readonly columns?: number }, wanted = true) {
  const written: string[] = [];
  const clock = { now: 5000 };
  const write = (text: string) => written.push(text);
  const progress = new Progress(wanted, { ...terminal, write }, () => clock.now);
  /** After so long, level `level` has `frontier` states left and `states` are known; every second is new. */
  const at = (milliseconds: number, level: number, states: number, frontier = 0) => {
    clock.now += milliseconds;
    const levels = [states - (level - 1), ...new Array<number>(level - 1).fill(1)];
    progress.show({ levels, states, frontier, transitions: 2 * states, bytes: 3_100_000 });
  };
  return { progress, written, at };
}

test("a pipe gets one line a level with the allocator's name, once a run is longer than a second", () => {
  const { progress, written, at } = watched({});
  progress.begin("bitmap");
  at(500, 1, 1);
  at(499, 2, 21);
  at(1, 3, 1234, 40);
  at(50, 3, 1300);
  at(3000, 4, 5000);
  progress.end();
  expect(written).toEqual([
    "bitmap  level 3  1,234 states  frontier 40  2,466 states/s  50 % new  4 MB of states  1 s\n",
    "bitmap  level 4  5,000 states  frontier 0  1,408 states/s  50 % new  4 MB of states  4 s\n",
  ]);
});

test("a pipe gets no line for levels that are over within a second of the last line", () => {
  const { progress, written, at } = watched({});
  progress.begin("bitmap");
  at(1000, 3, 1234);
  at(400, 4, 2000);
  at(599, 5, 3000);
  at(1, 6, 4000);
  expect(written.map((line) => line.split("  ")[1])).toEqual(["level 3", "level 6"]);
});

test("level and clock start anew for each run", () => {
  const { progress, written, at } = watched({});
  progress.begin("bitmap");
  at(2000, 7, 70);
  progress.end();
  progress.begin("free-list");
  at(900, 6, 60);
  at(100, 2, 2);
  expect(written).toEqual([
    "bitmap  level 7  70 states  frontier 0  4 MB of states  2 s\n",
    // Fewer states than before: another search of the same run, which has no pace yet.
    "free-list  level 2  2 states  frontier 0  4 MB of states  1 s\n",
  ]);
});

test("the pace is that of the last seconds", () => {
  const { progress, written, at } = watched({});
  progress.begin("bitmap");
  at(0, 1, 1);
  for (let second = 1; second <= 9; second++) at(1000, 2, 1000);
  at(1000, 3, 5000);
  expect(written.at(-1)).toContain("  2,000 states/s  ");
});

test("a terminal has one line, rewritten now and then, no longer than it is wide, and cleared", () => {
  const { progress, written, at } = watched({ isTTY: true, columns: 40 });
  progress.begin("bitmap");
  at(1000, 3, 1234);
  at(199, 4, 2000);
  at(1, 4, 2100);
  progress.end();
  progress.end();
  const line = "\r\u001b[2K";
  expect(written).toEqual([
    `${line}bitmap  level 3  1,234 states  1 s`,
    `${line}bitmap  level 4  2,100 states  1 s`,
    line,
  ]);
});

test("nothing is said where nothing is wanted", () => {
  const { progress, written, at } = watched({ isTTY: true }, false);
  progress.begin("bitmap");
  at(9000, 3, 1234);
  progress.end();
  expect(written).toEqual([]);
});

const MOMENT: Moment = {
  name: "bitmap",
  levels: [1, 900, 300, 100],
  states: 1301,
  frontier: 50,
  transitions: 9000,
  bytes: 2_000_000,
  seconds: 12,
  pace: { statesPerSecond: 345.6, expandedPerSecond: 10, fresh: 0.304 },
  maxSeconds: null,
};

test("where columns are few, the least important fields go first", () => {
  const widths = [200, 110, 107, 98, 84, 69, 56, 42, 36, 30, 10];
  expect(widths.map((columns) => progressLine(MOMENT, columns))).toEqual([
    "bitmap  level 4  1,301 states  frontier 50  346 states/s  30 % new  2 MB of states  12 s  about 10 s left",
    "bitmap  level 4  1,301 states  frontier 50  346 states/s  30 % new  2 MB of states  12 s  about 10 s left",
    "bitmap  level 4  1,301 states  frontier 50  346 states/s  30 % new  2 MB of states  12 s  about 10 s left",
    "bitmap  level 4  1,301 states  frontier 50  346 states/s  2 MB of states  12 s  about 10 s left",
    "bitmap  level 4  1,301 states  frontier 50  346 states/s  12 s  about 10 s left",
    "bitmap  level 4  1,301 states  346 states/s  12 s  about 10 s left",
    "bitmap  level 4  1,301 states  12 s  about 10 s left",
    "bitmap  level 4  1,301 states  12 s",
    "bitmap  level 4  1,301 states  12 s",
    "bitmap  level 4  1,301 states",
    "bitmap  le",
  ]);
});

test("an end is foretold only where the levels shrink, or a budget says it", () => {
  const { pace } = MOMENT;
  const left = (levels: readonly number[]) => secondsLeft({ levels, frontier: 50, pace });
  // 50 are left of this level, then a third of 100, a third of that, and so on: 50 more.
  expect(left([1, 900, 300, 100])).toBeCloseTo(10);
  // The slower of two ratios counts.
  expect(left([1, 200, 100, 91])).toBeNull();
  expect(left([1, 200, 100, 80])).toBeCloseTo((50 + 80 * 4) / 10);
  for (const levels of [[1], [1, 5], [1, 5, 4], [9, 5, 7], [100, 95, 91]]) expect(left(levels)).toBeNull();
  expect(secondsLeft({ levels: [900, 300, 100], frontier: 50, pace: null })).toBeNull();
  const growing = { ...MOMENT, levels: [1, 10, 100] };
  expect(progressLine(growing, 200)).not.toContain("left");
  expect(progressLine({ ...growing, maxSeconds: 600 }, 200)).toMatch(/ {2}at most 10 min left$/);
  expect(progressLine({ ...MOMENT, maxSeconds: 600 }, 200)).toMatch(/ {2}about 10 s left$/);
  expect(progressLine({ ...MOMENT, maxSeconds: 15 }, 200)).toMatch(/ {2}at most 3 s left$/);
});
