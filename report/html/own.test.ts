import { expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { NAMED } from "../../impl/registry.js";
import { describeAnswer, type TraceStep } from "../../model/trace/trace.js";
import { ROOT } from "../../testing/read.js";
import { ownMarkup } from "./own.js";
import { OwnAnswers } from "./own-answers.js";
import { paneMarkup } from "./pane.js";
import { Trail } from "./trail.js";
import { answersTo, choicesAt } from "./what-if.js";

const SHUT: ReadonlySet<string> = new Set();

function ownOf(file: string, name: string) {
  const { counterexample } = readCounterexamples([`${ROOT}counterexamples/${file}.json`])[0]!; // one file
  const trail = new Trail(counterexample);
  const own = new OwnAnswers(trail, NAMED.find((one) => one.name === name)!);
  const { steps } = counterexample;
  const at = (n: number, of: readonly TraceStep[] = steps) => ({
    name,
    astray: own.astray,
    now: own.after(of, n),
    before: n === 0 ? null : own.after(of, n - 1),
    all: own.toAll(of, n),
  });
  const step = (n: number, text: string, nth = 0): TraceStep => {
    const { machine } = trail;
    const { state } = trail.along(4, []).at(n)!;
    const choice = choicesAt(machine, state).find((one) => one.text === text)!;
    const command = machine.specification.commands[choice.c]!;
    return { command, answer: answersTo(machine, choice, state)[nth]! };
  };
  return { trail, steps, at, step };
}

const pinsOnce = ownOf("bitmap-pins-once.release-live-slice", "bitmap-pins-once");

test("along its trace it answers what is recorded, and the last answer breaks the rule", () => {
  const { steps, at } = pinsOnce;
  for (const n of [1, 2, 3, 4]) expect(at(n).now).toMatchObject({ along: true, own: { broken: null } });
  expect(at(5).now).toMatchObject({
    along: false,
    own: {
      answer: { kind: "accepted" },
      broken: { rule: "release/live-slice", expected: "refused: live-slice", found: "accepted" },
    },
  });
  expect(at(5).all).toBeNull();
  const changed = [0, 1, 2, 3, 4].map((n) => String(at(n).now!.bytes) !== String(at(n + 1).now!.bytes));
  expect(changed).toEqual([true, true, false, true, true]);
  expect(ownMarkup(at(5), steps[4]!, SHUT).text).toContain("✗ breaks <code>release/live-slice</code>");
});

test("of all commands it shows before the step which are answered wrongly", () => {
  const { trail, at } = pinsOnce;
  const place = { moments: trail.recorded, now: 4, frame: null, filter: "", open: new Set<string>() };
  const { text } = paneMarkup(trail, { ...place, own: at(4) }, null);
  expect(text).toMatch(/bitmap-pins-once answers 2 of \d+ commands here wrongly/);
  expect(text).toContain(
    "release(0, owner 1)</code></button> → accepted; <code>release/live-slice</code></li>",
  );
  expect(text).toContain("drop(0)</code></button> → refused: no-such-slice; <code>drop/legal</code></li>");
  const right = paneMarkup(trail, { ...place, now: 1, own: at(1) }, null).text;
  expect(right).toMatch(/✓ bitmap-pins-once answers \d+ commands here, and each rightly/);
  expect(right).toMatch(/<code>alloc\(\)<\/code> → frame 1 <b>its own<\/b>/);
});

test("a command that the allocator has not is told as such", () => {
  const { trail, at } = ownOf("buddy-frees-twice.free-block-already-free", "buddy-frees-twice");
  const place = { moments: trail.recorded, now: 0, frame: null, filter: "", open: SHUT };
  const { text } = paneMarkup(trail, { ...place, own: at(0) }, null);
  const kinds = [...text.matchAll(/data-kind="([^"]+)"[\s\S]*?legal([^<]*)</g)].map(([, kind, more]) => [
    kind,
    more,
  ]);
  expect(Object.fromEntries(kinds)).toMatchObject({
    alloc: "; buddy-frees-twice has none",
    "alloc-block": "",
  });
});

test("from where it answers otherwise it is asked no more, and that is said", () => {
  const { steps, at, step } = pinsOnce;
  const other = step(4, "alloc()", 1);
  const way = [...steps.slice(0, 4), other];
  expect(describeAnswer(other.answer)).toBe("frame 2");
  expect(ownMarkup(at(5, way), other, SHUT).text).toContain("which is right as well. Here stands frame 2");
  const further = [...way, step(4, "drop(0)")];
  expect(at(6, further).now).toBeNull();
  expect(ownMarkup(at(6, further), further[5]!, SHUT).text).toContain("It went another way");
  // Back on the recorded way it goes along again.
  expect(at(4).now!.along).toBe(true);
});

test("where nobody is asked it is said why", () => {
  const { text } = ownMarkup("mine comes from ./<mine>.ts, and a page runs no such file", null, SHUT);
  expect(text).toContain("Only the specification answers here: mine comes from ./&lt;mine&gt;.ts");
});
