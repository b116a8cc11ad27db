import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { ROOT } from "../../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";
import type { Job } from "../workers/messages.js";
import { defineConfig, parseConfig } from "./config.js";
import { undoneIn } from "./undone.js";

const STACK = `
  import { defineAllocator, fromObject } from "${ROOT}dist/bundle/index.js";
  const make = ({ frames }) => ({ free: Array.from({ length: frames }, (_, i) => i) });
  const calls = { alloc: (o) => o.free.shift() ?? null };
  const refusals = [{ when: null, is: "exhausted" }];
  export default defineAllocator({ name: "stack", make: fromObject({ make, calls, refusals }) });
`;

/** A directory with a config; one in TypeScript takes a second to load. */
function project(config: string, ending = "mjs"): string {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "stack.mjs"), STACK);
  writeFileSync(join(cwd, `allocheck.config.${ending}`), config);
  return cwd;
}

async function planned(cwd: string, ...args: readonly string[]) {
  const { stdout } = await served(["check", ...args, "--print-config"], { cwd });
  return JSON.parse(stdout) as { readonly targets: readonly Job[]; readonly reporters: readonly unknown[] };
}

const TWO = `export default {
  targets: [
    { module: "./stack.mjs", scope: { frames: 3 } },
    { module: "bitmap", contract: "strict", budget: { maxDepth: 1 } },
  ],
  defaults: { scope: { owners: 1, frames: 2 }, budget: { maxStates: 1000 } },
  reporters: ["json"],
};`;

test("check without targets checks what the config says, and reports as it says", async () => {
  const { code, stdout } = await served(["check"], { cwd: project(TWO, "ts") });
  const { runs } = JSON.parse(stdout);
  expect(
    runs.map(({ allocator, verdict }: { allocator: string; verdict: string }) => [allocator, verdict]),
  ).toEqual([
    ["stack", "holds"],
    ["bitmap", "unfinished"],
  ]);
  expect(code).toBe(3);
});

test("a target wins over the defaults, and the command line over both", async () => {
  const cwd = project(TWO);
  const [stack, bitmap] = (await planned(cwd)).targets;
  expect(stack).toMatchObject({ scope: { frames: 3, owners: 1 }, budget: { maxStates: 1000 } });
  expect(bitmap).toMatchObject({
    scope: { frames: 2 },
    budget: { maxStates: 1000, maxDepth: 1 },
    contract: "strict",
  });
  const [over] = (await planned(cwd, "stack.mjs", "--frames", "5", "--max-states", "7")).targets;
  expect(over).toMatchObject({ scope: { frames: 5, owners: 1 }, budget: { maxStates: 7 } });
});

test("suspicion stands in the defaults, a target wins over them, and the command line over both", async () => {
  const cwd = project(`export default {
    targets: [{ module: "bitmap" }, { module: "free-list", suspicion: 3 }],
    defaults: { suspicion: 0 },
  };`);
  const suspicions = async (...args: readonly string[]) =>
    (await planned(cwd, ...args)).targets.map((job) => job.suspicion);
  expect(await suspicions()).toEqual([0, 3]);
  expect(await suspicions("--suspicion", "0.25")).toEqual([0.25, 0.25]);
  expect((await planned(project(TWO))).targets.map((job) => job.suspicion)).toEqual([undefined, undefined]);
});

test("the command line takes back what a config says, and the command that shows a run again does so", async () => {
  const cwd = project(`export default {
    targets: [{ module: "bitmap", contract: "boot-bitmap", grow: true }],
    defaults: { proved: true, canAlways: true, scope: { slices: 1 } },
  };`);
  const [said] = (await planned(cwd)).targets;
  expect(said).toMatchObject({
    contract: "boot-bitmap",
    grow: { most: null },
    proved: true,
    canAlways: true,
  });
  const flags = ["--no-contract", "--no-grow", "--no-proved", "--no-can-always"];
  const [taken] = (await planned(cwd, ...flags)).targets;
  for (const key of ["contract", "grow", "proved", "canAlways"]) expect(taken).not.toHaveProperty(key);
  const read = {
    targets: [{ module: "bitmap", contract: "boot-bitmap", grow: true }],
    defaults: { proved: true, canAlways: true },
  };
  expect(undoneIn(taken!, read).sort()).toEqual(flags.sort());
  expect(undoneIn(said!, read)).toEqual([]);
});

