import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  CALL,
  CELLS,
  COMMAND,
  GIVE,
  IDLE,
  MAKE,
  NUMBER,
  type Place,
  SEARCH,
  SELF_TEST,
  WALK,
} from "../../explore/search/pulse.js";
import { briefLimit } from "./hangs.js";
import { watch } from "./watch.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** A watch with a limit of a second, and the calls it took for hangs. */
function watched() {
  const cells = new Int32Array(CELLS);
  const hangs: Place[] = [];
  const end = watch({ cells, seconds: 1 }, (place) => hangs.push(place));
  return { cells, hangs, end };
}

test("a call that stays the same for longer than the limit hangs, and is told once", () => {
  const { cells, hangs } = watched();
  cells.set([2, 34, 5, GIVE]);
  vi.advanceTimersByTime(1000);
  expect(hangs).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(hangs).toEqual([{ phase: 2, number: 34, command: 5, call: GIVE }]);
  vi.advanceTimersByTime(5000);
  expect(hangs).toHaveLength(1);
});

test.each([NUMBER, COMMAND])(
  "a call that moves on is none, however long all of them take: cell %d",
  (cell) => {
    const { cells, hangs } = watched();
    cells[CALL] = GIVE;
    for (let moved = 0; moved < 20; moved++) {
      cells[cell] = moved;
      vi.advanceTimersByTime(900);
    }
    expect(hangs).toEqual([]);
  },
);

test("what takes long while no allocator code runs is no hang", () => {
  const { cells, hangs } = watched();
  cells[CALL] = IDLE;
  vi.advanceTimersByTime(60_000);
  cells[CALL] = GIVE;
  vi.advanceTimersByTime(900);
  expect(hangs).toEqual([]);
});

test("a process that was stopped has not waited", () => {
  const { cells, hangs } = watched();
  cells[CALL] = GIVE;
  vi.advanceTimersByTime(200);
  const now = performance.now();
  // An hour passes between two looks.
  vi.spyOn(performance, "now").mockImplementation(() => now + 3_600_000);
  vi.advanceTimersByTime(100);
  expect(hangs).toEqual([]);
  vi.restoreAllMocks();
});

test("a watch that has ended says nothing", () => {
  const { cells, hangs, end } = watched();
  cells[CALL] = GIVE;
  end();
  vi.advanceTimersByTime(5000);
  expect(hangs).toEqual([]);
});

test("the whole limit is waited for where a hang is proved, and a tenth of it where it is not", () => {
  const at = (phase: number, call = GIVE): Place => ({ phase, number: 1, command: 0, call });
  expect(briefLimit(5, [], at(SEARCH))).toBe(5);
  expect(briefLimit(5, [], at(SELF_TEST))).toBe(0.5);
  expect(briefLimit(20, [], at(SELF_TEST))).toBe(2);
  expect(briefLimit(0.2, [], at(SELF_TEST))).toBe(0.2);
  expect(briefLimit(5, [], at(SELF_TEST, MAKE))).toBe(5);
  expect(briefLimit(5, [], at(WALK))).toBe(5);
  expect(briefLimit(5, [at(SEARCH)], at(WALK))).toBe(0.5);
});

test("each place has its own limit", () => {
  const cells = new Int32Array(CELLS);
  const hangs: Place[] = [];
  watch(
    { cells, seconds: 1 },
    (place) => hangs.push(place),
    ({ phase }) => (phase === SEARCH ? 1 : 0.5),
  );
  cells.set([SELF_TEST, 1, 0, GIVE]);
  vi.advanceTimersByTime(700);
  expect(hangs).toHaveLength(1);
});
