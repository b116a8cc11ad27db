import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { allocheck, inProcess } from "../testing/cli.js";
import { ROOT, readJson } from "../testing/read.js";

const { version } = readJson("package.json") as { readonly version: string };

test.each([[[]], [["check"]], [["replay"]], [["list"]]])(
  "help of %j begins with examples",
  async (command) => {
    const { code, stdout, stderr } = await inProcess([...command, "--help"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    const [title, ...lines] = stdout.split("\n");
    expect(title).toBe("Examples:");
    const examples = lines.slice(0, lines.indexOf(""));
    expect(examples.length).toBeGreaterThanOrEqual(3);
    expect(examples.join("\n")).toContain(`$ allocheck ${command[0] ?? "check"}`);
    expect(stdout).toMatch(/\nUsage: allocheck /);
  },
);

test("help says what the exit codes mean", async () => {
  const { stdout } = await inProcess(["check", "--help"]);
  expect(stdout).toContain(
    "Exit codes: 0 holds, 1 broken, 4 vacuous, 3 unfinished, 2 misuse, 130 interrupted.",
  );
});

test("`help COMMAND` is `COMMAND --help`", async () => {
  const { code, stdout } = await inProcess(["help", "replay"]);
  expect(code).toBe(0);
  expect(stdout).toBe((await inProcess(["replay", "--help"])).stdout);
});

test.each(["--version", "-V"])("%s answers the version of the package", async (option) => {
  expect(await inProcess([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("no command at all shows the help, as a misuse", () => {
  const { code, stdout, stderr } = allocheck([]);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^Examples:\n/);
});

test("the files that examples name exist", async () => {
  const { stdout } = await inProcess(["replay", "--help"]);
  const files = stdout.match(/counterexamples\/\S+/g) ?? [];
  expect(files).toHaveLength(1);
  for (const file of files) expect(existsSync(ROOT + file), file).toBe(true);
});
