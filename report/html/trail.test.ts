import { expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { ROOT } from "../../testing/read.js";
import { touchesOf } from "./frame-life.js";
import { paneMarkup } from "./pane.js";
import { shortestTo } from "./shortest.js";
import { inWords } from "./strip.js";
import { Trail } from "./trail.js";
import { answersTo, choicesAt } from "./what-if.js";

const [{ counterexample }] = readCounterexamples([
  `${ROOT}counterexamples/bitmap-pins-once.release-live-slice.json`,
]) as [ReturnType<typeof readCounterexamples>[number]];
const trail = new Trail(counterexample);

test("the life of a frame is the steps that name it or change it", () => {
  expect(touchesOf(trail, trail.recorded, 0).map(({ n, became }) => [n, became])).toEqual([
    [1, "reserved by owner 1"],
    [2, "under 1 live slice"],
    [3, "under 2 live slices"],
    [4, "under 1 live slice"],
    [5, null],
  ]);
  expect(touchesOf(trail, trail.recorded, 1)).toEqual([]);
});

test("memory in words", () => {
  expect(inWords(trail.recorded[5]!.memory)).toBe(
    "frame 0 reserved by owner 1, frames 1 to 3 free; live: [0]",
  );
});

test("where a frame has units, cells are called so", () => {
  const { scope } = counterexample;
  const halves = { ...scope, frames: 2, units: 2, modules: ["core", "regions"] as const };
  const trail = new Trail({ ...counterexample, scope: halves, contract: "memblock", steps: [], rule: "" });
  const moment = trail.recorded[0]!;
  expect(inWords(moment.memory)).toBe("units 0 to 3 free");
  const at = { moments: trail.recorded, now: 0, frame: 1, filter: "", open: new Set<string>() };
  const { text } = paneMarkup(trail, { ...at, own: "no allocator was asked" }, null);
  expect(text).toContain("Units, 2 a frame: choose one");
  expect(text).toContain("<h3>Unit 1</h3>");
});

test("what broke the rule by its answer is left out by whoever goes another way", () => {
  expect([trail.turning(3), trail.turning(5)]).toEqual([3, 4]);
  const [drop] = choicesAt(trail.machine, trail.recorded[4]!.state).filter(({ text }) => text === "drop(0)");
  const step = {
    command: trail.machine.specification.commands[drop!.c]!,
    answer: { kind: "accepted" },
  } as const;
  const moments = trail.along(4, [step]);
  expect(moments.map(({ memory }) => memory.slices.length)).toEqual([0, 0, 1, 2, 1, 0]);
  const [release] = choicesAt(trail.machine, moments[5]!.state).filter(
    ({ text }) => text === "release(0, owner 1)",
  );
  expect(answersTo(trail.machine, release!, moments[5]!.state)).toEqual([{ kind: "accepted" }]);
});

test("the pane lists every command with what is said of it", () => {
  const place = {
    moments: trail.recorded,
    now: 4,
    frame: 0,
    filter: "release(0",
    open: new Set<string>(),
    own: "no allocator was asked",
  };
  const { text } = paneMarkup(trail, place, null);
  expect(text).toContain("<b>refused: live-slice</b>");
  expect(text).toContain("release is refused while a live slice overlaps the range");
  expect(text).toContain("reserved by owner 1, so since");
  expect(text).not.toContain("borrow(0..1)");
});

test("the shortest way to an outcome ends with it, and there is none to what never is", () => {
  const { machine } = trail;
  const texts = (kind: string, outcome: string) => {
    const known = COMMAND_KINDS.find((one) => one === kind)!;
    return shortestTo(machine, known, outcome)?.map(
      ({ command, answer }) => `${command.kind} ${answer.kind}`,
    );
  };
  expect(texts("release", "live-slice")).toEqual(["reserve accepted", "borrow accepted", "release refused"]);
  expect(texts("alloc", "exhausted")).toHaveLength(2);
  expect(texts("free", "accepted")).toEqual(["alloc accepted", "free accepted"]);
  expect(texts("sweep", "accepted")).toBeUndefined();
});
