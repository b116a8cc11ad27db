import { expect, test } from "vitest";
import { replay } from "../../counterexamples/replay.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { STRICT } from "../../model/contracts/named.js";
import { fromObject } from "../../model/doors/from-object.js";
import { defineAllocator } from "../../model/socket/define.js";
import { Specification } from "../../model/specification/specification.js";
import { DEFAULT_SCOPE, scopeOf } from "../../model/words/scope.js";
import { runToEnd } from "../../testing/run.js";
import { ownScope } from "../check/own-scope.js";
import { pastsAmong } from "./probe.js";
import { selfTest } from "./self-test.js";

/** Stacks of free frames beside their objects, where no copy of own fields can see them. */
const stacks = new WeakMap<Private, number[]>();

class Private {
  constructor(frames: number) {
    stacks.set(
      this,
      Array.from({ length: frames }, (_, i) => i),
    );
  }

  pop(): number | null {
    return stacks.get(this)?.pop() ?? null;
  }

  save(): number[] {
    return [...(stacks.get(this) ?? [])];
  }

  static load(free: readonly number[]): Private {
    const stack = new Private(0);
    stacks.set(stack, [...free]);
    return stack;
  }
}

const door = {
  make: ({ frames }: { readonly frames: number }) => new Private(frames),
  calls: { alloc: (stack: Private) => stack.pop() },
  refusals: [{ when: null, is: "exhausted" }],
} as const;

const hidden = defineAllocator({ name: "hidden", make: fromObject(door) });
const saved = defineAllocator({
  name: "saved",
  make: fromObject({
    ...door,
    save: (stack) => stack.save(),
    load: (free) => Private.load(free as readonly number[]),
  }),
});
const replayed = defineAllocator({
  name: "replayed",
  make: fromObject({ ...door, replay: true, key: (stack) => stack.save() }),
});

/** Keeps everything in its bytes but a toggle, which chooses between two legal frames. */
const toggles = defineAllocator({
  name: "toggles",
  make: ({ frames }) => {
    const state = new Uint8Array(frames);
    let last = false;
    return {
      state,
      alloc() {
        last = !last;
        const frame = last ? state.indexOf(0) : state.lastIndexOf(0);
        if (frame < 0) return -9;
        state[frame] = 1;
        return frame;
      },
      free(frame: number) {
        if (state[frame] === 0) return -10;
        state[frame] = 0;
        return 0;
      },
    };
  },
});

const NOTHING = { hidden: null, broke: null };

test.each([hidden, toggles])("state outside the bytes is found: $name", (definition) => {
  const { hidden: found } = selfTest(definition, STRICT, new Specification(scopeOf({ frames: 3 })));
  expect(found?.rule).toBe("hidden-state");
  expect(found?.found).toContain("give fromObject save and load");
  expect(found?.steps.length).toBeGreaterThan(0);
});

test("without the self-test a toggle between legal answers goes unseen by the rules", () => {
  // This is why the self-test is there: each single answer is right.
  expect(runToEnd({ definition: toggles, scope: scopeOf({ frames: 1 }) }).verdict).toBe("holds");
});

test("what it finds is the run's counterexample, and nothing is searched", () => {
  const run = runToEnd({ definition: hidden, scope: scopeOf({ frames: 3 }), selfTest: true });
  expect(run).toMatchObject({ verdict: "broken", stoppedBy: "finding", tried: 0 });
  expect(run.counterexamples.map(({ rule }) => rule)).toEqual(["hidden-state"]);
});

test.each([saved, replayed])("a private field that is saved, or replayed, is none: $name", (definition) => {
  expect(selfTest(definition, STRICT, new Specification(scopeOf({ frames: 3 })))).toEqual(NOTHING);
  expect(runToEnd({ definition, scope: scopeOf({ frames: 3 }) }).verdict).toBe("holds");
});

test.each(ALLOCATORS.filter(({ class: kind }) => kind !== "faulty"))(
  "finds nothing in $name",
  (definition) => {
    expect(
      selfTest(definition, definition.contract, new Specification(ownScope(DEFAULT_SCOPE, definition))),
    ).toEqual(NOTHING);
  },
);

test("a broken rule is left to the search, which has the shorter trace", () => {
  const faulty = ALLOCATORS.find(({ name }) => name === "bitmap-frees-twice");
  if (faulty === undefined) throw new Error("bitmap-frees-twice is gone");
  const { hidden: none, broke } = selfTest(faulty, STRICT, new Specification(scopeOf({ frames: 2 })));
  expect(none).toBeNull();
  expect(broke).not.toBeNull();
  const run = runToEnd({ definition: faulty, scope: scopeOf({ frames: 2 }), selfTest: true });
  expect(run.counterexamples.map(({ rule }) => rule)).toEqual(["free/already-free"]);
});

/** Sound but for a counter outside the bytes: the fourth alloc in a row hands out frame 0 again. */
const streak = defineAllocator({
  name: "streak",
  make: (scope) => {
    const inner = toggles.make(scope);
    const { state } = inner;
    let row = 0;
    return {
      state,
      alloc() {
        if (++row === 4) return 0;
        const frame = state.indexOf(0);
        if (frame < 0) return -9;
        state[frame] = 1;
        return frame;
      },
      free(frame: number) {
        row = 0;
        if (state[frame] === 0) return -10;
        state[frame] = 0;
        return 0;
      },
    };
  },
});

test.each([3, 4, 5])(
  "a rule that breaks only on a streak is found although no search meets it: %i frames",
  (frames) => {
    const scope = scopeOf({ frames });
    expect(runToEnd({ definition: streak, scope, suspicion: 0 }).verdict).toBe("holds");
    const run = runToEnd({ definition: streak, scope, selfTest: true });
    expect(run.verdict).toBe("broken");
    expect(run.counterexamples.map(({ rule }) => rule)).toEqual(["hidden-state"]);
  },
);

test.each([
  ["bitmap-frees-in-scrub", "scrub-matters"],
  ["bitmap-draws-frames", "nondeterministic"],
  ["bitmap-hides-its-hint", "hidden-state"],
])("what it finds is called what it is: %s", (name, rule) => {
  const definition = ALLOCATORS.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`${name} is gone`);
  const run = runToEnd({ definition, scope: scopeOf({ frames: 3 }), selfTest: true });
  expect(run).toMatchObject({ verdict: "broken", tried: 0 });
  expect(run.counterexamples.map((found) => found.rule)).toEqual([rule]);
});

test("a recorded hidden state is replayed by the self-test: it still breaks, and is fixed when saved", () => {
  const run = runToEnd({ definition: hidden, scope: scopeOf({ frames: 3 }), selfTest: true });
  const [recorded] = run.counterexamples;
  if (recorded === undefined) throw new Error("nothing was recorded");
  expect(replay(recorded, hidden, STRICT)).toMatchObject({ fate: "breaks", rule: "hidden-state" });
  expect(replay(recorded, saved, STRICT)).toMatchObject({ fate: "fixed", rule: null });
});

test("a close look gives a command after all others, or after so many drawn evenly", () => {
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
  expect(pastsAmong(upTo(2000))).toEqual(upTo(2000));
  const drawn = pastsAmong(upTo(33_000));
  expect(drawn.length).toBeLessThanOrEqual(2000);
  expect(drawn.slice(0, 3)).toEqual([0, 17, 34]);
  expect(drawn.at(-1)).toBeGreaterThan(32_900);
});
