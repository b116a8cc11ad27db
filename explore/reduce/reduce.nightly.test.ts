/** A thousand random failures, of every version that answers wrongly, each reduced to a shortest trace. */
import { expect, test } from "vitest";
import { BITMAP_FAULTS } from "../../impl/faulty/bitmap-faults.js";
import { leastLengths, reducedLengths } from "../../testing/random-failures.js";

const EACH = Math.ceil(1000 / BITMAP_FAULTS.length);

test.each(BITMAP_FAULTS.map((fault) => [fault.name, fault] as const))(
  `of ${EACH} random failures of %s each is reduced to the least, most in less than a second`,
  (_, fault) => {
    const least = leastLengths(fault);
    const reduced = reducedLengths(fault, 16, EACH);
    expect(reduced.filter(({ rule, length }) => length !== least.get(rule))).toEqual([]);
    const times = reduced.map(({ seconds }) => seconds).sort((a, b) => a - b);
    expect(times[Math.floor(EACH / 2)]).toBeLessThan(1);
  },
  600_000,
);
