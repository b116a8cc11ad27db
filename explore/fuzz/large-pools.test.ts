/** Every allocator that comes along in a pool whose frames fit no byte: it works there, or is not made. */
import { expect, test } from "vitest";
import { ALLOCATORS, soundVersionOf } from "../../impl/registry.js";
import { STRICT } from "../../model/contracts/named.js";
import { DEFAULT_SCOPE, inOrder } from "../../model/words/scope.js";
import { ownScope } from "../check/own-scope.js";
import { Fuzz } from "./fuzz.js";

const LARGE = 300;
const STATES = 40;
const members = ALLOCATORS.filter((definition) => definition.class !== "faulty");

test.each(members.map((definition) => [definition.name, definition] as const))("%s", (name, definition) => {
  const { contract, mostFrames = LARGE } = definition;
  const scope = { ...ownScope(DEFAULT_SCOPE, definition), owners: 2, slices: 3, frames: LARGE };
  const { units: _, ...whole } = { ...scope, modules: inOrder(scope.modules) };
  const fuzzed = (frames: number) => new Fuzz({ definition, contract, scope: { ...whole, frames }, seed: 1 });
  if (mostFrames < LARGE)
    expect(() => fuzzed(LARGE)).toThrow(
      `${name} numbers at most ${mostFrames} frames, and the pool has ${LARGE}`,
    );
  const fuzz = fuzzed(mostFrames);
  for (let states = 0; states < STATES; states += 8) fuzz.advance(8);
  fuzz.interrupt();
  expect(fuzz.finding).toBeNull();
  expect(fuzz.tried).toBeGreaterThan(0);
  expect(fuzz.begun, "the run that was cut short").toBe(fuzz.runs + 1);
});

test("a faulty version numbers as many frames as the sound one", () => {
  const faulty = ALLOCATORS.filter((each) => each.class === "faulty");
  const other = faulty.filter((each) => soundVersionOf(each)?.mostFrames !== each.mostFrames);
  expect(other.filter((each) => soundVersionOf(each) !== undefined).map(({ name }) => name)).toEqual([]);
});

test("a finding names the seed with which the first run has it", () => {
  const definition = ALLOCATORS.find(({ name }) => name === "bitmap-pins-once")!;
  const scope = { ...ownScope(DEFAULT_SCOPE, definition), frames: 64 };
  const ended = (seed: number) => {
    const fuzz = new Fuzz({ definition, contract: STRICT, scope, seed });
    while (fuzz.advance(64));
    return fuzz;
  };
  const later = Array.from({ length: 20 }, (_, seed) => ended(seed)).find(({ runs }) => runs > 0);
  expect(later?.finding).toBeDefined();
  const again = ended(later!.finding!.seed);
  expect([again.runs, again.finding?.commands]).toEqual([0, later!.finding!.commands]);
});
