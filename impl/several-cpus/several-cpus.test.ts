/** Allocators of several CPUs: the sound ones close, and each race is found as it is recorded. */
import { describe, expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { check, replay } from "../../index.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { ROOT } from "../../testing/read.js";
import { RACES } from "../faulty/races.js";
import { SEVERAL_CPUS, soundVersionOf } from "../registry.js";

const SOUND = SEVERAL_CPUS.filter((definition) => definition.class === "sound");
const FAULTY = SEVERAL_CPUS.filter((definition) => definition.class === "faulty");
const RECORDED = readCounterexamples([`${ROOT}counterexamples/several-cpus`]).map(
  (file) => file.counterexample,
);

const named = (name: string | null): AllocatorDefinition => {
  const definition = SEVERAL_CPUS.find((candidate) => candidate.name === name);
  if (definition === undefined) throw new Error(`there is no ${name}`);
  return definition;
};
const scopeFor = ({ scopes = [] }: AllocatorDefinition) => scopes[0] ?? {};

test.each(SOUND.map((definition) => [definition.name, definition] as const))("%s holds", (_, definition) => {
  expect(scopeFor(definition).cpus).toBe(2);
  expect(check(definition, scopeFor(definition))).toMatchObject({ verdict: "holds", closed: true });
  // On one CPU there is no race, and nothing else is wrong with it either.
  expect(check(definition, { ...scopeFor(definition), cpus: 1 })).toMatchObject({ verdict: "holds" });
});

test("each faulty one is recorded, and is a version of a sound one that offers and promises the same", () => {
  expect(RECORDED.map(({ allocator }) => allocator).sort()).toEqual(FAULTY.map(({ name }) => name).sort());
  for (const definition of FAULTY) {
    const { contract, offers } = definition;
    expect(soundVersionOf(definition)).toMatchObject({ contract, offers });
  }
});

test("the table of races names each under the rule it is recorded with", () => {
  const named = Object.entries(RACES).flatMap(([rule, names]) => names.map((name) => [name, rule]));
  expect(named.sort()).toEqual(RECORDED.map(({ allocator, rule }) => [allocator, rule]).sort());
});

/** Those that are broken with nobody beside them as well; of the others the race is the fault. */
const WITHOUT_RACE = [
  "locked-bitmap-keeps-its-lock",
  "locked-bitmap-unlocks-twice",
  "locked-bitmap-waits-for-room",
  "cached-list-keeps-reserved",
  "cached-list-keeps-cached",
];

describe.each(RECORDED.map((recorded) => [recorded.allocator, recorded] as const))("%s", (name, recorded) => {
  const faulty = named(name);

  test("is found anew as it is recorded, in at most 30 accesses", () => {
    const [found, ...more] = check(faulty, scopeFor(faulty)).counterexamples;
    expect(more).toEqual([]);
    expect(found).toEqual(recorded);
    expect(recorded.cpus?.accesses.length).toBeLessThanOrEqual(30);
  });

  test("comes again, and on the sound one it does not", () => {
    expect(replay(recorded, faulty)).toMatchObject({ fate: "breaks", rule: recorded.rule });
    expect(replay(recorded, soundVersionOf(faulty)!)).toMatchObject({ rule: null });
  });

  test("is no race where it is said to be none", () => {
    const alone = check(faulty, { ...scopeFor(faulty), cpus: 1 });
    expect(alone.verdict).toBe(WITHOUT_RACE.includes(name ?? "") ? "broken" : "holds");
  });
});

test("extraction that another CPU's release overtakes: a slice is read while its frame is free", () => {
  const boot = { ...scopeFor(named("locked-bitmap")), map: "2 reserved" };
  expect(check(named("locked-bitmap"), boot)).toMatchObject({ verdict: "holds" });
  const [found] = check(named("locked-bitmap-counts-outside"), boot).counterexamples;
  expect(found).toMatchObject({ rule: "release/live-slice" });
  expect(found?.cpus?.commands.map(({ command }) => command.kind).sort()).toEqual(["borrow", "release"]);
});
