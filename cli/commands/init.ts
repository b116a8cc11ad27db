/** `allocheck init`: a commented starting point, and never a file overwritten. */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { cannotWrite, makeDirectories, probeDirectory, writeNew } from "../../counterexamples/write-whole.js";
import { isMisuse, Misuse } from "../../model/words/misuse.js";
import { quoted } from "../../model/words/wording.js";
import { addExamples, type Example } from "../input/help.js";
import { toStdout } from "../output/terminal.js";

const EXAMPLES: readonly Example[] = [
  ["init", "in this directory"],
  ["init kernel", "in kernel/, made where needed"],
  ["init --ci gitlab", "for GitLab; none writes no such file"],
];

/** Each file that is written, and the template it is a copy of. */
const FILES: Readonly<Record<string, string>> = {
  "my-allocator.ts": "my-allocator.ts",
  "my-allocator.test.ts": "my-allocator.test.ts",
  "allocheck.config.ts": "allocheck.config.ts",
};

/** What runs the check on every change, by where it runs. */
const CI: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  github: { ".github/workflows/allocheck.yml": "allocheck.yml" },
  gitlab: { ".gitlab-ci.yml": "gitlab.yml" },
  none: {},
};

const TEMPLATES = new URL("../../../templates/", import.meta.url);

/** Adds the command; `finish` gets the exit code. */
export function addInit(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("init")
    .summary("write an allocator, a config, a test and a workflow to begin with")
    .description(
      "Writes a commented starting point: an allocator, a config, a test for vitest and what runs " +
        "them in CI. A file that exists is kept as it is.",
    )
    .argument("[DIR]", "where to", ".")
    .addOption(
      new Option("--ci <NAME>", `where it is checked: ${Object.keys(CI).join(", ")}`)
        .argParser(parseCi)
        .default("github"),
    )
    .action((directory: string, { ci }: { readonly ci: string }) => {
      toStdout(`${init(directory, { ...filesFor(directory), ...CI[ci] }).join("\n")}\n`);
      finish(0);
    });
  addExamples(command, EXAMPLES);
}

function parseCi(text: string): string {
  if (Object.hasOwn(CI, text)) return text;
  const names = Object.keys(CI);
  throw new Misuse(
    "bad-option",
    `--ci takes ${names.join(" or ")}, not ${quoted(text)}`,
    "write --ci gitlab",
  );
}

/**
 * The files by their names there. In a CommonJS package TypeScript takes only what ends in `.mts` for a
 * module, and allocheck is one; what is there already keeps its ending.
 */
function filesFor(directory: string): Readonly<Record<string, string>> {
  const named = Object.keys(FILES).some((name) => existsSync(join(directory, name)));
  const isCommon = !named && typeOf(resolve(directory)) === "commonjs";
  const rename = (name: string) => (isCommon ? name.replace(/\.ts$/, ".mts") : name);
  return Object.fromEntries(Object.entries(FILES).map(([name, template]) => [rename(name), template]));
}

/** What the nearest package.json makes of files; where there is none, one begins with modules. */
function typeOf(directory: string): "module" | "commonjs" {
  const file = join(directory, "package.json");
  if (existsSync(file)) return isModule(readFileSync(file, "utf8")) ? "module" : "commonjs";
  const above = dirname(directory);
  return above === directory ? "module" : typeOf(above);
}

function isModule(manifest: string): boolean {
  try {
    return (JSON.parse(manifest) as { readonly type?: unknown } | null)?.type === "module";
  } catch {
    return false;
  }
}

/** The text of a template under a name: in an `.mts` file others are named by theirs. */
function textOf(template: string, file: string): string {
  const text = readFileSync(new URL(template, TEMPLATES), "utf8");
  return file.endsWith(".mts") ? text.replace(/(my-allocator\.)([jt]s")/g, "$1m$2") : text;
}

/** Writes what is not there yet and returns what to say. Throws a `Misuse` before anything is written. */
function init(directory: string, files: Readonly<Record<string, string>>): string[] {
  const places = Object.entries(files).map(([name, template]) => {
    const file = join(directory, name);
    return { file, template, there: isThere(file) };
  });
  const said = places.map(({ file, template, there }) => {
    const wrote = !there && write(file, textOf(template, file));
    return `${wrote ? "wrote" : "kept "} ${file}`;
  });
  return [...said, "", "next:", ...nextSteps(directory).map((step) => `  ${step}`)];
}

/** Whether a file is there. Throws a `Misuse` when something else is, or when none can be written. */
function isThere(file: string): boolean {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) probeDirectory(dirname(file));
    else if (!existsSync(file) || stats.isDirectory()) throw new Error("it is no file");
    return stats !== undefined;
  } catch (error) {
    throw isMisuse(error) ? error : cannotWrite(file, error);
  }
}

function write(file: string, text: string): boolean {
  try {
    makeDirectories(dirname(file));
  } catch (error) {
    throw cannotWrite(file, error);
  }
  return writeNew(file, text);
}

function nextSteps(directory: string): string[] {
  return [
    ...(directory === "." ? [] : [`cd ${directory}`]),
    ...(existsSync(join(directory, "package.json")) ? [] : ["npm init -y", "npm pkg set type=module"]),
    "npm install --save-dev allocheck vitest",
    "npx allocheck check    # what the config names",
    "npx vitest run         # the same as a test",
  ];
}
