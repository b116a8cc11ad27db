/** What only two ways of running the same bytes show is found by sampling, and nobody sound is blamed. */
import { describe, expect, test } from "vitest";
import { replay } from "../../counterexamples/replay.js";
import lifoStack from "../../examples/lifo-stack.js";
import nextFit from "../../examples/next-fit.js";
import twoLevelBitmap from "../../examples/two-level-bitmap.js";
import { bitmap } from "../../impl/frames/bitmap.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { STRICT } from "../../model/contracts/named.js";
import { scopeOf as bounds, type Scope } from "../../model/words/scope.js";
import { programOf } from "../../testing/commands.js";
import { firstFit } from "../../testing/made-up/first-fit.js";
import { scratchScrubbed } from "../../testing/made-up/scratch.js";
import {
  countsInBytes,
  cursorOfLooks,
  firstIsOther,
  forgottenCursor,
  ownTable,
  passesOver,
  sulksOnce,
  trusting,
} from "../../testing/made-up/two-ways.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { ownScope } from "../check/own-scope.js";
import type { Run } from "../check/verdict.js";

const named = (name: string) => {
  const found = ALLOCATORS.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`${name} is gone`);
  return found;
};

const FOUND = [
  {
    what: "a hint beside the bytes",
    definition: named("bitmap-hides-its-hint"),
    rule: "hidden-state",
    program: ["alloc()"],
    found: "frame 2, after alloc() in the same state, whose bytes were then written back",
  },
  {
    what: "a byte that counts calls made elsewhere",
    definition: countsInBytes,
    rule: "hidden-state",
    program: ["alloc()"],
    found:
      "frame 0, with 0 and not 1 in byte 3 of its state, after free(0) in the same state, " +
      "whose bytes were then written back",
  },
  {
    what: "a scrub that does the work",
    definition: named("bitmap-frees-in-scrub"),
    rule: "scrub-matters",
    program: ["alloc()", "free(0)", "reserve(0, owner 1)"],
    found: "refused: overlaps-reserved, when scrub() was not called before it",
  },
  {
    what: "a scrub that repairs what a refusal did",
    definition: passesOver,
    rule: "scrub-matters",
    program: ["free(0)", "alloc()"],
    found: "frame 1, when scrub() was not called before it",
  },
  {
    what: "an observer that moves a cursor beside the bytes",
    definition: cursorOfLooks,
    rule: "observer-writes",
    program: ["alloc()"],
    found: "frame 2, after audit, observe and counts had looked at the state",
  },
  {
    what: "an observer whose cursor every search resets",
    definition: forgottenCursor,
    rule: "observer-writes",
    program: ["alloc()"],
    found: "frame 2, after audit, observe and counts had looked at the state",
  },
  {
    what: "a mood that the next command ends",
    definition: sulksOnce,
    rule: "hidden-state",
    program: ["alloc()"],
    found: "frame 2, after free(0) in the same state, whose bytes were then written back",
  },
  {
    what: "chance",
    definition: named("bitmap-draws-frames"),
    rule: "nondeterministic",
    program: ["alloc()"],
    found: "frame 0 or frame 1 or frame 2, on fresh allocators",
  },
];

describe.each(FOUND)("$what", ({ definition, rule, program, found }) => {
  const scope = scopeOf(3, 1, 1);

  test("is found, with the least trace", () => {
    const run = runToEnd({ definition, scope });
    expect(run).toMatchObject({ verdict: "broken", stoppedBy: "finding" });
    expect(run.counterexamples.map((each) => ({ rule: each.rule, program: programOf(each) }))).toEqual([
      { rule, program },
    ]);
    expect(run.counterexamples[0]?.found).toBe(found);
  });

  test("is found by the sampling: without it, nothing is", () => {
    expect(runToEnd({ definition, scope, suspicion: 0 })).toMatchObject({
      verdict: "holds",
      counterexamples: [],
    });
  });

  test("is one counterexample with --all, and the search goes on to the end", () => {
    const run = runToEnd({ definition, scope, keep: "all" });
    expect(run.closed).toBe(true);
    expect(run.counterexamples.map((each) => each.rule)).toEqual([rule]);
  });

  test("still breaks when it is replayed, and is fixed where the bytes are all there is", () => {
    const [recorded] = runToEnd({ definition, scope }).counterexamples;
    if (recorded === undefined) throw new Error("nothing was found");
    expect(replay(recorded, definition, STRICT)).toMatchObject({
      fate: "breaks",
      rule,
      step: program.length,
    });
    expect(replay(recorded, bitmap, STRICT)).toMatchObject({ fate: "fixed", rule: null });
  });
});

