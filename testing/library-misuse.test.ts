/** Who gives a function of the library something else is told so, and what to do; nothing fails inside. */
import { expect, test } from "vitest";
import * as library from "../index.js";

type Anything = (...given: unknown[]) => unknown;
const { isMisuse, ...others } = library as typeof library & Record<string, unknown>;
/** The functions with no types, as a caller in JavaScript has them. */
const doors = others as unknown as Readonly<Record<string, Anything>>;
/** These look at nothing: a config is looked through when it is read, and `again` carries anything over. */
const TAKE_ANYTHING = ["again", "defineConfig"];
const WRONG = [undefined, null, 3, "text", [], {}, () => 0, Promise.resolve()];

async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
    return null;
  } catch (error) {
    return error;
  }
}

test("no function of the library fails from inside for what is none of its arguments", async () => {
  const functions = Object.entries(doors).filter(
    ([name, door]) => typeof door === "function" && !TAKE_ANYTHING.includes(name),
  );
  expect(functions.length).toBeGreaterThan(7);
  for (const [name, door] of functions)
    for (const [i, wrong] of WRONG.entries())
      expect(isMisuse(await thrownBy(() => door(wrong))), `${name}, argument ${i}`).toBe(true);
});

const sound = library.defineAllocator({
  name: "stack",
  make: library.fromObject({
    make: ({ frames }) => ({ free: Array.from({ length: frames }, (_, frame) => frame) }),
    calls: { alloc: (stack) => stack.free.shift() ?? null },
  }),
});

test.each<[string, () => unknown, string]>([
  ["check", () => doors["check"]!(Promise.resolve(sound)), "this is no allocator; await it"],
  ["check", () => doors["check"]!({ default: sound }), "this is no allocator; give its default export"],
  ["check", () => doors["check"]!(sound, 3), "check takes an object, not 3; "],
  ["check", () => doors["check"]!(sound, { frame: 3 }), "check takes no frame; did you mean frames?"],
  ["check", () => doors["check"]!(sound, { maxSeconds: 3 }), "write: budget: { maxSeconds: ... }"],
  ["check", () => doors["check"]!(sound, { frames: "3" }), 'from 1 to 64, not "3"; for example frames: 4'],
  ["check", () => doors["check"]!(sound, { contract: {} }), "the contract has no id; "],
  ["replay", () => doors["replay"]!(undefined, sound), "was given is undefined, and not a counterexample"],
  ["replay", () => doors["replay"]!({ counterexamples: [] }, sound), "; give one of its counterexamples"],
  ["fromObject", () => doors["fromObject"]!({ make: Object, calls: {}, refusals: {} }), "are no list; for"],
  [
    "fromObject",
    () => doors["fromObject"]!({ make: Object, calls: {}, refusals: [3] }),
    "an object, not 3; ",
  ],
  ["fromWasm", () => doors["fromWasm"]!({ name: "x", bytes: "x.wasm" }), "bytes: readFileSync(FILE)"],
])("what is wrong for %s, and what to do, stand in the message: %#", (_, act, says) => {
  expect(act).toThrow(says);
  expect(act).toThrow(expect.objectContaining({ name: "Misuse", code: expect.any(String) as string }));
});
