import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applied,
  type Cover,
  gapsOf,
  give,
  type RegionCommand,
  runsOf,
  unitsOf,
} from "../../testing/oracle/naive-lists.js";
import { ADDRESS_MAX, ENOMEM, NUMA_NO_NODE } from "./constants.js";
import { bytesOf, roomOf, STATIC } from "./entries.js";
import { Regions } from "./regions.js";

const never = () => false;

/** Every range of some units, and every command on each, with two nodes and one flag. */
function commandsOf(units: number): RegionCommand[] {
  const ranges = Array.from({ length: units }, (_, base) =>
    Array.from({ length: units - base }, (_, less) => ({ base, size: less + 1 })),
  ).flat();
  return ranges.flatMap((range): RegionCommand[] => [
    ...[0, 1].flatMap((flags) =>
      [1, NUMA_NO_NODE].map((nid) => ({ kind: "add", ...range, nid, flags }) as const),
    ),
    { kind: "remove", ...range },
    ...[true, false].map((set) => ({ kind: "flag", ...range, set, flag: 1 }) as const),
    ...[1, NUMA_NO_NODE].map((nid) => ({ kind: "node", ...range, nid }) as const),
  ]);
}

/** What the list should answer: whether there is room is decided before anything is looked at closely. */
function expectedOf(units: readonly Cover[], command: RegionCommand, max: number): number {
  const cnt = runsOf(units);
  if (command.kind !== "add") return cnt + 2 > max ? ENOMEM : 0;
  const parts = gapsOf(units, command.base, command.size);
  return parts > 0 && cnt * 2 + 1 > max && cnt + parts > max ? ENOMEM : 0;
}

/**
 * Walks all lists that any sequence of commands leads to, and holds each step to the naive units: the bytes
 * are a function of the units, so where no new bytes come every sequence, however long, has been walked.
 */
function walk(units: number, capacity: number): { readonly lists: number; readonly refused: number } {
  const bytes = new Uint8Array(bytesOf(roomOf(units, capacity)));
  const list = new Regions(bytes, capacity, never);
  const commands = commandsOf(units);
  const seen = new Map([[JSON.stringify(unitsOf(list, units)), bytes.slice()]]);
  const waiting = [bytes.slice()];
  const wrong: unknown[] = [];
  let refused = 0;
  for (let before = waiting.pop(); before !== undefined && wrong.length === 0; before = waiting.pop()) {
    bytes.set(before);
    const was = unitsOf(list, units);
    for (const command of commands) {
      bytes.set(before);
      const answer = give(list, command);
      const should = expectedOf(was, command, capacity);
      const wanted = should === 0 ? applied(was, command) : was;
      const key = JSON.stringify(wanted);
      const known = seen.get(key);
      const problem =
        answer !== should
          ? `answered ${answer}`
          : JSON.stringify(unitsOf(list, units)) !== key
            ? "other units"
            : (list.audit() ??
              (known !== undefined && Buffer.compare(known, bytes) !== 0 ? "other bytes" : null));
      if (problem !== null) wrong.push({ problem, was, command });
      if (should !== 0) refused++;
      if (known !== undefined) continue;
      seen.set(key, bytes.slice());
      waiting.push(bytes.slice());
    }
  }
  expect(wrong.slice(0, 1)).toEqual([]);
  return { lists: seen.size, refused };
}

