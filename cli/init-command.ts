/** `allocheck init`: a commented starting point, and never a file overwritten. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { cannotWrite } from "../counterexamples/write-whole.js";
import { addExamples, type Example } from "./help.js";

const EXAMPLES: readonly Example[] = [
  ["init", "in this directory"],
  ["init kernel", "in kernel/, made where needed"],
];

/** Each file that is written, and the template it is a copy of. */
const FILES: Readonly<Record<string, string>> = {
  "my-allocator.ts": "my-allocator.ts",
  "my-allocator.test.ts": "my-allocator.test.ts",
  "allocheck.config.ts": "allocheck.config.ts",
  ".github/workflows/allocheck.yml": "allocheck.yml",
};

const TEMPLATES = new URL("../../templates/", import.meta.url);

/** Adds the command; `finish` gets the exit code. */
export function addInit(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("init")
    .summary("write an allocator, a config, a test and a workflow to begin with")
    .description(
      "Writes a commented starting point: an allocator, a config, a test for vitest and a workflow " +
        "for GitHub. A file that exists is kept as it is.",
    )
    .argument("[DIR]", "where to", ".")
    .action((directory: string) => {
      process.stdout.write(`${init(directory).join("\n")}\n`);
      finish(0);
    });
  addExamples(command, EXAMPLES);
}

/** Writes what is not there yet and returns what to say. Throws a `Misuse` when it cannot. */
function init(directory: string): string[] {
  const said = Object.entries(FILES).map(([name, template]) => {
    const file = join(directory, name);
    return `${writeNew(file, readFileSync(new URL(template, TEMPLATES), "utf8")) ? "wrote" : "kept "} ${file}`;
  });
  return [...said, "", "next:", ...nextSteps(directory).map((step) => `  ${step}`)];
}

/** False when the file is there already. */
function writeNew(file: string, text: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST" && existsSync(file))
      return false;
    throw cannotWrite(file, error);
  }
}

function nextSteps(directory: string): string[] {
  return [
    ...(directory === "." ? [] : [`cd ${directory}`]),
    ...(existsSync(join(directory, "package.json")) ? [] : ["npm init -y"]),
    "npm install --save-dev allocheck vitest",
    "npx allocheck check    # what allocheck.config.ts names",
    "npx vitest run         # the same as a test",
  ];
}
