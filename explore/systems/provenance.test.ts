/** The modules about provenance by themselves: counted by an enumeration that shares no code with them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Specification } from "../../model/specification/specification.js";
import { answersFrame, COMMAND_KINDS, describeCommand } from "../../model/words/commands.js";
import { bindInvariants } from "../../properties/broken-invariants.js";
import { enumerate } from "../../testing/oracle/naive-enumeration.js";
import { naiveProvenance } from "../../testing/oracle/naive-provenance.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

/** All modules together. The naive enumeration takes longer than all else here, so it is for the night. */
const TOGETHER = {
  ...scopeOf(2, 1, 1, "blocks", "phases", "foreign", "provenance", "protected", "handles", "contents"),
  handles: 1,
};
const SCOPES: Parameters<typeof scopeOf>[] = [
  [2, 2, 2, "provenance"],
  [3, 1, 2, "provenance"],
  [3, 2, 1, "protected"],
  [2, 2, 1, "handles"],
  [3, 1, 1, "handles"],
  [2, 1, 1, "quarantine"],
  [3, 1, 1, "contents"],
  [2, 2, 1, "contents"],
  [2, 1, 1, "blocks", "quarantine", "contents"],
];
const ENUMERATED = [
  ...SCOPES.map((bounds) => scopeOf(...bounds)),
  ...(process.env["ALLOCHECK_TIMES"] === undefined ? [] : [TOGETHER]),
];

test.each(ENUMERATED)(
  "counts as a naive enumeration does: $frames frames, $owners owners, $slices slices, $modules",
  (scope) => {
    const counted = enumerate(scope);
    const run = runToEnd({ definition: null, scope });
    const { states, tried, transitions, depth, levels, outcomes } = run;
    expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(counted);
    expect(run).toMatchObject({ verdict: "holds", closed: true, stoppedBy: null, counterexamples: [] });
    expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
  },
);

const LARGE: Parameters<typeof scopeOf>[] = [
  [5, 2, 2, "provenance", "protected", "quarantine", "contents"],
  [9, 2, 3, "blocks", "provenance", "protected", "handles", "contents"],
  [33, 1, 2, "provenance"],
  [33, 1, 2, "handles", "contents"],
  [64, 2, 3, "protected", "quarantine", "contents"],
];

test.each(LARGE)(
  "judges every command as the naive model does along walks: %i frames, %i owners, %i slices",
  (...bounds) => {
    const scope = scopeOf(...bounds);
    const specification = new Specification(scope);
    const naive = naiveProvenance(scope);
    const { commands } = specification;
    expect(commands.map(describeCommand).sort()).toEqual(naive.commands.map(describeCommand).sort());
    const byKind = COMMAND_KINDS.map((kind) => commands.flatMap((c, i) => (c.kind === kind ? [i] : [])));
    const kinds = byKind.filter((numbers) => numbers.length > 0);
    const seen = new Set<string>();
    const step = fc.record({ kind: fc.nat(1000), pick: fc.nat(1_000_000), answer: fc.nat(1000) });
    const property = fc.property(fc.array(step, { minLength: 25, maxLength: 50 }), (steps) => {
      const words = new Int32Array(specification.layout.words);
      let state = naive.initial;
      for (const { kind, pick, answer } of steps) {
        specification.look(words, 0);
        // What is legal for few arguments is looked for; the bound of the scope counts as a reason here.
        const legal = kinds[kind % kinds.length]!.filter((c) => specification.judge(c) === 0);
        if (legal.length === 0) continue;
        const c = legal[pick % legal.length]!;
        const command = commands[c]!;
        const answers = naive.answersTo(state, command);
        const given = answers[answer % answers.length]!;
        specification.effects.apply(c, given, words, 0); // in the state looked at above
        state = naive.after(state, command, given);
        seen.add(command.kind);
      }
      specification.look(words, 0);
      expect(bindInvariants(specification)()).toBeNull();
      for (const [c, command] of commands.entries()) {
        const ours = specification.reasonsIn(command.kind, specification.judge(c)).sort();
        const theirs = naive.reasonsAgainst(state, command);
        if (ours.join() !== theirs.join()) expect({ command, ours }).toEqual({ command, ours: theirs });
        if (ours.length > 0 || !answersFrame(command.kind)) continue;
        const answers = Array.from({ length: scope.frames }, (_, f) => f).filter((f) =>
          specification.mayAnswer(c, f),
        );
        expect({ command, answers }).toEqual({ command, answers: naive.answersTo(state, command) });
      }
    });
    fc.assert(property, { numRuns: scope.frames > 32 ? 3 : 30 });
    expect(seen.size).toBeGreaterThan(3); // the walks were no formality
  },
);

/** Counts on which the naive enumeration agrees, where it takes too long to ask it each time. */
const GOLDEN = [
  { scope: TOGETHER, states: 33_984, tried: 3_800_302, transitions: 338_492, depth: 12 },
  { scope: scopeOf(3, 2, 2, "provenance"), states: 10_872, tried: 1_174_680, transitions: 74_580, depth: 13 },
  { scope: scopeOf(3, 2, 1, "handles"), states: 30_966, tried: 1_559_268, transitions: 246_860, depth: 9 },
  { scope: scopeOf(4, 2, 1, "protected"), states: 5_840, tried: 417_328, transitions: 69_794, depth: 7 },
  { scope: scopeOf(4, 1, 1, "contents"), states: 8_299, tried: 555_214, transitions: 86_052, depth: 9 },
];

test.each(GOLDEN)(
  "the counts are those of the enumeration: $scope.frames frames, $scope.modules",
  (golden) => {
    const { scope, ...counts } = golden;
    expect(runToEnd({ definition: null, scope })).toMatchObject({ verdict: "holds", ...counts });
  },
);
