import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allocheck } from "../testing/cli.js";
import { ROOT } from "../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../testing/temporary.js";
import { defineConfig, parseConfig } from "./config.js";
import type { Job } from "./worker-messages.js";

const STACK = `
  import { defineAllocator, fromObject } from "${ROOT}dist/index.js";
  const make = ({ frames }) => ({ free: Array.from({ length: frames }, (_, i) => i) });
  const calls = { alloc: (o) => o.free.shift() ?? null };
  const refusals = [{ when: null, is: "exhausted" }];
  export default defineAllocator({ name: "stack", make: fromObject({ make, calls, refusals }) });
`;

function project(config: string): string {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "stack.mjs"), STACK);
  writeFileSync(join(cwd, "allocheck.config.ts"), config);
  return cwd;
}

function planned(cwd: string, ...args: readonly string[]) {
  const { stdout } = allocheck(["check", ...args, "--print-config"], { cwd });
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

test("check without targets checks what the config says, and reports as it says", () => {
  const { code, stdout } = allocheck(["check"], { cwd: project(TWO) });
  const { runs } = JSON.parse(stdout);
  expect(
    runs.map(({ allocator, verdict }: { allocator: string; verdict: string }) => [allocator, verdict]),
  ).toEqual([
    ["stack", "holds"],
    ["bitmap", "unfinished"],
  ]);
  expect(code).toBe(3);
});

test("a target wins over the defaults, and the command line over both", () => {
  const cwd = project(TWO);
  const [stack, bitmap] = planned(cwd).targets;
  expect(stack).toMatchObject({ scope: { frames: 3, owners: 1 }, budget: { maxStates: 1000 } });
  expect(bitmap).toMatchObject({
    scope: { frames: 2 },
    budget: { maxStates: 1000, maxDepth: 1 },
    contract: "strict",
  });
  const [over] = planned(cwd, "stack.mjs", "--frames", "5", "--max-states", "7").targets;
  expect(over).toMatchObject({ scope: { frames: 5, owners: 1 }, budget: { maxStates: 7 } });
});

test("suspicion stands in the defaults, a target wins over them, and the command line over both", () => {
  const cwd = project(`export default {
    targets: [{ module: "bitmap" }, { module: "free-list", suspicion: 3 }],
    defaults: { suspicion: 0 },
  };`);
  const suspicions = (...args: readonly string[]) =>
    planned(cwd, ...args).targets.map((job) => job.suspicion);
  expect(suspicions()).toEqual([0, 3]);
  expect(suspicions("--suspicion", "0.25")).toEqual([0.25, 0.25]);
  expect(planned(project(TWO)).targets.map((job) => job.suspicion)).toEqual([undefined, undefined]);
});

test("--print-config checks nothing", () => {
  const cwd = project(TWO);
  const before = everythingBelow(cwd);
  expect(planned(cwd).targets).toHaveLength(2);
  expect(planned(cwd).reporters).toEqual(
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
  [`{ targets: [{ module: "bitmap", suspicion: -1 }] }`, "targets.0.suspicion: "],
  ["{ targets: [] }", "allocheck.config.ts: targets: "],
  [`{ targets: [{ module: "bitmap", scope: { frames: 1000 } }] }`, "targets.0.scope.frames: "],
  [`{ targets: [{ module: "bitmop" }] }`, "there is no allocator bitmop; did you mean bitmap?"],
  [`{ targets: [{ module: "bitmap" }], reporters: ["xml"] }`, "there is no reporter xml"],
  ["3", "allocheck.config.ts: its default export: "],
])("a config %s is a misuse that says so", (config, message) => {
  const { code, stdout, stderr } = allocheck(["check"], { cwd: project(`export default ${config};`) });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a named config is read, and --spec-only reads none that is not named", () => {
  const cwd = project("{{{");
  writeFileSync(join(cwd, "other.config.mjs"), 'export default { targets: [{ module: "free-list" }] };');
  expect(planned(cwd, "--config", "other.config.mjs").targets[0]?.target).toEqual({
    kind: "built-in",
    name: "free-list",
  });
  expect(allocheck(["check", "--spec-only", "--frames", "2"], { cwd }).code).toBe(0);
});

test("defineConfig gives back what it is given, and it parses", () => {
  const config = defineConfig({ targets: [{ module: "bitmap" }] });
  expect(parseConfig(config, "a.ts")).toEqual(config);
});
