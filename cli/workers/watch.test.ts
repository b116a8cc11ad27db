import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CALL, CELLS, COMMAND, GIVE, IDLE, NUMBER, type Place } from "../../explore/search/pulse.js";
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
