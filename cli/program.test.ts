import { expect, test, vi } from "vitest";
import { served } from "../testing/cli.js";
import { inProcess } from "../testing/in-process.js";
import { readJson } from "../testing/read.js";

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

test("at 40 columns what an option is for stands below it, and wraps", async () => {
  vi.stubEnv("COLUMNS", "40");
  const { stdout } = await inProcess(["check", "--help"]).finally(() => vi.unstubAllEnvs());
  const long = stdout.split("\n").filter((line) => line.length > 40 && !line.includes("allocheck check"));
  expect(long.filter((line) => !line.startsWith("Usage:"))).toEqual([]);
  expect(stdout).toContain("  --frames <N>\n      page frames, 4 when not given");
});

test("help says what the exit codes mean", async () => {
  const { stdout } = await inProcess(["check", "--help"]);
  const line = stdout.replace(/\s+/g, " ");
  expect(line).toContain(
    "0 holds, 1 broken, 3 unfinished, 4 vacuous, 2 misuse, 130 Ctrl-C, 143 kill, 129 hang-up.",
  );
});

test("`help COMMAND` is `COMMAND --help`", async () => {
  const { code, stdout } = await inProcess(["help", "replay"]);
  expect(code).toBe(0);
  expect(stdout).toBe((await inProcess(["replay", "--help"])).stdout);
});

const COMMANDS = [[], ["check"], ["replay"], ["list"]];

test.each([60, 80])("help fits a terminal of %i columns, but for a command one would copy", async (width) => {
  for (const command of COMMANDS) {
    const { stdout } = await served([...command, "--help"], { env: { COLUMNS: `${width}` } });
    const lines = stdout.split("\n").filter((line) => !line.startsWith("  $ "));
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    // A hand-made line break would leave a short line in the middle of a paragraph.
    const told = stdout.split("\n\n")[2]?.split("\n") ?? [];
    for (const line of told.slice(0, -1)) expect(line.length).toBeGreaterThan(width - 20);
  }
});

test("help on what is no command says so", async () => {
  expect(await inProcess(["help", "chekc"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "allocheck: unknown command 'chekc'; did you mean check?\n",
  });
  expect((await inProcess(["chekc", "--help"])).code).toBe(2);
  expect((await inProcess(["help", "quicksilver"])).stderr).toBe(
    "allocheck: unknown command 'quicksilver'; see: allocheck --help\n",
  );
});

test.each(["--version", "-V"])("%s answers the version of the package", async (option) => {
  expect(await inProcess([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("no command at all shows the help, as a misuse", async () => {
  const { code, stdout, stderr } = await served([]);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^Examples:\n/);
});

test("no example names a file that only the repository has", async () => {
  for (const args of [[], ["replay"], ["check"]])
    expect((await inProcess([...args, "--help"])).stdout).not.toMatch(/allocheck .*counterexamples/);
});
