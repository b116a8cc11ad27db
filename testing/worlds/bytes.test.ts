/** Allocators that are asked for bytes: the sound ones hold, the others are caught at their shortest. */
import { expect, test } from "vitest";
import { check, defineAllocator, fromObject, replay } from "../../index.js";
import type { Addresses } from "../../model/doors/object-door.js";
import { sizesUpTo } from "../../model/socket/headers.js";
import { describeCommand } from "../../model/words/commands.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import * as bytes from "./bytes.js";

const world = { frames: 6, first: true } as const;

test.each([
  [bytes.wholeUnits, 26],
  [bytes.roundsUp, 26],
])("a heap with headers holds: %#", (allocator, states) => {
  const { verdict, states: found } = check(allocator, world);
  expect({ verdict, found }).toEqual({ verdict: "holds", found: states });
});

test("that nothing was to be rounded up is said of who was asked for bytes in whole units", () => {
  expect(check(bytes.wholeUnits, world)).toMatchObject({ wholeSizes: true });
  expect(check(bytes.roundsUp, world)).not.toHaveProperty("wholeSizes"); // its sizes are short
});

const REST =
  "alloc-block(3 frames, align 1); alloc-block(2 frames, align 1); free(0); alloc-block(2 frames, align 1); " +
  "free(3); alloc-block(4 frames, align 1)";

test.each([
  [
    bytes.roundsDown,
    "alloc-block/free-run",
    "alloc-block(2 frames, align 1); alloc-block(2 frames, align 1)",
  ],
  [
    bytes.forgetsHeader,
    "alloc-block/exhausted",
    "alloc-block(2 frames, align 1); alloc-block(5 frames, align 1)",
  ],
  [
    bytes.losesRests,
    "alloc-block/legal",
    "alloc-block(5 frames, align 1); free(0); alloc-block(6 frames, align 1)",
  ],
  [bytes.restsAsked, "alloc-block/legal", REST],
])("a mistake with sizes is caught, and its trace replays: %#", (allocator, rule, program) => {
  const [first] = check(allocator, world).counterexamples;
  const steps = first?.steps.map(({ command }) => describeCommand(command)).join("; ");
  expect({ rule: first?.rule, steps }).toEqual({ rule, steps: program });
  expect(replay(first!, allocator).fate).toBe("breaks"); // it is broken
});

const foreign = { ...world, modules: ["blocks", "foreign"] } as const;

test("a size at the end of its type is refused, or found to wrap", () => {
  for (const sound of [bytes.wholeUnits, bytes.roundsUp]) {
    const { verdict, states } = check(sound, foreign);
    expect({ verdict, states }).toEqual({ verdict: "holds", states: 26 });
  }
  for (const wrong of [bytes.wraps, bytes.wrapsRounded, bytes.roundsFirst]) {
    const [first] = check(wrong, foreign).counterexamples;
    expect([wrong.name, first?.rule]).toEqual([wrong.name, "alloc-block/exhausted"]);
    expect(first?.steps.map(({ command }) => describeCommand(command))).toEqual([
      "alloc-block(7 frames, align 1)",
    ]);
    expect(check(wrong, world).verdict).toBe("holds");
  }
});

/** What a class with such addresses was asked for, where it has room for one block behind its header. */
function askedFor(addresses: Partial<Addresses>) {
  const asked: (readonly [bytes: number, align: number])[] = [];
  const make = fromObject<{ taken: boolean }>({
    make: () => ({ taken: false }),
    calls: {
      "alloc-block": (_, { bytes, align }) => {
        asked.push([bytes, align]);
        return null;
      },
    },
    addresses: { base: 64, frameSize: 16, ...addresses },
  });
  const { offers } = defineAllocator({ name: "asked", make });
  const offer = offers["alloc-block"];
  const allocator = make(DEFAULT_SCOPE);
  for (let count = 0; count <= 4; count++)
    if (
      offer === true ||
      (typeof offer === "function" && offer({ kind: "alloc-block", count, align: 1 }, DEFAULT_SCOPE))
    )
      allocator.allocBlock?.(count, 1);
  return asked.map(([size]) => size);
}

test("a block is asked for in bytes without its header, and none that is no more than one", () => {
  expect(askedFor({})).toEqual([0, 16, 32, 48, 64]);
  expect(askedFor({ short: 15 })).toEqual([0, 1, 17, 33, 49]);
  expect(askedFor({ header: 32 })).toEqual([0, 16, 32]);
  expect(askedFor({ header: 16, short: 15 })).toEqual([0, 1, 17, 33]);
});

test("more than there is is asked for in each size at the end of the type, until one is met", () => {
  expect(sizesUpTo(0xffff_ffff, 8, 0)).toEqual([0xffff_ffff / 8, 0x1fff_ffff]);
  expect(sizesUpTo(0xffff_ffff, 8, 2, 5).map((count) => count * 8 - 5)).toEqual([
    0xffff_ffff, 0xffff_fff3, 0xffff_ffeb, 0xffff_ffe3,
  ]);
  const asked: number[] = [];
  const make = fromObject<object>({
    make: () => ({}),
    calls: { "alloc-block": (_, { bytes }) => (asked.push(bytes) < 3 ? null : 64) },
    addresses: { base: 64, frameSize: 16, largest: 0xf_ffff },
  });
  expect(make(DEFAULT_SCOPE).allocBlock?.(5, 1)).toBe(0);
  expect(asked).toEqual([80, 0xf_ffff, 0xf_fff0]);
});

test("what is aligned is what the client gets, and a header below the pool is no answer", () => {
  const at = (answer: number) =>
    fromObject<object>({
      make: () => ({}),
      calls: { "alloc-block": (_, { align }) => answer * align },
      addresses: { base: 0, frameSize: 16, header: 16 },
    })(DEFAULT_SCOPE);
  expect(at(16).allocBlock?.(2, 1)).toBe(0);
  expect(at(16).startPfn).toBe(1);
  expect(at(0).allocBlock?.(2, 1)).toBe("unit 0, before which a header of 1 does not fit");
});

test.each([
  [{ header: 4 }, "a header of 4 bytes"],
  [{ header: -16 }, "a header of -16 bytes"],
  [{ short: 16 }, "short by 16 bytes"],
  [{ largest: 255 }, "sizes up to 255"],
])("addresses that cannot be are a misuse: %j", (addresses, what) => {
  expect(() => askedFor(addresses)).toThrow(expect.objectContaining({ what: expect.stringContaining(what) }));
});

test("frames without a header are not handed out beside blocks with one", () => {
  const make = fromObject<object>({
    make: () => ({}),
    calls: { "alloc-block": () => null, alloc: () => null },
    addresses: { base: 0, frameSize: 16, header: 16 },
  });
  expect(() => make(DEFAULT_SCOPE)).toThrow("blocks have a header, and alloc asks for frames without one");
});