test("what two commands in a row show is of their length: a search of one command does not tell it", () => {
  const budget = { maxDepth: 1 };
  const short = runToEnd({ definition: passesOver, scope: scopeOf(3, 1, 1), suspicion: 50, budget });
  expect(short).toMatchObject({ verdict: "unfinished", counterexamples: [] });
});

test("what is doubted may replace its bytes: the search goes on with others, and finds it in its place", () => {
  const moves = named("bitmap-moves-its-table");
  // A scrub has commands tried in pairs, so that the second borrow comes before the search is there.
  const definition = { ...moves, make: (scope: Scope) => Object.assign(moves.make(scope), { scrub() {} }) };
  const run = runToEnd({ definition, scope: scopeOf(3, 1, 2), suspicion: Number.POSITIVE_INFINITY });
  expect(run.counterexamples.map((each) => ({ rule: each.rule, program: programOf(each) }))).toEqual([
    { rule: "resized", program: ["reserve(0, owner 1)", "borrow(0)", "borrow(0)"] },
  ]);
});

test("a look at everything gives each command right after each other one", () => {
  const request = { definition: sulksOnce, scope: scopeOf(3, 1, 1), budget: { maxDepth: 1 } };
  expect(runToEnd({ ...request, suspicion: Number.POSITIVE_INFINITY }).verdict).toBe("broken");
});

test("an instance that differs from all others cannot be told what it is, but it does not hold", () => {
  const run = runToEnd({ definition: firstIsOther(), scope: scopeOf(2, 1, 1) });
  expect(run.verdict).toBe("broken");
  // The close look is at other instances, which break a rule outright.
  expect(run.counterexamples[0]).toMatchObject({ rule: "free/legal" });
});

describe("nobody is blamed whose bytes decide", () => {
  const counts = ({ verdict, states, tried, transitions, outcomes, counterexamples }: Run) => {
    return { verdict, states, tried, transitions, outcomes, counterexamples };
  };
  const SCOPES = [scopeOf(2, 1, 1), scopeOf(3, 2, 2), scopeOf(5, 1, 1), bounds({})];
  const SOUND = [
    ...ALLOCATORS.filter((definition) => definition.class !== "faulty"),
    lifoStack,
    nextFit,
    twoLevelBitmap,
    firstFit,
    scratchScrubbed,
    ownTable,
    trusting,
  ];

  // What has more than blocks and phases to keep has that many more states.
  const FEW = [scopeOf(2, 1, 1), scopeOf(3, 1, 1)];
  const isSmall = ({ modules }: Scope) =>
    modules.every((id) => ["core", "blocks", "phases", "foreign"].includes(id));
  const scopesOf = (own: Scope) => {
    if (isSmall(own)) return SCOPES;
    return own.modules.includes("rootfs") ? FEW.slice(0, 1) : FEW; // with files 149,000 over 3 frames
  };
  const WORLDS = SOUND.flatMap((definition) =>
    scopesOf(ownScope(FEW[0]!, definition)).map((scope) => ({
      definition,
      scope: ownScope(scope, definition),
    })),
  );

  test.each(WORLDS)(
    "$definition.name over $scope.frames frames, however often it is doubted",
    ({ definition, scope }) => {
      const trusted = runToEnd({ definition, scope, suspicion: 0 });
      expect(trusted.counterexamples).toEqual([]);
      for (const suspicion of [1, 7])
        expect(counts(runToEnd({ definition, scope, suspicion }))).toEqual(counts(trusted));
    },
  );

  test("nor by a look at everything", () => {
    for (const definition of [bitmap, scratchScrubbed, ownTable, nextFit, trusting]) {
      const scope = scopeOf(2, 1, 1);
      const run = runToEnd({ definition, scope, suspicion: Number.POSITIVE_INFINITY });
      expect(run.counterexamples).toEqual([]);
    }
  });
});

test("what several workers met and one does not is never called a run that holds", () => {
  const run = runToEnd({ definition: bitmap, scope: scopeOf(2, 1, 1), foundBySeveral: true });
  expect(run.verdict).toBe("broken");
  expect(run.counterexamples.map(({ rule, steps }) => ({ rule, steps }))).toEqual([
    { rule: "nondeterministic", steps: [] },
  ]);
});
