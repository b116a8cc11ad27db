import { expect, test } from "vitest";
import { bitmap } from "../../impl/frames/bitmap.js";
import { STRICT } from "../../model/contracts/named.js";
import { fromObject } from "../../model/doors/from-object.js";
import type { AllocatorDefinition, Offers } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";
import { Specification } from "../../model/specification/specification.js";
import type { FrameRange } from "../../model/words/frames.js";
import { memoryOf } from "../../model/words/initial-memory.js";
import { scopeOf } from "../../model/words/scope.js";
import { runToEnd } from "../../testing/run.js";
import { withoutUnreachable } from "./feasible.js";

const single = ({ range }: { readonly range: FrameRange }) => range.count === 1;
const zone = ({ range }: { readonly range: FrameRange }) =>
  range.start + range.count <= 2 || range.start >= 2;

const limited = (offers: Offers): AllocatorDefinition => ({ ...bitmap, offers });
const scope = scopeOf({ frames: 4, owners: 2, slices: 1 });

test.each<readonly [string, Offers, readonly string[]]>([
  [
    "ranges of one frame",
    { reserve: single, release: single, borrow: single, drop: single, alloc: true, free: true },
    ["borrow/mixed-owners"],
  ],
  [
    "each owner in a zone of its own",
    {
      reserve: ({ range, owner }) => zone({ range }) && range.start >= 2 === (owner === 2),
      release: ({ range, owner }) => zone({ range }) && range.start >= 2 === (owner === 2),
      borrow: zone,
      drop: zone,
      alloc: true,
      free: true,
    },
    ["release/foreign-owner", "borrow/mixed-owners"],
  ],
])("a rule out of reach of the arguments offered makes nothing vacuous: %s", (_, offers, rules) => {
  const run = runToEnd({ definition: limited(offers), scope });
  expect(run.verdict).toBe("holds");
  expect(run.notExercised.map(({ rule }) => rule)).toEqual(rules);
  for (const { possible, needs } of run.notExercised) {
    expect(possible).toBe(false);
    expect(needs).toContain("with more arguments than are offered");
  }
});

test("a rule within reach that is never tested still does", () => {
  const refusesAll: AllocatorDefinition = {
    ...bitmap,
    contract: { ...bitmap.contract, id: "shy", mayRefuse: { borrow: "it may be busy" } },
    make: (world) => Object.assign(bitmap.make(world), { borrow: () => -1 }),
  };
  expect(runToEnd({ definition: refusesAll, scope }).verdict).toBe("vacuous");
});

test.each(["1 hole, 2 free", "1 reserved, 2 free", "3 free"])(
  "who takes back any part of a block holds with a map as well: %s",
  (map) => {
    const runs = defineAllocator({
      name: "runs",
      contract: "by-frame",
      make: (world) => {
        const state = Uint8Array.from(
          memoryOf(world).flatMap(({ kind, count }) =>
            new Array<number>(count).fill(kind === "free" ? 0 : 2),
          ),
        );
        const are = (start: number, count: number, as: number) =>
          start + count <= state.length && state.subarray(start, start + count).every((held) => held === as);
        const become = (start: number, count: number, to: number) => {
          state.fill(to, start, start + count);
          return start;
        };
        return {
          state,
          allocBlock: (count, align) => {
            const start = state.findIndex((_, frame) => frame % align === 0 && are(frame, count, 0));
            return start < 0 ? -1 : become(start, count, 1);
          },
          freeBlock: (start, count) => (are(start, count, 1) ? become(start, count, 0) : -1),
        };
      },
    });
    const run = runToEnd({ definition: runs, scope: scopeOf({ map, modules: ["core", "blocks"] }) });
    expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
    expect(run.verdict).toBe("holds");
  },
);

test("with a map, memory comes to be as it was at first, and not all of it free", () => {
  const pool = fromObject<{ taken: boolean[] }>({
    make: (world) => ({
      taken: memoryOf(world).flatMap(({ kind, count }) => new Array<boolean>(count).fill(kind !== "free")),
    }),
    calls: {
      alloc: ({ taken }) => {
        const frame = taken.indexOf(false);
        if (frame >= 0) taken[frame] = true;
        return frame;
      },
      free: ({ taken }, { frame }) => frame > 0 && taken[frame] === true && !(taken[frame] = false),
    },
  });
  const definition = defineAllocator({ name: "pool", make: pool });
  for (const map of ["1 hole, 2 free", "1 reserved, 2 free"]) {
    const run = runToEnd({ definition, scope: scopeOf({ map }) });
    expect([run.verdict, run.states]).toEqual(["holds", 4]);
    expect(run.notExercised.map(({ rule }) => rule)).not.toContain("empty-again");
  }
});

test("of a run of many states it is told as well what none of so many can show", () => {
  const specification = new Specification(scopeOf({ frames: 17, owners: 1, slices: 1 }));
  const offered = [...specification.commands.entries()].flatMap(([c, { kind }]) =>
    kind === "alloc" || kind === "free" ? [c] : [],
  );
  const goal = { rule: "release/live-slice", statement: "", needs: "", possible: true };
  const [told] = withoutUnreachable([goal], STRICT, specification, offered, 2 ** 17);
  expect(told).toMatchObject({ rule: goal.rule, possible: false });
});

test("what a contract lets happen beyond the rules is within reach", () => {
  // By the rules no single frame is reserved by two owners; by this contract it may be, and never is here.
  const shares: AllocatorDefinition = {
    ...limited({ reserve: single, release: single, borrow: single, drop: single, alloc: true, free: true }),
    contract: {
      ...bitmap.contract,
      id: "shares",
      promises: {
        "reserve/overlaps-reserved": { kind: "instead", effect: "reserve-as-well", because: "both keep it" },
      },
      mayRefuse: { reserve: "it may be busy" },
    },
    make: (world) => {
      const made = bitmap.make(world);
      const reserve = made.reserve?.bind(made);
      return Object.assign(made, {
        reserve: (...of: [number, number, number]) => (reserve?.(...of) === 0 ? 0 : -1),
      });
    },
  };
  const run = runToEnd({ definition: shares, scope });
  expect(run.notExercised).toContainEqual(
    expect.objectContaining({ rule: "borrow/mixed-owners", possible: true }),
  );
  expect(run.verdict).toBe("vacuous");
});
