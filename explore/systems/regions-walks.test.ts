/** The modules about regions in scopes of more than 32 units, compared with the naive model along walks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Specification } from "../../model/specification/specification.js";
import { answersFrame, describeCommand } from "../../model/words/commands.js";
import { bindInvariants } from "../../properties/broken-invariants.js";
import { naiveRegions } from "../../testing/oracle/naive-regions.js";
import { scopeOf } from "../../testing/scopes.js";

const EVERYTHING = ["limits", "nodes", "flags", "hand-over", "growth", "foreign"];
const LARGE = [
  { ...scopeOf(17, 1, 2, ...EVERYTHING), units: 2 },
  { ...scopeOf(33, 2, 1, "limits", "nodes"), nodes: 3 },
  scopeOf(36, 1, 1, "flags", "hand-over"),
];

test.each(LARGE)("judges every command as the naive model does: $frames frames, $modules", (scope) => {
  const specification = new Specification(scope);
  const naive = naiveRegions(scope);
  const { commands } = specification;
  expect(commands.map(describeCommand).sort()).toEqual(naive.commands.map(describeCommand).sort());
  const kinds = [...new Set(commands.map(({ kind }) => kind))].filter((kind) => kind !== "end-boot");
  const byKind = kinds.map((kind) => commands.flatMap((command, c) => (command.kind === kind ? [c] : [])));
  const step = fc.record({ kind: fc.nat(kinds.length - 1), pick: fc.nat(1_000_000), answer: fc.nat(1000) });
  const property = fc.property(
    fc.array(step, { minLength: 15, maxLength: 30 }),
    fc.boolean(),
    (steps, ends) => {
      const words = new Int32Array(specification.layout.words);
      let state = naive.initial;
      const give = (c: number, answer: number) => {
        specification.effects.apply(c, answer, words, 0); // in the state looked at before
        state = naive.after(state, commands[c]!, answer);
        specification.look(words, 0);
      };
      const compare = () => {
        for (const [c, command] of commands.entries()) {
          const ours = specification.reasonsIn(command.kind, specification.judge(c)).sort();
          const theirs = naive.reasonsAgainst(state, command);
          if (ours.join() !== theirs.join()) expect({ command, ours }).toEqual({ command, ours: theirs });
          if (ours.length > 0 || !answersFrame(command.kind)) continue;
          const places = Array.from({ length: specification.answersOf(c) }, (_, place) => place);
          const answers = places.filter((place) => specification.mayAnswer(c, place));
          expect({ command, answers }).toEqual({ command, answers: naive.answersTo(state, command) });
        }
        expect(bindInvariants(specification)()).toBeNull();
      };
      specification.look(words, 0);
      for (const { kind, pick, answer } of steps) {
        const legal = byKind[kind]!.filter((c) => specification.judge(c) === 0);
        if (legal.length === 0) continue;
        const c = legal[pick % legal.length]!;
        const answers = naive.answersTo(state, commands[c]!);
        give(c, answers[answer % answers.length]!);
      }
      compare();
      const end = commands.findIndex(({ kind }) => kind === "end-boot");
      if (!ends || end < 0) return;
      give(end, 0);
      compare();
    },
  );
  fc.assert(property, { numRuns: 12 });
});
