import { expect, test } from "vitest";
import { Progress } from "./progress.js";

/** A progress with a clock of its own, and what it wrote. */
function watched(terminal: { readonly isTTY?: boolean; readonly columns?: number }, wanted = true) {
  const written: string[] = [];
  const clock = { now: 5000 };
  const write = (text: string) => written.push(text);
  const progress = new Progress(wanted, { ...terminal, write }, () => clock.now);
  const at = (milliseconds: number, level: number, states: number) => {
    clock.now += milliseconds;
    progress.show({ level, states });
  };
  return { progress, written, at };
}

test("a pipe gets one line a level with the allocator's name, once a run is longer than a second", () => {
  const { progress, written, at } = watched({});
  progress.begin("bitmap");
  at(500, 1, 1);
  at(499, 2, 21);
  at(1, 3, 1234);
  at(50, 3, 1300);
  at(3000, 4, 5000);
  progress.end();
  expect(written).toEqual(["bitmap  level 3  1,234 states  1 s\n", "bitmap  level 4  5,000 states  4 s\n"]);
});

test("level and clock start anew for each run", () => {
  const { progress, written, at } = watched({});
  progress.begin("bitmap");
  at(2000, 7, 70);
  progress.end();
  progress.begin("free-list");
  at(900, 6, 60);
  at(100, 2, 1);
  expect(written).toEqual(["bitmap  level 7  70 states  2 s\n", "free-list  level 2  1 state  1 s\n"]);
});

test("a terminal has one line, rewritten now and then, no longer than it is wide, and cleared", () => {
  const { progress, written, at } = watched({ isTTY: true, columns: 20 });
  progress.begin("bitmap");
  at(1000, 3, 1234);
  at(199, 4, 2000);
  at(1, 4, 2100);
  progress.end();
  progress.end();
  const line = "\r\u001b[2K";
  expect(written).toEqual([`${line}bitmap  level 3  1,`, `${line}bitmap  level 4  2,`, line]);
});

test("nothing is said where nothing is wanted", () => {
  const { progress, written, at } = watched({ isTTY: true }, false);
  progress.begin("bitmap");
  at(9000, 3, 1234);
  progress.end();
  expect(written).toEqual([]);
});
