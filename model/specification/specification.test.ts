/** The packed specification against a model of plain arrays, in scopes up to the largest there are. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numbersOf } from "../../testing/commands.js";
import {
  answersTo,
  type NaiveState,
  naiveAfter,
  naiveCommands,
  naiveInitial,
  reasonsAgainst,
} from "../../testing/oracle/naive-model.js";
import { commandOf, drawsOf } from "../../testing/random-walk.js";
import { scopeOf } from "../../testing/scopes.js";
import { BOUNDS } from "../words/bounds.js";
import type { Command, CoreCommand } from "../words/commands.js";
import { ALLOCATED, FREE } from "../words/frames.js";
import type { Scope } from "../words/scope.js";
import { limitBit, Specification } from "./specification.js";

const upTo = (least: number, most: number) => fc.integer({ min: least, max: most });
const scopesOf = (frames: fc.Arbitrary<number>, owners: number) =>
  fc.tuple(frames, upTo(1, owners), upTo(1, BOUNDS.slices.most)).map((bounds) => scopeOf(...bounds));

/** Without other modules every command is one of the core. */
function commandsOf({ commands }: Specification): readonly CoreCommand[] {
  return commands as readonly CoreCommand[];
}

/** The set of true reasons by the packed specification, and whether the command is beyond a bound. */
function judged(specification: Specification, command: Command, c: number) {
  const mask = specification.judge(c);
  const { kind } = command;
  return {
    reasons: specification.reasonsIn(kind, mask).sort(),
    beyond: (mask & limitBit(specification.ruleOf(kind))) !== 0,
  };
}

function naivelyJudged({ slices }: Scope, state: NaiveState, command: CoreCommand) {
  const beyond = command.kind === "borrow" && state.slices.length === slices;
  return { reasons: reasonsAgainst(state, command), beyond };
}

function kindsOf(specification: Specification, words: Int32Array): number[] {
  return Array.from({ length: specification.scope.frames }, (_, frame) =>
    specification.kindOf(words, 0, frame),
  );
}

function naiveKinds({ frames }: NaiveState): number[] {
  return frames.map((holder) => (holder === "free" ? FREE : holder === "allocated" ? ALLOCATED : holder));
}

/** A walk of both at once; `everywhere` compares every command in every state, else only at the end. */
function walk(scope: Scope, draws: Parameters<typeof commandOf>[2][], everywhere: boolean): void {
  const specification = new Specification(scope);
  const numberOf = numbersOf(specification);
  const commands = naiveCommands(scope.frames, scope.owners);
  expect(specification.commands.length).toBe(commands.length);
  const words = new Int32Array(specification.layout.words);
  let state = naiveInitial(scope.frames);
  const compare = (command: CoreCommand) =>
    expect(judged(specification, command, numberOf(command))).toEqual(naivelyJudged(scope, state, command));
  const compareAll = () => {
    for (const [c, command] of commandsOf(specification).entries()) {
      const ours = judged(specification, command, c);
      const naive = naivelyJudged(scope, state, command);
      // Compared as text first: an assertion for each of 30,000 commands would take all the time.
      if (JSON.stringify(ours) !== JSON.stringify(naive)) expect({ command, ...ours }).toEqual(naive);
    }
  };
  for (const draw of draws) {
    specification.look(words, 0);
    if (everywhere) compareAll();
    const command = commandOf(state, scope, draw);
    compare(command);
    const { reasons, beyond } = naivelyJudged(scope, state, command);
    if (reasons.length > 0 || beyond) continue;
    const answers = answersTo(state, command);
    const answer = answers[draw.b % answers.length]!;
    specification.look(words, 0); // comparing has looked at others
    specification.effects.apply(numberOf(command), answer, words, 0);
    state = naiveAfter(state, command, answer);
    expect(kindsOf(specification, words)).toEqual(naiveKinds(state));
    expect(words).toEqual(packed(specification, numberOf, state));
  }
  specification.look(words, 0);
  compareAll();
}

/** A state built from nothing: frame by frame, then slice by slice in the order of their names. */
function packed(specification: Specification, numberOf: (command: Command) => number, state: NaiveState) {
  const words = new Int32Array(specification.layout.words);
  const give = (command: Command, answer: number) => {
    specification.look(words, 0);
    specification.effects.apply(numberOf(command), answer, words, 0);
  };
  state.frames.forEach((holder, frame) => {
    if (holder === "allocated") give({ kind: "alloc" }, frame);
    else if (holder !== "free")
      give({ kind: "reserve", range: { start: frame, count: 1 }, owner: holder }, 0);
  });
  const name = ({ start, count }: { start: number; count: number }) => `${start}+${count}`;
  const slices = [...state.slices].sort((a, b) => (name(a) < name(b) ? -1 : 1));
  for (const range of slices) give({ kind: "borrow", range }, 0);
  return words;
}

