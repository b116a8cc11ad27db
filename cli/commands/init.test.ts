import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { inProcess } from "../../testing/in-process.js";
import { installInto } from "../../testing/installed.js";
import { ROOT } from "../../testing/read.js";
import { everythingBelow, temporaryDirectory } from "../../testing/temporary.js";

const FILES = [
  ".github",
  ".github/workflows",
  ".github/workflows/allocheck.yml",
  "allocheck.config.ts",
  "my-allocator.test.ts",
  "my-allocator.ts",
];

test("init writes a starting point that can be checked as it is", async () => {
  const directory = temporaryDirectory();
  const { code, stdout, stderr } = await inProcess(["init", directory]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(everythingBelow(directory)).toEqual(FILES);
  for (const name of ["my-allocator.ts", "allocheck.config.ts", "my-allocator.test.ts"])
    expect(readFileSync(join(directory, name), "utf8")).toBe(
      readFileSync(`${ROOT}templates/${name}`, "utf8"),
    );
  expect(stdout).toContain(`wrote ${directory}/my-allocator.ts\n`);
  expect(stdout).toContain("next:\n");
  expect(stdout).toContain("  npm init -y\n");
  expect(stdout).toContain("  npx allocheck check ");

  writeFileSync(join(directory, "package.json"), "{}");
  installInto(directory);
  const checked = await served(["check", "--quiet"], { cwd: directory });
  expect(checked.code).toBe(0);
  expect(checked.stdout).toContain("my-allocator  contract strict; 4 frames, 2 owners, 2 slices\n\n  holds");
});

test("init keeps what is there, and says so", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "my-allocator.ts"), "mine");
  writeFileSync(join(directory, "package.json"), "{}");
  const { code, stdout } = await inProcess(["init", directory]);
  expect(code).toBe(0);
  expect(readFileSync(join(directory, "my-allocator.ts"), "utf8")).toBe("mine");
  expect(stdout).toContain(`kept  ${directory}/my-allocator.ts\nwrote ${directory}/my-allocator.test.ts\n`);
  expect(stdout).not.toContain("npm init");
  for (const name of ["allocheck", "vitest"]) {
    expect(stdout).toContain(name);
    mkdirSync(join(directory, "node_modules", name), { recursive: true });
  }
  const again = await inProcess(["init", directory]);
  expect(again.stdout).not.toContain("wrote");
  expect(again.stdout).not.toContain("npm install");
});

test("init names the compiler that is missing, and none that is there", async () => {
  const [directory, bin] = [temporaryDirectory(), temporaryDirectory()];
  const steps = async (lang: string, PATH: string) =>
    (await served(["init", "--lang", lang], { cwd: directory, env: { PATH } })).stdout;
  expect(await steps("zig", bin)).toContain("  install zig    # see https://ziglang.org/download\n");
  writeFileSync(join(bin, "zig"), "", { mode: 0o755 });
  expect(await steps("zig", bin)).not.toContain("install zig");
  expect(await steps("rust", bin)).toContain("  install Rust    # see https://rustup.rs\n");
});

test("in a CommonJS package init writes modules that TypeScript takes for such", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "package.json"), '{ "type": "commonjs" }');
  const { stdout } = await inProcess(["init", directory, "--ci", "none"]);
  expect(stdout).toContain(`wrote ${directory}/my-allocator.mts\n`);
  expect(readFileSync(join(directory, "my-allocator.test.mts"), "utf8")).toContain('"./my-allocator.mjs"');
  expect(readFileSync(join(directory, "allocheck.config.mts"), "utf8")).toContain('"./my-allocator.mts"');
  installInto(directory);
  const checked = await served(["check", "--quiet", "--frames", "2", "--no-windows"], { cwd: directory });
  expect(checked.stdout).toContain("my-allocator  contract strict; 2 frames, 2 owners, 2 slices\n\n  holds");
  const again = await inProcess(["init", directory, "--ci", "none"]);
  expect(again.stdout).not.toContain("wrote");
});

test("init makes the directory it is given, and takes the current one without", async () => {
  const directory = temporaryDirectory();
  const inside = await served(["init", "a/b"], { cwd: directory });
  expect(inside.stdout).toContain("wrote a/b/my-allocator.ts\n");
  expect(inside.stdout).toContain("  cd a/b\n");
  const here = await served(["init"], { cwd: directory });
  expect(here.stdout).toContain("wrote my-allocator.ts\n");
  expect(here.stdout).not.toContain("  cd ");
});

test("init writes for the CI that is named, or for none", async () => {
  const ours = FILES.filter((name) => !name.startsWith(".github"));
  const gitlab = temporaryDirectory();
  expect((await inProcess(["init", gitlab, "--ci", "gitlab"])).code).toBe(0);
  expect(everythingBelow(gitlab)).toEqual([".gitlab-ci.yml", ...ours]);
  expect(readFileSync(join(gitlab, ".gitlab-ci.yml"), "utf8")).toContain("junit: allocheck.xml");
  const none = temporaryDirectory();
  await inProcess(["init", none, "--ci", "none"]);
  expect(everythingBelow(none)).toEqual(ours);
  const { code, stderr } = await inProcess(["init", none, "--ci", "jenkins"]);
  expect(code).toBe(2);
  expect(stderr).toBe("allocheck: --ci takes github or gitlab or none, not jenkins; write --ci gitlab\n");
});

test.each([
  ["c", "allocheck.h", "pmm.c", "pmm.h", "shim.c"],
  ["rust", "allocheck.rs", "pmm.rs", "shim.rs"],
  ["zig", "allocheck.zig", "pmm.zig", "shim.zig"],
])("init --lang %s writes an allocator with a bug, its shim and what runs them", async (lang, ...files) => {
  const directory = temporaryDirectory();
  const { code, stdout, stderr } = await inProcess(["init", directory, "--lang", lang]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const all = [".github", ".github/workflows", ".github/workflows/allocheck.yml", "allocheck.config.mjs"];
  expect(everythingBelow(directory)).toEqual([...all, ...files, "shim.test.mjs"].sort());
  expect(stdout).toContain("npx allocheck check    # what the config names\n");
  const shim = files.at(-1) ?? "";
  for (const name of ["allocheck.config.mjs", "shim.test.mjs"])
    expect(readFileSync(join(directory, name), "utf8")).toContain(`"./${shim}"`);
  writeFileSync(join(directory, shim), "mine");
  const again = await inProcess(["init", directory, "--lang", lang, "--ci", "gitlab"]);
  expect(again.stdout).toContain(`kept  ${directory}/${shim}\n`);
  expect(readFileSync(join(directory, shim), "utf8")).toBe("mine");
  expect(readFileSync(join(directory, ".gitlab-ci.yml"), "utf8")).toContain("npx allocheck check");
});

test("init knows no other language", async () => {
  const { code, stderr } = await inProcess(["init", "--lang", "ada"]);
  expect(code).toBe(2);
  expect(stderr).toBe("allocheck: --lang takes ts or c or rust or zig, not ada; write --lang c\n");
});

test("init refuses a place that cannot be written", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "file"), "");
  const { code, stderr } = await inProcess(["init", join(directory, "file")]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^allocheck: .*file.* cannot be written \(ENOTDIR: [^)]+\); name a place that can be written\n$/,
  );
});

test("the help of init begins with examples", async () => {
  const { stdout } = await inProcess(["init", "--help"]);
  expect(stdout).toMatch(/^Examples:\n {2}\$ allocheck init /);
});
