/** The package as it is published: what is in it, and that it works and has types without anything else. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plainEnv } from "./cli.js";
import { packed } from "./packed.js";
import { ROOT, readJson } from "./read.js";
import { temporaryDirectory } from "./temporary.js";

const MOST_BYTES = 940_000;

/** A file that uses every door, with types that would be wrong if they were `any`. */
const USER = `
import { check, defineAllocator, defineConfig, fromObject, reasons, replay } from "allocheck";
import type { Allocator, AllocatorDefinition, Counterexample, Run, Scope } from "allocheck";
import "allocheck/vitest";
import { expect } from "vitest";

class One implements Allocator {
  readonly state = new Uint8Array(1);
  alloc(): number { return this.state[0]++ === 0 ? 0 : reasons.EXHAUSTED; }
}
const socket: AllocatorDefinition = defineAllocator({ name: "one", make: (scope: Scope) => new One() });
const door = fromObject({
  make: ({ frames }) => ({ frames }),
  calls: { alloc: (object) => object.frames-- },
  refusals: [{ when: 0, is: "exhausted" }],
});
const run: Run = check(socket, { frames: 1 });
const first: Counterexample | undefined = run.counterexamples[0];
if (first) replay(first, socket).fate satisfies "breaks" | "fixed" | "differs" | "kept" | "inapplicable";
expect(socket).toRefine({ frames: 1 });
defineConfig({ targets: [{ module: "./one.ts" }] });
defineAllocator({ name: "door", make: door });
// @ts-expect-error there is no such reason
fromObject({ make: () => ({}), calls: {}, refusals: [{ when: 0, is: "full" }] });
// @ts-expect-error frames are a number
check(socket, { frames: "1" });
`;

function run(directory: string, command: string, ...args: readonly string[]) {
  const env = plainEnv();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: directory, env, encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
}

test("the package is small, whole, and works without what it is developed with", { timeout: 300_000 }, () => {
  const directory = temporaryDirectory();
  const tarball = packed(directory);
  expect(statSync(join(directory, tarball)).size).toBeLessThan(MOST_BYTES);
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  const installed = run(directory, "npm", "install", "--omit=dev", "--no-audit", "--no-fund", tarball);
  expect(installed.status, installed.said).toBe(0);

  const home = join(directory, "node_modules/allocheck");
  const files = readdirSync(home, { recursive: true, encoding: "utf8" });
  expect(
    files.filter((file) => /\.test\.|\.map$|^dist\/(?:testing|examples|templates|bench)/.test(file)).sort(),
  ).toEqual(
    // what init writes
    [
      "templates/c/shim.test.mjs",
      "templates/my-allocator.test.ts",
      "templates/rust/shim.test.mjs",
      "templates/zig/shim.test.mjs",
    ],
  );
  expect(files).toEqual(
    expect.arrayContaining([
      "README.md",
      "LICENSE",
      "docs/your-allocator.md",
      "dist/index.d.ts",
      "dist/bundle/vitest.js",
    ]),
  );

  const bin = join(directory, "node_modules/.bin/allocheck");
  expect(run(directory, bin, "--version").said.trim()).toBe(
    (readJson("package.json") as { readonly version: string }).version,
  );
  expect(run(directory, bin, "init")).toMatchObject({ status: 0 });
  const checked = run(directory, bin, "check", "--quiet");
  expect(checked.said).toContain("my-allocator  contract strict; 4 frames, 2 owners, 2 slices\n\n  holds");
  expect(checked.status).toBe(0);

  // The second door needs vitest, a peer that a person may leave out; here it is the one of the repository.
  for (const name of ["vitest", "@types"])
    symlinkSync(`${ROOT}node_modules/${name}`, join(directory, "node_modules", name));
  mkdirSync(join(directory, "types"));
  writeFileSync(join(directory, "types/user.mts"), USER);
  const tsc = `${ROOT}node_modules/typescript/bin/tsc`;
  // With a look at the types of the package themselves: of those that are left out none is missed.
  for (const module of ["node16,node16", "nodenext,nodenext", "esnext,bundler"]) {
    const [kind = "", resolution = ""] = module.split(",");
    const compiled = run(
      directory,
      process.execPath,
      ...[tsc, "--noEmit", "--strict", "--target", "es2023", "--ignoreConfig"],
      ...["--module", kind, "--moduleResolution", resolution, "types/user.mts"],
    );
    expect(compiled, module).toEqual({ status: 0, said: "" });
  }

  // What init writes compiles in a package as npm init makes it.
  mkdirSync(join(directory, "common"));
  writeFileSync(join(directory, "common/package.json"), '{ "type": "commonjs" }');
  expect(run(join(directory, "common"), bin, "init")).toMatchObject({ status: 0 });
  const common = run(
    join(directory, "common"),
    process.execPath,
    ...[tsc, "--noEmit", "--strict", "--skipLibCheck", "--target", "es2023", "--ignoreConfig"],
    ...["--module", "node16", "--moduleResolution", "node16"],
    ...["my-allocator.mts", "my-allocator.test.mts", "allocheck.config.mts"],
  );
  expect(common).toEqual({ status: 0, said: "" });
});

test("engines say the least Node that every dependency takes", () => {
  const { dependencies, engines } = readJson("package.json") as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly engines: { readonly node: string };
  };
  expect(engines.node).toBe(">=20.19");
  for (const name of Object.keys(dependencies)) {
    const text = readFileSync(`${ROOT}node_modules/${name}/package.json`, "utf8");
    const { engines: needs } = JSON.parse(text) as { readonly engines?: { readonly node?: string } };
    const least = /(\d+)/.exec(needs?.node ?? "0")?.[1];
    expect(Number(least), `${name} needs Node ${needs?.node}`).toBeLessThanOrEqual(20);
  }
});
