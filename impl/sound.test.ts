/** One suite for every sound allocator that has all of the core; `blocks.test.ts` is for those of blocks. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Replayer } from "../explore/replay/replayer.js";
import { giveByValue as call } from "../explore/systems/calls.js";
import { STRICT } from "../model/contracts/named.js";
import { Specification } from "../model/specification/specification.js";
import { CORE_KINDS, type CoreCommand } from "../model/words/commands.js";
import { ALLOCATED, FREE } from "../model/words/frames.js";
import { codeOf, type ReasonId, reasons } from "../model/words/reasons.js";
import { numbersOf } from "../testing/commands.js";
import {
  answersTo,
  type NaiveState,
  naiveAfter,
  naiveInitial,
  reasonsAgainst,
} from "../testing/oracle/naive-model.js";
import { commandOf, drawsOf } from "../testing/random-walk.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { ALLOCATORS } from "./registry.js";

const SOUND = ALLOCATORS.filter(
  ({ class: kind, contract, offers }) =>
    kind === "sound" && contract === STRICT && CORE_KINDS.every((command) => offers[command] === true),
);
const LARGE = [
  { scope: scopeOf(32, 2, 5), runs: 20, commands: 150 },
  { scope: scopeOf(64, 2, 8), runs: 3, commands: 150 },
  { scope: scopeOf(5, 2, 2), runs: 60, commands: 60 },
];

function observed({ frames }: NaiveState): number[] {
  return frames.map((holder) => (holder === "free" ? FREE : holder === "allocated" ? ALLOCATED : holder));
}

test("there are sound allocators, each under a name of its own", () => {
  expect(SOUND.map(({ name }) => name)).toEqual(expect.arrayContaining(["bitmap", "free-list"]));
  expect(new Set(ALLOCATORS.map(({ name }) => name)).size).toBe(ALLOCATORS.length);
});

describe.each(SOUND)("$name", (definition) => {
  test.each(LARGE)("random commands never break it: $scope.frames frames", ({ scope, runs, commands }) => {
    const numberOf = numbersOf(new Specification(scope));
    const seen = new Map<string, number>();
    const property = fc.property(drawsOf(commands), fc.boolean(), (draws, restored) => {
      const walk = new Replayer(definition, definition.contract, scope, restored ? "restored" : "straight");
      expect(walk.begin()).toBeNull();
      let state = naiveInitial(scope.frames);
      for (const draw of draws) {
        const command = commandOf(state, scope, draw);
        const walked = walk.take(numberOf(command));
        if (walked.kind === "broke") expect({ command, ...walked }).toBe("unbroken");
        if (walked.kind !== "went") continue;
        const { answer } = walked;
        const outcome = `${command.kind} ${answer.kind === "refused" ? answer.reason : answer.kind}`;
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        if (answer.kind === "accepted") state = naiveAfter(state, command, answer.frame ?? 0);
      }
    });
    fc.assert(property, { numRuns: runs });
    if (runs < 20) return;
    // The walks were no formality: all that can be accepted was, and most refusals came up.
    for (const kind of ["reserve", "release", "borrow", "drop", "alloc", "free"])
      expect(seen.get(`${kind} accepted`)).toBeGreaterThan(0);
    expect(seen.size).toBeGreaterThan(12);
  });

  test("it agrees with the naive model on its own, without the machinery of the search", () => {
    const scope = scopeOf(32, 3, 4);
    const property = fc.property(drawsOf(150), (draws) => {
      const allocator = definition.make(scope);
      let state = naiveInitial(scope.frames);
      for (const draw of draws) {
        const command = commandOf(state, scope, draw);
        const against = reasonsAgainst(state, command);
        if (command.kind === "borrow" && against.length === 0 && state.slices.length === scope.slices)
          continue;
        const before = allocator.state.slice();
        const answer = call(allocator, command);
        if (answer < 0) {
          expect([-1, ...against.map((reason) => codeOf(reason as ReasonId))]).toContain(answer);
          expect(against).not.toEqual([]);
          expect(allocator.state).toEqual(before);
          continue;
        }
        expect({ command, against }).toEqual({ command, against: [] });
        expect(answersTo(state, command)).toContain(answer);
        state = naiveAfter(state, command, answer);
        expect(allocator.audit?.() ?? null).toBeNull();
        expect(state.frames.map((_, frame) => allocator.observe!(frame))).toEqual(observed(state));
      }
    });
    fc.assert(property, { numRuns: 40 });
  });

  test("what is dropped, released and freed again leaves the bytes of the start", () => {
    const scope = scopeOf(32, 2, 6);
    const property = fc.property(drawsOf(100), (draws) => {
      const allocator = definition.make(scope);
      const fresh = allocator.state.slice();
      let state = naiveInitial(scope.frames);
      const give = (command: CoreCommand) => {
        const answer = call(allocator, command);
        if (answer >= 0) state = naiveAfter(state, command, answer);
        return answer;
      };
      for (const draw of draws) {
        const command = commandOf(state, scope, draw);
        if (command.kind !== "borrow" || state.slices.length < scope.slices) give(command);
      }
      for (const range of state.slices) expect(give({ kind: "drop", range })).toBe(0);
      state.frames.forEach((holder, frame) => {
        if (holder === "free") return;
        const range = { start: frame, count: 1 };
        expect(
          give(holder === "allocated" ? { kind: "free", frame } : { kind: "release", range, owner: holder }),
        ).toBe(0);
      });
      expect(allocator.state).toEqual(fresh);
    });
    fc.assert(property, { numRuns: 40 });
  });

  test("every refusal it gives says why", () => {
    const scope = scopeOf(3, 2, 2);
    const run = runToEnd({ definition, scope });
    expect(run.verdict).toBe("holds");
    const specification = new Specification(scope);
    const allocator = definition.make(scope);
    specification.look(new Int32Array(specification.layout.words), 0);
    for (const [c, command] of specification.commands.entries()) {
      const [reason] = specification.reasonsIn(command.kind, specification.judge(c));
      if (reason === undefined) continue;
      const answer = call(allocator, command);
      expect(answer).toBeLessThan(reasons.REFUSED);
      expect(answer).toBe(codeOf(reason)); // with every frame free there is one true reason each
    }
  });
});