test("--no-map makes all frames free, as many as are asked for", async () => {
  const cwd = project(`export default {
    targets: [{ module: "stack.mjs", scope: { map: "2 free, 1 reserved" } }],
  };`);
  expect((await planned(cwd)).targets).toMatchObject([
    { scope: { frames: 3, initial: "2 free, 1 reserved" } },
  ]);
  expect((await planned(cwd, "--no-map", "--frames", "2")).targets).toMatchObject([
    { scope: { frames: 2, initial: "free" } },
  ]);
});

test("--print-config checks nothing", async () => {
  const cwd = project(TWO);
  const before = everythingBelow(cwd);
  expect((await planned(cwd)).targets).toHaveLength(2);
  expect((await planned(cwd)).reporters).toEqual(
    [
      { reporter: "json", file: null },
      { reporter: "text", file: null },
    ].slice(0, 1),
  );
  expect(everythingBelow(cwd)).toEqual(before);
});

test.each([
  ["{ target: [] }", "has the unknown key target; did you mean targets?"],
  [
    `{ targets: [{ module: "bitmap", scope: { frame: 3 } }] }`,
    "key targets.0.scope.frame; did you mean frames?",
  ],
  [`{ targets: [{ module: "bitmap", budget: { maxSecond: 3 } }] }`, "maxSecond; did you mean maxSeconds?"],
  [`{ targets: [{ module: "bitmap" }], xyzzy: 1 }`, "unknown key xyzzy; the keys are targets, "],
  [
    `{ targets: [{ module: "bitmap", targets: [] }] }`,
    "key targets.0.targets; the keys are module, contract, ",
  ],
  [
    `{ targets: [{ module: "bitmap" }], defaults: { sources: [] } }`,
    "defaults.sources; the keys are scope, ",
  ],
  [
    `{ targets: [{ module: "bitmap", suspicion: -1 }] }`,
    "is no config at targets.0: suspicion must be at least 0, not -1",
  ],
  ["{ targets: [] }", "allocheck.config.mjs is no config: targets must be more than empty, not []"],
  [
    `{ targets: [{ module: "bitmap", scope: { frames: 1000 } }] }`,
    "at targets.0.scope: frames must be at most 64, not 1000; see",
  ],
  [`{ targets: [{ module: "bitmop" }] }`, "there is no allocator bitmop; did you mean bitmap?"],
  [`{ targets: [{ module: "bitmap" }], reporters: ["xml"] }`, "there is no reporter xml"],
  [
    `{ targets: ["bitmap"], defaults: { budget: { maxMemory: "2 gigs" } } }`,
    'at defaults.budget: maxMemory must be megabytes, or a text such as "2G"; see',
  ],
  [`{ targets: [{ module: "bitmap", scope: { map: "4 fre" } }] }`, "map is no map of up to 64 frames"],
  ["3", "allocheck.config.mjs is no config: it must be an object, not 3"],
])("a config %s is a misuse that says so", async (config, message) => {
  const { code, stdout, stderr } = await served(["check"], { cwd: project(`export default ${config};`) });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a named config is read, and --spec-only reads none that is not named", async () => {
  const cwd = project("{{{");
  writeFileSync(join(cwd, "other.config.mjs"), 'export default { targets: [{ module: "free-list" }] };');
  expect((await planned(cwd, "--config", "other.config.mjs")).targets[0]?.target).toEqual({
    kind: "built-in",
    name: "free-list",
  });
  expect((await served(["check", "--spec-only", "--frames", "2"], { cwd })).code).toBe(0);
});

test("a target may be its name alone, and files are named from where the config lies", () => {
  const config = defineConfig({ targets: ["bitmap", "./mine.ts", { module: "/elsewhere/its.ts" }] });
  const named = parseConfig(config, "deep/down/a.ts").targets.map(({ module }) => module);
  expect(named).toEqual(["bitmap", "deep/down/mine.ts", "/elsewhere/its.ts"]);
});

test("defineConfig gives back what it is given, and it parses", () => {
  const config = defineConfig({ targets: [{ module: "bitmap" }] });
  expect(parseConfig(config, "a.ts")).toEqual(config);
});
