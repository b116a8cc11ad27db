/** What the modules about regions say by themselves: names, arguments, numbers, invariants that can break. */
import { expect, test } from "vitest";
import { z } from "zod";
import { bindInvariants } from "../../../properties/broken-invariants.js";
import { scopeOf } from "../../../testing/scopes.js";
import type { InsteadEffect } from "../../contracts/named.js";
import { bindInstead } from "../../contracts/other-effects.js";
import { Specification } from "../../specification/specification.js";
import { placesOf, read, write } from "../../state/layout.js";
import { commandsOf } from "../../trace/command-schema.js";
import { answerOf, describeAnswer } from "../../trace/trace.js";
import type { Command } from "../../words/commands.js";
import { argumentsOf, describeCommand } from "../../words/commands.js";
import { FREE, METADATA } from "../../words/frames.js";
import { inOrder, type Scope } from "../../words/scope.js";
import { givenIn, grownOf } from "../growth/rules.js";

const EVERYTHING = scopeOf(3, 1, 1, "limits", "nodes", "flags", "hand-over", "growth", "foreign");

test("a module brings those it builds on", () => {
  expect(inOrder(["limits"])).toEqual(["core", "regions", "limits"]);
  expect(inOrder(["growth", "hand-over"])).toEqual(["core", "phases", "regions", "hand-over", "growth"]);
  expect(inOrder(["blocks"])).toEqual(["core", "blocks"]);
});

test("every command has a line of its own, and stands in a file as it is", () => {
  const { commands } = new Specification(EVERYTHING);
  const lines = commands.map(describeCommand);
  expect(lines.filter((line, i) => lines.indexOf(line) !== i)).toEqual([]);
  const schema = commandsOf(z.number(), 0);
  for (const command of commands) expect(schema.parse(JSON.parse(JSON.stringify(command)))).toEqual(command);
  expect(lines.length).toBeGreaterThan(200);
});

test("few shapes are asked for, however large memory is", () => {
  const shapes = (scope: Scope) =>
    new Specification(scope).commands.filter(({ kind }) => kind === "alloc-range").length;
  expect([1, 2, 3, 8, 20].map((frames) => shapes(scopeOf(frames, 1, 1, "regions")))).toEqual([
    3, 13, 19, 19, 19,
  ]);
  expect(shapes(scopeOf(8, 1, 1, "nodes"))).toBe(33);
});

const GIVEN: readonly [Command, readonly number[]][] = [
  [{ kind: "add", range: { start: 1, count: 2 }, node: 2 }, [1, 2, 2]],
  [
    { kind: "alloc-range", count: 2, align: 4, window: { start: 3, count: 5 }, node: 1, search: "exact" },
    [2, 4, 3, 8, 1, 2],
  ],
  [{ kind: "alloc-range", count: 1, align: 1, window: null, node: 0, search: "phys" }, [1, 1, 0, 0, 0, 0]],
  [{ kind: "set-direction", bottomUp: true }, [1]],
  [{ kind: "mark", range: { start: 0, count: 1 }, flag: "nomap" }, [0, 1, 4]],
  [{ kind: "clear", range: { start: 0, count: 1 }, flag: "mirror" }, [0, 1, 2]],
];

test.each(GIVEN)("the method of %j gets its arguments", (command, given) => {
  expect(argumentsOf(command)).toEqual(given);
});

test("an answer says what moved, where arrays grow and nowhere else", () => {
  const alloc: Command = { kind: "alloc-range", count: 1, align: 1, window: null, node: 0, search: "phys" };
  const moved = 3 + 256 * (1 + 4) + 65_536 * (1 + 6);
  expect(grownOf(moved, EVERYTHING)).toEqual({ answer: 3, memory: 5, reserved: 7 });
  const answer = answerOf(EVERYTHING, alloc, moved);
  expect(describeAnswer(answer)).toBe("unit 3, its memory array moves to 4, its reserved array moves to 6");
  expect(answer.kind === "accepted" && givenIn(answer)).toBe(moved - 3);
  expect(answerOf(scopeOf(3, 1, 1, "regions"), alloc, 300)).toEqual({ kind: "accepted", unit: 300 });
  expect(answerOf(EVERYTHING, { kind: "allow-resize" }, 0)).toEqual({ kind: "accepted" });
});

test.each([
  ["nodes-in-memory", "node-2"],
  ["flags-in-memory", "hotplug"],
  ["flags-in-memory", "mirror"],
  ["flags-in-memory", "nomap"],
  ["reserved-in-memory", "owner-1"],
  ["allocated-in-memory", "allocated"],
])("%s breaks where %s is set of what is no memory", (rule, field) => {
  const specification = new Specification(EVERYTHING);
  const { layout } = specification;
  const words = new Int32Array(layout.words);
  const broken = () => {
    specification.look(words, 0);
    return bindInvariants(specification)()?.id ?? null;
  };
  write(words, 0, placesOf(layout, "boot-over")[0]!, 1); // before, nothing is allocated
  write(words, 0, placesOf(layout, field)[0]!, 0b100);
  expect(broken()).toBeNull();
  write(words, 0, placesOf(layout, "absent")[0]!, 0b011);
  expect(broken()).toBeNull();
  write(words, 0, placesOf(layout, "absent")[0]!, 0b111);
  expect(broken()).toBe(rule);
});

