/** The sound allocators about provenance: each holds to the end, and together they exercise every rule. */
import { describe, expect, test } from "vitest";
import { allocatorNamed } from "../../cli/targets/names.js";
import { ownScope } from "../../explore/check/own-scope.js";
import type { Run } from "../../explore/check/verdict.js";
import { firstScope } from "../../explore/rule-book/rule-scope.js";
import { LATE, STRICT } from "../../model/contracts/named.js";
import { MODULES } from "../../model/modules/all.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { Specification } from "../../model/specification/specification.js";
import { type Scope, scopeOf } from "../../model/words/scope.js";
import { numbersOf, programOf, release, reserve } from "../../testing/commands.js";
import { runToEnd } from "../../testing/run.js";
import { Pages, pages } from "../blocks/pages.js";
import { Generations } from "./generations.js";

/** Each with what its default scope cannot show, since it does not offer what that needs. */
const SOUND = [
  { name: "lender", states: 160_304, unseen: ["release/foreign-owner", "borrow/mixed-owners"] },
  { name: "capabilities", states: 81_590, unseen: BORROWS() },
  { name: "late", states: 81_590, unseen: BORROWS() },
  { name: "quarantine", states: 53_519, unseen: BORROWS() },
  { name: "generations", states: 96_815, unseen: null },
  { name: "zeroing", states: 155_440, unseen: ["release/foreign-owner", "borrow/mixed-owners"] },
  { name: "edges", states: 3250, unseen: [] },
  { name: "claims", states: 27_502, unseen: [] },
] as const;

function BORROWS(): readonly string[] {
  return [
    "borrow/accepted",
    "borrow/not-reserved",
    "borrow/mixed-owners",
    "drop/accepted",
    "drop/no-such-slice",
  ];
}

const runs = new Map<string, Run>();

describe.each(SOUND)("$name", ({ name, states, unseen }) => {
  test("holds until nothing is left, and names what it could not show", () => {
    const definition = allocatorNamed(name);
    const run = runToEnd({ definition, scope: firstScope(definition), suspicion: 0.05 });
    runs.set(name, run);
    expect(run).toMatchObject({ verdict: "holds", closed: true, states });
    expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
    if (unseen !== null) expect(run.notExercised.map(({ rule }) => rule)).toEqual(unseen);
  });

  test("holds where its bytes are not those of the start, too", () => {
    const definition = allocatorNamed(name);
    const units = definition.units === true ? { units: 3 } : {};
    for (const bounds of [
      { frames: 1 },
      { frames: 2, owners: 1, slices: 1, handles: 3, generationBits: 1 },
    ]) {
      const scope = ownScope({ ...scopeOf({ slices: 2, ...bounds }), ...units }, definition);
      expect(runToEnd({ definition, scope })).toMatchObject({ verdict: "holds", counterexamples: [] });
    }
  });
});

test("every reason of these modules is seen alone by some sound allocator", () => {
  const reasons = (["provenance", "protected", "handles", "quarantine", "contents"] as const).flatMap(
    (id) => [
      ...MODULES[id].rules.flatMap(({ kind, reasons: own }) => own.map((reason) => `${kind}:${reason.id}`)),
      ...Object.entries(MODULES[id].reasons ?? {}).flatMap(([kind, own]) =>
        own.map((reason) => `${kind}:${reason.id}`),
      ),
    ],
  );
  const seen = new Set([...runs.values()].flatMap(({ outcomes }) => Object.keys(outcomes)));
  expect(reasons.filter((reason) => !seen.has(reason))).toEqual([]);
});

test("modules whose commands nobody offers add nothing to the states of an allocator", () => {
  for (const name of ["bitmap", "free-list"]) {
    const definition = allocatorNamed(name);
    const states = (...modules: Scope["modules"]) =>
      runToEnd({ definition, scope: scopeOf({ frames: 3, slices: 2, modules }) });
    const plain = states("core");
    const wide = states("core", "provenance", "protected", "handles", "quarantine");
    expect(wide).toMatchObject({ verdict: "holds", states: plain.states, transitions: plain.transitions });
    expect(wide.notExercised.some(({ rule }) => rule === "touch/stale-handle")).toBe(true);
  }
});

