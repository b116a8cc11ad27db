/** What is asked of a check comes from a config as from the command line, and what shows a run again. */
import { expect, test } from "vitest";
import { check } from "../../index.js";
import { allocatorNamed } from "../targets/names.js";
import { againText } from "./again.js";
import { parseConfig } from "./config.js";
import { fuzzJobs } from "./fuzz-jobs.js";
import { type JobOptions, jobsOf } from "./jobs.js";
import { boundsSaid, undoneIn } from "./undone.js";

const SMALL = { frames: 2, owners: 2, slices: 1 } as const;

/** The command that shows again what came of these options. */
function again(target: string, options: JobOptions, found: Partial<ReturnType<typeof check>> = {}): string {
  const [job] = jobsOf([target], options, null);
  const run = check(allocatorNamed(target), { ...SMALL, grow: true, windows: false });
  return againText(job!, { ...run, ...found }, {});
}

test("grow and proved stand in the defaults, a target wins over them, and the command line over both", () => {
  const asked = (defaults: object, target: object, options: JobOptions = {}) => {
    const config = parseConfig({ targets: [{ module: "bitmap", ...target }], defaults }, "it");
    return jobsOf([], options, config).map(({ grow, proved }) => ({ grow, proved }));
  };
  const none = { grow: undefined, proved: undefined };
  expect(asked({}, {})).toEqual([none]);
  expect(asked({ grow: true, proved: true }, {})).toEqual([{ grow: { most: null }, proved: true }]);
  expect(asked({ grow: true, proved: true }, { grow: false, proved: false })).toEqual([none]);
  const both = { grow: true, proved: true, frames: 3 };
  expect(asked({}, { grow: false, proved: false }, both)).toEqual([{ grow: { most: 3 }, proved: true }]);
  const inWindow = { grow: true, scope: { windowAt: 6, pool: 16 } };
  expect(asked({}, inWindow)).toEqual([{ grow: { most: 10 }, proved: undefined }]);
  expect(() => asked({ grow: true, scope: { map: "2 free" } }, {})).toThrow("a map says how many there are");
});

test("a finding of a growth is shown again in the scope that is broken, without what was told beside it", () => {
  const asked = { ...SMALL, grow: true, proved: true };
  const line = again("bitmap-ignores-owner", asked);
  expect(line).toBe("allocheck check bitmap-ignores-owner --frames 1 --slices 1");
  const grown = check(allocatorNamed("bitmap-ignores-owner"), { ...SMALL, grow: true });
  const straight = check(allocatorNamed("bitmap-ignores-owner"), { frames: 1, slices: 1, first: true });
  expect(straight.counterexamples).toEqual(grown.counterexamples.slice(0, 1));
});

test("only what a config says something of is named beside what was asked", () => {
  const line = (target: object, defaults = {}) => {
    const config = parseConfig(
      {
        targets: [
          { module: "buddy", scope: { owners: 2 } },
          { module: "bitmap", ...target },
        ],
        defaults,
      },
      "it",
    );
    const [job] = jobsOf(["bitmap"], {}, config);
    return againText(job!, check(allocatorNamed("bitmap"), SMALL), {
      said: (asked) => boundsSaid(asked, config),
    });
  };
  expect(line({})).toBe("allocheck check bitmap");
  expect(line({ scope: { frames: 4 } })).toBe("allocheck check bitmap --frames 4");
  expect(line({ scope: { frames: 4 } }, { scope: { slices: 3 }, maxCommandSeconds: 5 })).toBe(
    "allocheck check bitmap --frames 4 --slices 3 --max-command-seconds 5",
  );
});

test("modules and the alphabet stand in a config; the command line wins, and is told so", () => {
  const targets = [{ module: "bitmap", modules: ["core"] }, { module: "memblock" }];
  const config = parseConfig({ targets, defaults: { alphabet: "foreign", modules: ["regions"] } }, "it");
  const modules = (options: JobOptions = {}) => jobsOf([], options, config).map(({ scope }) => scope.modules);
  expect(modules()).toEqual([
    ["core", "foreign"],
    ["core", "foreign", "regions"],
  ]);
  expect(modules({ alphabet: "pool", modules: ["flags"] })[1]).toEqual(["core", "regions", "flags"]);
  expect(fuzzJobs(["bitmap"], {}, config)[0]?.scope.modules).toEqual(["core", "foreign"]);
  const [job] = jobsOf(["bitmap"], { alphabet: "pool" }, config);
  expect(undoneIn(job!, config)).toEqual(["--alphabet pool"]);
});

test("a window stays, and so does growth where a sample broke a rule or nothing did", () => {
  const asked = { ...SMALL, grow: true, proved: true, window: [29] };
  const scope = "--frames 2 --slices 1";
  expect(again("bitmap-ignores-owner", asked)).toContain("--frames 1 --slices 1 --window 29");
  expect(again("bitmap", asked)).toBe(`allocheck check bitmap ${scope} --grow --proved --window 29`);
  const sampled = { verdict: "broken", sampled: { runs: 1, seed: 1 } } as const;
  expect(again("bitmap", { ...asked, sample: 9 }, sampled)).toBe(
    `allocheck check bitmap ${scope} --grow --window 29 --sample 9`,
  );
});