test("where an array of the allocator's own lies nobody reserves, reads, removes or is handed anything", () => {
  const specification = new Specification(scopeOf(3, 1, 1, "limits", "growth"));
  const { layout, commands } = specification;
  const words = new Int32Array(layout.words);
  write(words, 0, placesOf(layout, "reserved-array")[0]!, 3);
  specification.look(words, 0);
  const reasonsOf = (line: string) => {
    const c = commands.findIndex((command) => describeCommand(command) === line);
    return specification.reasonsIn(commands[c]!.kind, specification.judge(c));
  };
  for (const line of ["reserve(2, owner 1)", "release(2, owner 1)", "borrow(2)", "free(2)", "remove(2)"])
    expect([line, reasonsOf(line)]).toEqual([line, ["metadata"]]);
  expect(reasonsOf("release(1..2, owner 1)").sort()).toEqual(["metadata", "not-reserved"]);
  expect([reasonsOf("cap(0..1)"), reasonsOf("cap(1..2)")]).toEqual([["metadata"], []]);
  const alloc = commands.findIndex(({ kind }) => kind === "alloc");
  expect([0, 1, 2].filter((frame) => specification.mayAnswer(alloc, frame))).toEqual([0, 1]);
  expect([1, 2].map((unit) => specification.kindOf(words, 0, unit))).toEqual([FREE, METADATA]);
});

const UNITED: readonly [Command, InsteadEffect, Readonly<Record<string, number>>][] = [
  // Memory of a node stays on it; what is added is on the node it is added to, without flags.
  [
    { kind: "add", range: { start: 0, count: 3 }, node: 2 },
    "add-the-absent",
    { absent: 0, "node-2": 0b110, nomap: 0b001, "owner-1": 0b101 },
  ],
  [
    { kind: "remove", range: { start: 0, count: 2 } },
    "remove-the-present",
    { absent: 0b011, "node-2": 0b100, nomap: 0, "owner-1": 0b101 },
  ],
  [
    { kind: "mark", range: { start: 1, count: 2 }, flag: "nomap" },
    "mark-the-present",
    { absent: 0b010, "node-2": 0b100, nomap: 0b101, "owner-1": 0b101 },
  ],
  [
    { kind: "set-node", range: { start: 0, count: 2 }, node: 2 },
    "mark-the-present",
    { absent: 0b010, "node-2": 0b101, nomap: 0b001, "owner-1": 0b101 },
  ],
  // What is not mapped stays, and is no longer reserved.
  [
    { kind: "cap", range: { start: 1, count: 1 } },
    "cut-all-the-same",
    { absent: 0b110, "node-2": 0, nomap: 0b001, "owner-1": 0 },
  ],
  [
    { kind: "enforce-limit", limit: 1 },
    "cut-all-the-same",
    { absent: 0b110, "node-2": 0, nomap: 0b001, "owner-1": 0b001 },
  ],
  [
    { kind: "cap", range: { start: 0, count: 0 } },
    "cut-all-the-same",
    { absent: 0b010, "node-2": 0b100, nomap: 0b001, "owner-1": 0b101 },
  ],
  [
    { kind: "release", range: { start: 0, count: 3 }, owner: 1 },
    "release-the-reserved",
    { absent: 0b010, "node-2": 0b100, nomap: 0b001, "owner-1": 0 },
  ],
];

test.each(UNITED)("%j with the effect %s unites or intersects", (command, effect, after) => {
  const { scope, layout } = new Specification(EVERYTHING);
  const words = new Int32Array(layout.words);
  const before = { absent: 0b010, "node-2": 0b100, nomap: 0b001, "owner-1": 0b101 };
  for (const [field, bits] of Object.entries(before)) write(words, 0, placesOf(layout, field)[0]!, bits);
  bindInstead(scope, layout, effect, command)(words, 0, 0);
  const is = Object.keys(after).map((field) => [field, read(words, 0, placesOf(layout, field)[0]!)]);
  expect(Object.fromEntries(is)).toEqual(after);
});

test("what is written to a place is read from it, and nothing beside it changes", () => {
  const words = Int32Array.of(-1, -1);
  write(words, 0, { word: 1, shift: 28, mask: 15 }, 5);
  expect(read(words, 0, { word: 1, shift: 28, mask: 15 })).toBe(5);
  expect([words[0], words[1]! >>> 0]).toEqual([-1, 0x5fff_ffff]);
});