describe("what was handed out is zeroed by pages as well", () => {
  const modules = ["core", "blocks", "phases", "contents"] as const;
  const scope = scopeOf({ frames: 3, slices: 1, modules });

  test("and the specification compares it with what they hold", () => {
    expect(runToEnd({ definition: pages, scope })).toMatchObject({ verdict: "holds", closed: true });
  });

  test("who does not zero is found out, without an audit of its own", () => {
    class Forgets extends Pages {
      protected override zero(): void {}

      override audit(): null {
        return null;
      }
    }
    const forgets: AllocatorDefinition = { ...pages, make: (made) => new Forgets(made) };
    const [found] = runToEnd({ definition: forgets, scope }).counterexamples;
    expect(found).toMatchObject({ rule: "observed-contents", found: "it holds the bytes put there" });
    expect(programOf(found!)).toEqual([
      "reserve(0, owner 1)",
      "release(0, owner 1)",
      "alloc-block(1 frame, align 1)",
    ]);
  });
});

describe("an access is judged where the release was not", () => {
  test("late keeps its contract, and breaks strict at the release", () => {
    const definition = allocatorNamed("late");
    const scope = ownScope(scopeOf({ frames: 2, slices: 1 }), definition);
    expect(runToEnd({ definition, scope, contract: LATE }).verdict).toBe("holds");
    const [found] = runToEnd({ definition, scope, contract: STRICT }).counterexamples;
    expect([found?.rule, found?.steps.length]).toEqual(["release/live-slice", 3]);
  });

  test("who reads on is found at the access under one contract, at the release under the other", () => {
    const definition = allocatorNamed("late-reads-on");
    const scope = ownScope(scopeOf({ frames: 2, slices: 1 }), definition);
    const rules = [LATE, STRICT].map((contract) => {
      const [found] = runToEnd({ definition, scope, contract }).counterexamples;
      return [found?.rule, found?.steps.length];
    });
    expect(rules).toEqual([
      ["touch/stale-handle", 4],
      ["release/live-slice", 3],
    ]);
  });
});

/** A count of so many bits comes round after so many frees, and the handle is good again. */
test.each([
  { generationBits: 1, length: 5 },
  { generationBits: 2, length: 9 },
  { generationBits: 3, length: 17 },
])("a generation of $generationBits bits wraps after $length commands", ({ generationBits, length }) => {
  const definition = allocatorNamed("generations-wraps");
  const scope = ownScope(scopeOf({ frames: 1, handles: 1, generationBits }), definition);
  const [found] = runToEnd({ definition, scope }).counterexamples;
  expect([found?.rule, found?.steps.length]).toEqual(["touch/stale-handle", length]);
});

test("no frame has more generations than its bits can count", () => {
  const scope = scopeOf({ frames: 1, handles: 1, generationBits: 1, modules: ["core", "handles"] });
  const allocator = new Generations(scope);
  expect(allocator.alloc()).toBe(0);
  expect(allocator.free(0)).toBe(0);
  expect(allocator.alloc()).toBe(-1); // free, and retired: refused without a reason, as its contract allows
});

describe("frames of several units", () => {
  const definition = allocatorNamed("edges");
  const scope = scopeOf({ frames: 3, owners: 2, slices: 1, units: 4 });

  test("a frame shared at the edge goes free with the last claim on it", () => {
    const specification = new Specification(scope);
    const allocator = definition.make(scope);
    const numberOf = numbersOf(specification);
    const words = new Int32Array(specification.layout.words);
    const vacant = () => {
      specification.look(words, 0);
      return [0, 1, 2].filter((frame) => specification.mayAnswer(numberOf({ kind: "alloc" }), frame));
    };
    const give = (command: ReturnType<typeof reserve>) => {
      const { range, owner } = command as { range: { start: number; count: number }; owner: number };
      vacant();
      specification.effects.apply(numberOf(command), 0, words, 0);
      const method = command.kind === "reserve" ? "reserve" : "release";
      expect(allocator[method]!(range.start, range.count, owner)).toBe(0);
    };
    give(reserve(5, 5, 1)); // an initrd, bytes 5 to 9
    give(reserve(10, 2, 2)); // a device tree, bytes 10 and 11
    expect(vacant()).toEqual([0]);
    give(release(5, 5, 1));
    expect(vacant()).toEqual([0, 1]); // frame 2 still holds the device tree
    expect([allocator.alloc!(), allocator.alloc!()]).toEqual([0, 1]);
    expect(allocator.alloc!()).toBe(-9);
    give(release(10, 2, 2));
    expect(allocator.alloc!()).toBe(2);
  });
});
