import { expect, test } from "vitest";
import { Specification } from "../../model/specification/specification.js";
import { scopeOf } from "../../model/words/scope.js";
import { LayoutClock } from "./layout-clock.js";

const scope = scopeOf({ frames: 8, modules: ["provenance"] });

test("a layout that takes all the time there is ends in one line, at the next piece of it", () => {
  const clock = new LayoutClock({ maxSeconds: 0 }, 0);
  let pieces = 0;
  const between = () => {
    if (++pieces === 5) clock.requireTime(scope);
  };
  expect(() => new Specification(scope, { between })).toThrow(
    expect.objectContaining({
      code: "layout-takes-long",
      what: "the commands of 8 frames with core, provenance were not laid out within 0 seconds",
    }),
  );
  expect(pieces).toBe(5);
});

test("what it takes is taken from the budget of the search, and no budget is no limit", () => {
  const clock = new LayoutClock({ maxSeconds: 10, maxStates: 3 });
  expect(clock.left.maxStates).toBe(3);
  expect(clock.left.maxSeconds).toBeLessThan(10);
  expect(new LayoutClock().left).toEqual({});
  expect(() => new LayoutClock({}, 0).requireTime(scope)).not.toThrow();
});
