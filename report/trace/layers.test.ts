/** What modules know of frames beyond who holds them: a line each below the strip. */
import { expect, test } from "vitest";
import type { Answer } from "../../model/trace/trace.js";
import type { Command } from "../../model/words/commands.js";
import { accepted, counterexample } from "../../testing/samples.js";
import { scopeOf } from "../../testing/scopes.js";
import { layerLegend } from "./layers.js";
import { memoryAlong } from "./memory-strip.js";
import { stripLines } from "./program.js";

/** The last strip behind some commands in a scope of four frames with these modules. */
function linesAfter(modules: readonly string[], ...steps: readonly (Command | [Command, Answer])[]) {
  const scope = { ...scopeOf(4, 1, 1, ...modules), nodes: 3, handles: 2 };
  const taken = steps.map((step) =>
    Array.isArray(step) ? { command: step[0], answer: step[1] } : accepted(step as Command),
  );
  const told = counterexample({ format: "allocheck-witness", scope, steps: taken, rule: "audit" });
  return stripLines(memoryAlong(told).at(-1)!);
}

const range = (start: number, count: number) => ({ start, count });

test("flags and nodes mark the memory they are of", () => {
  expect(
    linesAfter(
      ["flags", "nodes"],
      { kind: "mark", range: range(0, 2), flag: "hotplug" },
      { kind: "mark", range: range(1, 1), flag: "nomap" },
      { kind: "set-node", range: range(2, 1), node: 3 },
      { kind: "set-node", range: range(3, 1), node: 2 },
    ).slice(1),
  ).toEqual(["|    3 2|  node", "|H H    |  hotplug", "|  N    |  nomap"]);
  expect(linesAfter(["flags", "nodes"], { kind: "allow-resize" })).toHaveLength(1);
});

test("a limit marks what lies beyond it, and arrays where they moved", () => {
  expect(linesAfter(["limits"], { kind: "set-limit", limit: 3 })).toEqual([
    "|. . . .|",
    "|      >|  limit 3",
  ]);
  const grows: Answer = { kind: "accepted", memoryArray: 1, reservedArray: 3 };
  expect(
    linesAfter(["growth"], { kind: "allow-resize" }, [{ kind: "remove", range: range(0, 1) }, grows]),
  ).toEqual(["|x m . m|", "|  m    |  memory array", "|      m|  reserved array"]);
});

test("what was given back waits while a stale handle is held on it", () => {
  const given: Answer = { kind: "accepted", frame: 2 };
  const way = [
    [{ kind: "alloc-handle" }, given] as [Command, Answer],
    { kind: "free", frame: 2 } as const,
    [{ kind: "alloc-handle" }, { kind: "accepted", frame: 0 }] as [Command, Answer],
  ];
  expect(linesAfter(["quarantine"], ...way)).toContain("|    w  |  waiting");
  expect(linesAfter(["quarantine"], way[0]!)).not.toContain("|    w  |  waiting");
});

test("each sign is told in the legend", () => {
  expect(layerLegend(["core", "flags", "nodes", "limits"])).toEqual(
    expect.arrayContaining(["N marked nomap", "2 on node 2, others on node 1", "> not accessible"]),
  );
});
