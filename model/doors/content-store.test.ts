import { describe, expect, test } from "vitest";
import { Check } from "../../explore/check/check.js";
import { CALL, CELLS, GIVE, IDLE, Pulse } from "../../explore/search/pulse.js";
import { defineAllocator } from "../socket/define.js";
import { DEFAULT_SCOPE } from "../words/scope.js";
import { fromObject } from "./from-object.js";
import type { ObjectDoor } from "./object-door.js";

/** Frames in order, and how often one was taken. */
class Counting {
  taken: boolean[];
  count = 0;
  constructor(frames: number) {
    this.taken = new Array<boolean>(frames).fill(false);
  }
  alloc(): number {
    const frame = this.taken.indexOf(false);
    if (frame >= 0) this.taken[frame] = true;
    this.count++;
    return frame;
  }
}

const door = {
  make: ({ frames }: { readonly frames: number }) => new Counting(frames),
  calls: { alloc: (all: Counting) => all.alloc() },
};

/** Two commands, and the first again from the content before it. */
function goBack(more: Partial<ObjectDoor<Counting>>): void {
  const allocator = fromObject({ ...door, ...more })(DEFAULT_SCOPE);
  allocator.alloc?.();
  const before = allocator.state.slice();
  allocator.alloc?.();
  allocator.state.set(before);
  allocator.alloc?.();
}

describe("a content that is brought back is what it was, or that is told with its place", () => {
  const save = ({ taken, count }: Counting) => ({ taken, count });

  test("by load", () => {
    const whole = (saved: unknown) => Object.assign(new Counting(4), saved);
    const half = (saved: unknown) =>
      Object.assign(new Counting(4), { taken: (saved as Counting).taken, count: 0 });
    expect(() => goBack({ save, load: whole })).not.toThrow();
    expect(() => goBack({ save, load: half })).toThrow(
      expect.objectContaining({
        code: "bad-load",
        what: expect.stringContaining("in what save gives, object.count is different"),
      }),
    );
  });

  test("by the same calls", () => {
    let made = 0;
    const make = ({ frames }: { readonly frames: number }) =>
      Object.assign(new Counting(frames), { count: made++ });
    expect(() => goBack({ replay: true, key: save })).not.toThrow();
    expect(() => goBack({ make, replay: true, key: save })).toThrow(
      expect.objectContaining({
        code: "bad-replay",
        what: expect.stringContaining("in what key gives, object.count is different"),
      }),
    );
  });
});

test("copying is no work of the allocator: the watch sees it idle, and in the call again after", () => {
  const pulse = new Pulse(new Int32Array(CELLS));
  const seen: (readonly [string, number])[] = [];
  const note = (when: string) => seen.push([when, pulse.cells[CALL]!]);
  const own = { pause: pulse.pause.bind(pulse), resume: pulse.resume.bind(pulse) };
  const watch = {
    pause: () => {
      own.pause();
      note("copying");
    },
    resume: () => {
      own.resume();
      note("copied");
    },
  };
  const calls = { alloc: () => void note("call") };
  const allocator = fromObject({ make: () => ({ n: 0 }), calls })(DEFAULT_SCOPE);
  allocator.watch = watch;
  pulse.cells[CALL] = GIVE;
  allocator.alloc?.();
  expect(seen).toEqual([
    ["call", GIVE],
    ["copying", IDLE],
    ["copied", GIVE],
  ]);
});

test("what is kept of contents is memory of the search, and no finding where it runs out", () => {
  class Large extends Counting {
    page = new Uint8Array(100_000);
  }
  const make = fromObject({ ...door, make: ({ frames }) => new Large(frames) });
  const definition = defineAllocator({ name: "large", make });
  const scope = { ...DEFAULT_SCOPE, frames: 12 };
  const budget = { maxMemoryBytes: 2_000_000, maxStates: 200 };
  const check = new Check({ definition, scope, budget, selfTest: false });
  while (check.advance(1));
  expect(check.search.stoppedBy).toBe("max-memory");
  expect(check.search.visited.bytes).toBeLessThan(2_000_000);
  expect(check.search.progress.bytes).toBeGreaterThan(1_000_000);
});
