/** What is predicted of each allocator that comes along, against what the search counts. */
import { expect, test } from "vitest";
import { ALLOCATORS } from "../../impl/registry.js";
import { COUNTED } from "../../testing/counted-sizes.js";
import { runTo } from "../check/check.js";
import { ownScopes } from "../check/own-scope.js";
import { type Cost, costAt } from "./predict.js";

/** Arrays that are full cut short at 4 frames what fewer let on: three times fewer states than by them. */
const CUT_SHORT = "memblock core+regions+limits+growth";
/** Of sizes that try less than this nothing follows. */
const LEAST_TRIED = 100;

const SIZES = COUNTED.map(
  ([name, sizes]) =>
    [
      name,
      sizes.map(([states, tried], i): Cost => ({ frames: i + 1, states, tried, seconds: 0, bytes: 0 })),
    ] as const,
);

/** Each size that follows three at least, with what these predict of it. */
function predictions(sizes: readonly Cost[]) {
  return sizes.flatMap((last, known) =>
    known < 2 || last.tried < LEAST_TRIED
      ? []
      : sizes.slice(known + 1, known + 3).map((true_) => ({
          true_,
          guess: costAt(sizes.slice(0, known + 1), true_.frames),
        })),
  );
}

test.each(SIZES)(
  "of %s one size and two sizes further, within what a prediction says of itself",
  (name, sizes) => {
    const off = predictions(sizes).flatMap(({ true_, guess }) =>
      ([guess.states / true_.states, guess.tried / true_.tried] as const)
        .filter((ratio) => Math.max(ratio, 1 / ratio) > guess.times)
        .map((ratio) => ({ frames: true_.frames, ratio, times: guess.times })),
    );
    if (name === CUT_SHORT) expect(off).toMatchObject([{ frames: 4 }, { frames: 4 }]);
    else expect(off).toEqual([]);
  },
);

test("neither too low nor too high as a rule", () => {
  const ratios = SIZES.flatMap(([, sizes]) => predictions(sizes)).map(
    ({ true_, guess }) => guess.states / true_.states,
  );
  const mean = ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length;
  expect(ratios.length).toBeGreaterThan(50);
  expect(Math.abs(mean)).toBeLessThan(Math.log(1.1));
});

test("the search still counts so", () => {
  for (const [name, sizes] of SIZES) {
    const definition = ALLOCATORS.find((each) => name.startsWith(`${each.name} `))!;
    const [, two] = sizes;
    const counts = ownScopes(definition)
      .filter(({ modules }) => name.endsWith(` ${modules.join("+")}`))
      .map((scope) => runTo({ definition, scope: { ...scope, frames: 2 } }))
      .map(({ states, tried }) => ({ states, tried }));
    expect(counts, name).toContainEqual({ states: two?.states, tried: two?.tried });
  }
});
