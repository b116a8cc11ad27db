/** A specification of the commands that are named says of them what the whole one says. */
import { expect, test } from "vitest";
import { scopeOf } from "../../testing/scopes.js";
import { answersFrame, COMMAND_KINDS, type Command, describeCommand } from "../words/commands.js";
import { inOrder, MODULE_IDS, type ModuleId, standsAlone } from "../words/scope.js";
import { Specification } from "./specification.js";

/** What a specification says of a command in the state it looks at. */
function saidOf(specification: Specification, command: Command, c: number) {
  const answers = Array.from({ length: specification.answersOf(c) }, (_, answer) => answer);
  return {
    command: describeCommand(command),
    mask: specification.judge(c),
    answers: answersFrame(command.kind)
      ? answers.filter((answer) => specification.mayAnswer(c, answer))
      : [0],
  };
}

/**
 * Walks through both from the initial state on, by commands both have, and compares all they say on the
 * way.
 */
function compare(frames: number, modules: readonly ModuleId[], share: number, steps: number): number {
  const scope = { ...scopeOf(frames, 2, 2), modules: [...modules] };
  const whole = new Specification(scope);
  let seed = 7;
  const draw = (most: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >>> 8) % most;
  };
  // Of some kinds there are none at all, as a run draws its kinds.
  const left = share === 100 ? [] : COMMAND_KINDS.filter(() => draw(4) === 0);
  const commands = whole.commands.filter(({ kind }) => draw(100) < share && !left.includes(kind));
  const some = new Specification(scope, { commands: [...commands].reverse() });
  const numberIn = new Map(whole.commands.map((command, c) => [describeCommand(command), c]));
  const states = [whole.initial.slice(), some.initial.slice()] as const;
  let accepted = 0;
  for (let step = 0; step < steps; step++) {
    whole.look(states[0], 0);
    some.look(states[1], 0);
    const said = some.commands.map((command, c) => saidOf(some, command, c));
    const wholly = some.commands.map((command) =>
      saidOf(whole, command, numberIn.get(describeCommand(command))!),
    );
    // `toEqual` of so much takes seconds.
    if (JSON.stringify(said) !== JSON.stringify(wholly)) expect(said).toEqual(wholly);
    for (let unit = 0; unit < frames; unit++)
      if (some.kindOf(states[1], 0, unit) !== whole.kindOf(states[0], 0, unit)) expect(unit).toBe("the same");
    const legal = said.flatMap(({ mask, answers }, c) =>
      mask === 0 ? answers.map((answer) => ({ c, answer })) : [],
    );
    const chosen = draw(20) === 0 ? undefined : legal[draw(Math.max(1, legal.length))];
    if (chosen === undefined) {
      states[0].set(whole.initial);
      states[1].set(some.initial);
      continue;
    }
    accepted++;
    const command = some.commands[chosen.c]!;
    whole.effects.apply(numberIn.get(describeCommand(command))!, chosen.answer, states[0], 0);
    some.effects.apply(chosen.c, chosen.answer, states[1], 0);
  }
  return accepted;
}

const ALONE = MODULE_IDS.filter(
  (id) => standsAlone(id) && id !== "core" && id !== "regions" && id !== "boot" && id !== "rootfs",
);

test.each([1, 2, 3, 4, 5])("of some or all commands of the core over %i frames", (frames) => {
  expect(compare(frames, ["core"], 100, 150)).toBeGreaterThan(100);
  compare(frames, ["core"], 40, 150);
});

test.each(ALONE)("of the module %s", (id) => {
  const modules = inOrder([id]);
  expect(compare(3, modules, 100, 60)).toBeGreaterThan(40);
  compare(5, modules, 30, 60);
});

test("of a pool at the limit of a whole layout", () => {
  expect(compare(64, ["core"], 3, 60)).toBeGreaterThan(20);
});