describe("the packed specification and the naive model agree on every command, effect and frame", () => {
  test("in small scopes, in every state of a walk", () => {
    fc.assert(
      fc.property(scopesOf(upTo(1, 6), 3), drawsOf(40), (scope, draws) => walk(scope, draws, true)),
      { numRuns: 60 },
    );
  });

  test("where a mask has its sign bit set", () => {
    fc.assert(
      fc.property(scopesOf(upTo(31, 32), 8), drawsOf(60), (scope, draws) => walk(scope, draws, false)),
      { numRuns: 12 },
    );
  });

  test("where a mask has a second word", () => {
    fc.assert(
      fc.property(scopesOf(upTo(33, 64), 4), drawsOf(60), (scope, draws) => walk(scope, draws, false)),
      { numRuns: 8 },
    );
  });

  test("in the largest scope there is", () => {
    fc.assert(
      fc.property(drawsOf(80), (draws) => walk(scopeOf(64, 8, 16), draws, false)),
      { numRuns: 2 },
    );
  });
});

test("equal states are equal words, whatever the order of borrows and drops that led there", () => {
  const property = fc.property(
    fc.constantFrom(4, 32, 40),
    fc.array(fc.tuple(fc.nat(63), fc.nat(63)), { minLength: 1, maxLength: 15 }),
    fc.infiniteStream(fc.nat(1000)),
    (frames, picks, order) => {
      const specification = new Specification(scopeOf(frames, 1, 16));
      const numberOf = numbersOf(specification);
      const ranges = picks.map(([a, b]) => {
        const start = a % frames;
        return { start, count: (b % (frames - start)) + 1 };
      });
      const whole = { start: 0, count: frames };
      const build = (list: readonly { start: number; count: number }[], detours: boolean) => {
        const words = new Int32Array(specification.layout.words);
        const give = (command: Command) => {
          specification.look(words, 0);
          specification.effects.apply(numberOf(command), 0, words, 0);
        };
        give({ kind: "reserve", range: whole, owner: 1 });
        for (const range of list) {
          give({ kind: "borrow", range });
          if (!detours) continue;
          give({ kind: "borrow", range: list[0]! });
          give({ kind: "drop", range: list[0]! });
        }
        return words;
      };
      const shuffled = ranges
        .map((range) => ({ range, rank: order.next().value }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ range }) => range);
      expect(build(shuffled, true)).toEqual(build(ranges, false));
      expect(build([...ranges].reverse(), true)).toEqual(build(ranges, false));
    },
  );
  fc.assert(property, { numRuns: 60 });
});

test("a state, a command and an answer have exactly one successor, and nothing beside it is written", () => {
  const scope = scopeOf(5, 2, 3);
  const specification = new Specification(scope);
  const numberOf = numbersOf(specification);
  const size = specification.layout.words;
  const property = fc.property(drawsOf(30), (draws) => {
    let state = naiveInitial(scope.frames);
    let words = new Int32Array(size);
    for (const draw of draws) {
      const command = commandOf(state, scope, draw);
      const { reasons, beyond } = naivelyJudged(scope, state, command);
      if (reasons.length > 0 || beyond) continue;
      const c = numberOf(command);
      const successors = answersTo(state, command).map((answer) => {
        const once = new Int32Array(size);
        specification.look(words, 0);
        specification.effects.apply(c, answer, once, 0);
        // A second time elsewhere, after the specification has looked at another state.
        const padded = new Int32Array(size + 2).fill(-1);
        specification.look(once, 0);
        specification.look(words, 0);
        specification.effects.apply(c, answer, padded, 1);
        expect(padded.subarray(1, size + 1)).toEqual(once);
        expect([padded[0], padded[size + 1]]).toEqual([-1, -1]);
        return { answer, words: once };
      });
      // Different answers are different successors: an answer is all a client need know.
      const keys = new Set(successors.map((successor) => successor.words.join(" ")));
      expect(keys.size).toBe(successors.length);
      const taken = successors[draw.c % successors.length]!;
      words = taken.words;
      state = naiveAfter(state, command, taken.answer);
    }
  });
  fc.assert(property, { numRuns: 60 });
});

test("commands are tried in one order: by kind as in the vocabulary, then by range and owner", () => {
  const { commands, kinds } = new Specification(scopeOf(2, 2, 1));
  expect([...kinds]).toEqual([...kinds].sort((a, b) => a - b));
  expect(commands.slice(0, 3)).toEqual([
    { kind: "reserve", range: { start: 0, count: 1 }, owner: 1 },
    { kind: "reserve", range: { start: 0, count: 1 }, owner: 2 },
    { kind: "reserve", range: { start: 0, count: 2 }, owner: 1 },
  ]);
});

test("what a command does is kept for the frames that it touches, in a large pool as well", () => {
  const scope = { ...scopeOf(4096, 2, 3), modules: ["core", "blocks"] as const };
  const before = process.memoryUsage().arrayBuffers;
  const { commands } = new Specification(scope, { commands: [{ kind: "alloc-block", count: 8, align: 1 }] });
  expect(commands).toHaveLength(1);
  // By whole states it is 36 MB.
  expect(process.memoryUsage().arrayBuffers - before, "bytes").toBeLessThan(8_000_000);
});
