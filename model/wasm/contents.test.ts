/** A buddy in C that fills what is free with poison: whole frames change, and each is one word of a state. */
import { expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import { moduleOf } from "../../testing/wasm/build.js";
import { planted } from "../../testing/wasm/planted.js";
import type { AllocatorDefinition } from "../socket/allocator.js";
import { describeCommand } from "../words/commands.js";
import { scopeOf } from "../words/scope.js";
import { Contents } from "./contents.js";
import { fromWasm } from "./from-wasm.js";

const SCOPE = scopeOf({ frames: 8, owners: 1, slices: 1, modules: ["blocks"] });

/** It rounds sizes up, so it is asked for none that it would. */
function buddy(bytes: Uint8Array = moduleOf("buddy")): AllocatorDefinition {
  const made = fromWasm({ name: "buddy", bytes });
  const asked = ({ count, align }: { count: number; align: number }) =>
    count === align && (count & (count - 1)) === 0 && count > 0;
  return { ...made, offers: { ...made.offers, "alloc-block": asked } };
}

/** In how many ways a buddy divides so many frames: two halves, but for both free, or a whole. */
function divisions(frames: number): number {
  return frames === 1 ? 2 : divisions(frames / 2) ** 2 - 1 + 2;
}

test("a buddy has as many states as there are ways to divide its pool, by few words", () => {
  const run = runTo({ definition: buddy(), scope: SCOPE, selfTest: true });
  expect(run).toMatchObject({ verdict: "holds", states: divisions(8) });
  expect(imageOf(buddy()).words).toBeLessThanOrEqual(24);
});

test.each([
  [1, "alloc-block/legal", "alloc-block(8 frames, align 8)"],
  [2, "payload", "alloc-block(1 frame, align 1)"],
  [3, "alloc-block/legal", "alloc-block(1 frame, align 1)"],
  [4, "trap", "free(0)"],
])("bug %i of it breaks %s", (bug, rule, last) => {
  const run = runTo({ definition: buddy(planted(bug, "buddy")), scope: SCOPE });
  const [found] = run.counterexamples;
  expect([found?.rule, describeCommand(found!.steps.at(-1)!.command)]).toEqual([rule, last]); // it broke
});

function imageOf(definition: AllocatorDefinition) {
  return definition.make(SCOPE).image!; // a module has one
}

test("what one instance has saved another loads, and sees each byte that is other", () => {
  const definition = buddy();
  const [one, other] = [definition.make(SCOPE), definition.make(SCOPE)];
  const { image } = other;
  const state = new Int32Array(image!.words); // a module has one
  const first = state.slice();
  one.image!.save(first, 0);
  one.allocBlock!(1, 1);
  one.allocBlock!(2, 2);
  one.image!.save(state, 0);
  expect(image!.differs(state, 0)).toBe(true);
  image!.load(state, 0);
  expect(image!.differs(state, 0)).toBe(false);
  expect(image!.differs(first, 0)).toBe(true);
  expect(other.state).toEqual(one.state);
  const pool = other.state.lastIndexOf(0xde); // the poison of the last frame
  other.state[pool]! ^= 1;
  expect(image!.differs(state, 0)).toBe(true);
  expect(image!.describeChange(state, 0)).toBe("byte 252 of frame 7: 0xdededede -> 0xdfdedede");
  image!.load(state, 0);
  expect(image!.differs(state, 0)).toBe(false);
  other.state[other.state.length - 16]! ^= 1; // who holds what is noted there, and is none of its own
  expect([image!.differs(state, 0), image!.describeChange(state, 0)]).toEqual([true, ""]);
});

test("contents of one hash are told apart, and equal ones are kept once", () => {
  const contents = new Contents();
  const memory = Int32Array.of(1, 2, 1, 2, 3, 4);
  expect([0, 2, 4].map((at) => contents.numberOf(memory, at, 2, 7))).toEqual([0, 0, 1]);
  expect(contents.numberOf(memory, 0, 3, 7)).toBe(2);
  expect(contents.bytes).toBe(4 * (2 + 2 + 3));
});
