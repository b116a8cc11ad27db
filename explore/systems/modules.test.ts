/** The modules beyond the core, by themselves: counted by an enumeration that shares no code with them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Specification } from "../../model/specification/specification.js";
import { answersFrame, COMMAND_KINDS, describeCommand } from "../../model/words/commands.js";
import { bindInvariants } from "../../properties/broken-invariants.js";
import { numbersOf, programOf } from "../../testing/commands.js";
import { enumerate } from "../../testing/oracle/naive-enumeration.js";
import { naiveModules } from "../../testing/oracle/naive-modules.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

const SCOPES: Parameters<typeof scopeOf>[] = [
  [1, 1, 1, "blocks", "phases", "foreign"],
  [2, 2, 2, "blocks"],
  [3, 2, 1, "blocks", "phases", "foreign"],
  [3, 2, 2, "foreign"],
  [3, 1, 3, "phases"],
  [4, 2, 1, "blocks"],
  [5, 1, 1, "blocks", "phases"],
  [6, 1, 1, "blocks"],
];

test.each([1, 2, 3])(
  "counts as a naive enumeration does where the pool begins at page frame %i",
  (startPfn) => {
    const scope = { ...scopeOf(4, 1, 1, "blocks"), startPfn };
    const { states, tried, transitions, depth, levels, outcomes } = runToEnd({ definition: null, scope });
    expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(enumerate(scope));
  },
);

test.each(SCOPES)(
  "counts as a naive enumeration does: %i frames, %i owners, %i slices, %s %s %s",
  (...bounds) => {
    const scope = scopeOf(...bounds);
    const counted = enumerate(scope);
    const run = runToEnd({ definition: null, scope });
    const { states, tried, transitions, depth, levels, outcomes } = run;
    expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(counted);
    expect(run).toMatchObject({ verdict: "holds", closed: true, stoppedBy: null, counterexamples: [] });
    expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
  },
);

const LARGE = [
  [5, 2, 2],
  [32, 2, 2],
  [33, 1, 2],
  [64, 2, 3],
] as const;

test.each(LARGE)(
  "judges every command as the naive model does along walks: %i frames",
  (frames, owners, slices) => {
    const scope = scopeOf(frames, owners, slices, "blocks", "phases", "foreign");
    const specification = new Specification(scope);
    const naive = naiveModules(scope);
    const { commands } = specification;
    expect(commands.map(describeCommand).sort()).toEqual(naive.commands.map(describeCommand).sort());
    const byKind = COMMAND_KINDS.map((kind) => commands.flatMap((c, i) => (c.kind === kind ? [i] : [])));
    // Frees and releases are legal for few arguments, so they are looked for; the end of boot comes late.
    const step = fc.record({ kind: fc.nat(7), pick: fc.nat(1_000_000), answer: fc.nat(1000) });
    const property = fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
      const words = new Int32Array(specification.layout.words);
      let state = naive.initial;
      const compare = () => {
        for (const [c, command] of commands.entries()) {
          const ours = specification.reasonsIn(command.kind, specification.judge(c)).sort();
          const theirs = naive.reasonsAgainst(state, command);
          if (ours.join() !== theirs.join()) expect({ command, ours }).toEqual({ command, ours: theirs });
          if (ours.length > 0 || !answersFrame(command.kind)) continue;
          const answers = Array.from({ length: frames }, (_, f) => f).filter((f) =>
            specification.mayAnswer(c, f),
          );
          if (answers.join() !== naive.answersTo(state, command).join())
            expect({ command, answers }).toEqual({ command, answers: naive.answersTo(state, command) });
        }
      };
      for (const { kind, pick, answer } of steps) {
        specification.look(words, 0);
        const legal = byKind[kind]!.filter((c) => specification.judge(c) === 0);
        if (legal.length === 0) continue;
        const c = legal[pick % legal.length]!;
        const answers = naive.answersTo(state, commands[c]!);
        const given = answers[answer % answers.length]!;
        specification.effects.apply(c, given, words, 0); // in the state looked at above
        state = naive.after(state, commands[c]!, given);
      }
      specification.look(words, 0);
      compare();
      expect(bindInvariants(specification)()).toBeNull();
      specification.effects.apply(byKind[8]![0]!, 0, words, 0);
      specification.look(words, 0);
      state = naive.after(state, { kind: "end-boot" }, 0);
      compare();
    });
    fc.assert(property, { numRuns: frames > 32 ? 4 : 20 });
  },
);

/** Each rule of blocks whose absence breaks an invariant, with the shortest way there. */
test("without the rule against a free from inside, a block is left that never began", () => {
  const scope = scopeOf(3, 1, 1, "blocks");
  const run = runToEnd({ definition: null, scope, without: ["free-block/partial"] });
  expect(run.counterexamples[0]).toMatchObject({ rule: "blocks-begin" });
  expect(programOf(run.counterexamples[0]!)).toEqual(["alloc-block(2 frames, align 1)", "free-block(0)"]);
});

/** Counts on which Spin, by the exported model, and the naive enumeration agree. */
const GOLDEN = [
  { scope: scopeOf(3, 2, 1, "blocks"), states: 191, tried: 9_614, transitions: 1_220, depth: 4 },
  { scope: scopeOf(4, 2, 1, "blocks"), states: 996, tried: 84_322, transitions: 8_684, depth: 5 },
  { scope: scopeOf(5, 1, 1, "blocks"), states: 1_096, tried: 102_564, transitions: 12_350, depth: 6 },
  {
    scope: scopeOf(5, 1, 1, "blocks", "phases"),
    states: 2_192,
    tried: 207_320,
    transitions: 24_188,
    depth: 7,
  },
];

test.each(GOLDEN)(
  "the counts are those of Spin: $scope.frames frames, $scope.modules",
  ({ scope, ...counts }) => {
    expect(runToEnd({ definition: null, scope })).toMatchObject({ verdict: "holds", ...counts });
  },
);

test("a block over the boundary of a word begins, goes on and ends there", () => {
  const specification = new Specification(scopeOf(33, 1, 1, "blocks"));
  const words = new Int32Array(specification.layout.words);
  const numberOf = numbersOf(specification);
  specification.look(words, 0);
  specification.effects.apply(numberOf({ kind: "alloc-block", count: 2, align: 1 }), 31, words, 0);
  specification.look(words, 0);
  expect(bindInvariants(specification)()).toBeNull();
  const reasons = (start: number, count: number) => {
    const command = { kind: "free-block", range: { start, count } } as const;
    return specification.reasonsIn("free-block", specification.judge(numberOf(command)));
  };
  expect([reasons(31, 2), reasons(31, 1), reasons(32, 1)]).toEqual([[], ["partial"], ["interior"]]);
});