describe("against units", () => {
  test("every sequence of commands on five units: each unit bare, or of two nodes and with or without a flag", () => {
    expect(walk(5, 128)).toEqual({ lists: 5 ** 5, refused: 0 });
  });

  test.each([1, 2, 3])(
    "the same of four units with room for %i: refused is just what has no room",
    (capacity) => {
      const { lists, refused } = walk(4, capacity);
      expect(lists).toBeGreaterThan(20);
      expect(refused).toBeGreaterThan(100);
    },
  );

  test("long sequences over the whole address space, in lists that grow as they need", () => {
    const range = { base: fc.nat(ADDRESS_MAX), size: fc.nat(60) };
    const [nid, flag] = [fc.constantFrom(0, 1, NUMA_NO_NODE), fc.constantFrom(1, 2, 4)];
    const command: fc.Arbitrary<RegionCommand> = fc.oneof(
      fc.record({ kind: fc.constant("add" as const), ...range, nid, flags: flag }),
      fc.record({ kind: fc.constant("remove" as const), ...range }),
      fc.record({ kind: fc.constant("flag" as const), ...range, set: fc.boolean(), flag }),
      fc.record({ kind: fc.constant("node" as const), ...range, nid }),
    );
    const isCapped = ({ base, size }: RegionCommand) => base + size > ADDRESS_MAX;
    fc.assert(
      fc.property(fc.array(command, { minLength: 20, maxLength: 60 }), (commands) => {
        const bytes = new Uint8Array(bytesOf(roomOf(ADDRESS_MAX, 2)));
        const list: Regions = new Regions(bytes, 2, (full) => {
          full.double(STATIC);
          return true;
        });
        let units: Cover[] = new Array(ADDRESS_MAX).fill(null);
        for (const each of commands) {
          expect(give(list, each)).toBe(0);
          units = applied(units, isCapped(each) ? { ...each, size: ADDRESS_MAX - each.base } : each);
          expect(unitsOf(list, ADDRESS_MAX)).toEqual(units);
          expect([list.cnt, list.audit()]).toEqual([runsOf(units), null]);
          expect(list.total_size).toBe(units.filter((cover) => cover !== null).length);
          for (const address of [each.base, each.base + each.size])
            expect(list.search(address) >= 0).toBe((units[address] ?? null) !== null);
          const named = units.slice(each.base, each.base + each.size);
          if (each.size > 0)
            expect(list.overlaps(each.base, each.size)).toBe(named.some((cover) => cover !== null));
        }
      }),
      { numRuns: 150 },
    );
  });
});

test("a range over several that are there adds the parts between them, each once (commit 8f7a66051b75)", () => {
  const list = new Regions(new Uint8Array(bytesOf(8)), 8, never);
  list.add_range(4, 4, 1, 0);
  list.add_range(12, 4, 1, 0);
  expect(list.add_range(0, 20, 2, 0)).toBe(0);
  const entries = Array.from({ length: list.cnt }, (_, i) => [list.base(i), list.size(i), list.nid(i)]);
  expect(entries).toEqual([
    [0, 4, 2],
    [4, 4, 1],
    [8, 4, 2],
    [12, 4, 1],
    [16, 4, 2],
  ]);
});

test("a list grows to what all units need as entries, and two more", () => {
  expect([roomOf(6, 1), roomOf(6, 2), roomOf(6, 3), roomOf(6, 8), roomOf(1, 128)]).toEqual([
    8, 8, 12, 8, 128,
  ]);
});

test("the audit sees what no command leaves behind", () => {
  const bytes = new Uint8Array(bytesOf(4));
  const list = new Regions(bytes, 4, never);
  const broken = (change: () => void) => {
    bytes.set(fine);
    change();
    return list.audit();
  };
  list.add_range(10, 5, 1, 0);
  list.add_range(20, 5, 1, 0);
  const fine = bytes.slice();
  expect(list.audit()).toBeNull();
  expect(broken(() => list.resize(0, 10, 12))).toMatch("overlap");
  expect(broken(() => list.resize(0, 10, 10))).toMatch("alike");
  expect(broken(() => list.resize(0, 10, 0))).toMatch("empty");
  expect(broken(() => list.resize(1, 251, 5))).toMatch("passes the end");
  expect(broken(() => bytes.fill(9, bytesOf(2) - 3, bytesOf(2) - 2))).toMatch("the total is 10");
  expect(broken(() => bytes.fill(1, bytesOf(3)))).toMatch("not zero");
  expect(broken(() => bytes.fill(7, 1, 2))).toMatch("have room");
});
