/** What nobody was given yet is about just the frames, ranges and slices that a command under way gives. */
import { expect, test } from "vitest";
import type { Command } from "../../model/words/commands.js";
import { isAbout } from "./clients.js";

const range = (start: number, count: number) => ({ start, count });
const ALLOC: Command = { kind: "alloc" };
const BLOCK: Command = { kind: "alloc-block", count: 2, align: 1 };
const RESERVE: Command = { kind: "reserve", range: range(2, 2), owner: 1 };
const BORROW: Command = { kind: "borrow", range: range(2, 2) };
const free = (frame: number): Command => ({ kind: "free", frame });
const release = (start: number, count: number): Command => ({
  kind: "release",
  range: range(start, count),
  owner: 1,
});
const drop = (start: number, count: number): Command => ({ kind: "drop", range: range(start, count) });

/** A command under way with its answer, and the commands that are about what it gives, and are not. */
const GIVEN: readonly (readonly [Command, number, readonly Command[], readonly Command[]])[] = [
  [ALLOC, 2, [free(2), release(1, 2)], [free(1), free(3), release(3, 1), release(0, 2), ALLOC]],
  [BLOCK, 2, [free(2), free(3), release(3, 1)], [free(1), free(4), release(4, 1), release(0, 2)]],
  [RESERVE, 0, [release(2, 2), release(1, 2), release(3, 2)], [release(0, 2), release(4, 1), free(4)]],
  [BORROW, 0, [drop(2, 2)], [drop(2, 1), drop(1, 2), release(2, 2)]],
  [free(2), 0, [], [free(2), release(2, 1)]],
];

test.each(GIVEN)("%o, answered %i", (giving, answer, about, others) => {
  for (const command of about) expect([command, isAbout(command, giving, answer)]).toEqual([command, true]);
  for (const command of others) expect([command, isAbout(command, giving, answer)]).toEqual([command, false]);
});
