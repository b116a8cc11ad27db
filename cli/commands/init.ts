/** `allocheck init`: a commented starting point, and never a file overwritten. */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { cannotWrite, makeDirectories, probeDirectory, writeNew } from "../../counterexamples/write-whole.js";
import { isMisuse, Misuse } from "../../model/basics/misuse.js";
import { quoted } from "../../model/basics/wording.js";
import { LANGUAGES } from "../compile/languages.js";
import { TEMPLATES } from "../compile/request.js";
import { onPath } from "../compile/tool.js";
import { addExamples, type Example } from "../input/help.js";
import { toStdout } from "../output/terminal.js";

const EXAMPLES: readonly Example[] = [
  ["init", "in this directory"],
  ["init kernel", "in kernel/, made where needed"],
  ["init --lang c", "for an allocator in C; rust and zig as well"],
  ["init --ci gitlab", "for GitLab; none writes no such file"],
];

/** The files that are written, each with the template that it is a copy of. */
type Files = Readonly<Record<string, string>>;

/** What allocators are written in: without the option TypeScript, which needs no compiler. */
const INIT_LANGUAGES = ["ts", ...LANGUAGES] as const;
type InitLanguage = (typeof INIT_LANGUAGES)[number];

const FILES: Readonly<Record<InitLanguage, Files>> = {
  ts: {
    "my-allocator.ts": "my-allocator.ts",
    "my-allocator.test.ts": "my-allocator.test.ts",
    "allocheck.config.ts": "allocheck.config.ts",
  },
  c: filesIn("c", "allocheck.h", "pmm.h", "pmm.c", "shim.c", "shim.test.mjs", "allocheck.config.mjs"),
  rust: filesIn("rust", "allocheck.rs", "pmm.rs", "shim.rs", "shim.test.mjs", "allocheck.config.mjs"),
  zig: filesIn("zig", "allocheck.zig", "pmm.zig", "shim.zig", "shim.test.mjs", "allocheck.config.mjs"),
};

function filesIn(directory: string, ...names: readonly string[]): Files {
  return Object.fromEntries(names.map((name) => [name, `${directory}/${name}`]));
}

/** Where what runs the check on every change lies, by where it runs, and of which template it is a copy. */
const CI: Readonly<Record<string, Files>> = {
  github: { ".github/workflows/allocheck.yml": "allocheck.yml" },
  gitlab: { ".gitlab-ci.yml": "gitlab.yml" },
  none: {},
};

/** What is written for a language; what needs a compiler has workflows of its own. */
function filesFor(directory: string, language: InitLanguage, ci: string): Files {
  const runs = Object.entries(CI[ci] ?? {});
  const room = language === "ts" ? "" : `${language}/`;
  const files = namedFor(directory, FILES[language]);
  return { ...files, ...Object.fromEntries(runs.map(([name, of]) => [name, room + of])) };
}

/** Adds the command; `finish` gets the exit code. */
export function addInit(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("init")
    .summary("write an allocator, a config, a test and a workflow to begin with")
    .description(
      "Writes a commented starting point: an allocator, a config, a test for vitest and what runs " +
        "them in CI. In C, Rust and Zig the allocator has a bug, and a shim that calls it. A file that " +
        "exists is kept as it is.",
    )
    .argument("[DIR]", "where to", ".")
    .addOption(
      new Option("--ci <NAME>", `where it is checked: ${Object.keys(CI).join(", ")}`)
        .argParser(parseCi)
        .default("github"),
    )
    .addOption(
      new Option("--lang <NAME>", `what the allocator is written in: ${INIT_LANGUAGES.join(", ")}`)
        .argParser(parseLanguage)
        .default("ts"),
    )
    .action((directory: string, { ci, lang }: { readonly ci: string; readonly lang: InitLanguage }) => {
      toStdout(`${init(directory, lang, filesFor(directory, lang, ci)).join("\n")}\n`);
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
 * The names that TypeScript files get there. In a CommonJS package only what ends in `.mts` is taken for a
 * module, and allocheck is one; what is there already keeps its ending.
 */
function namedFor(directory: string, files: Files): Files {
  const named = Object.keys(files).some((name) => existsSync(join(directory, name)));
  const isCommon = !named && typeOf(resolve(directory)) === "commonjs";
  const rename = (name: string) => (isCommon ? name.replace(/\.ts$/, ".mts") : name);
  return Object.fromEntries(Object.entries(files).map(([name, template]) => [rename(name), template]));
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
  const text = readFileSync(join(TEMPLATES, template), "utf8");
  return file.endsWith(".mts") ? text.replace(/(my-allocator\.)([jt]s")/g, "$1m$2") : text;
}

function parseLanguage(text: string): InitLanguage {
  const language = INIT_LANGUAGES.find((known) => known === text);
  if (language !== undefined) return language;
  throw new Misuse(
    "bad-option",
    `--lang takes ${INIT_LANGUAGES.join(" or ")}, not ${quoted(text)}`,
    "write --lang c",
  );
}

/** Writes what is not there yet and returns what to say. Throws a `Misuse` before anything is written. */
function init(directory: string, language: InitLanguage, files: Files): string[] {
  const places = Object.entries(files).map(([name, template]) => {
    const file = join(directory, name);
    return { file, template, there: isThere(file) };
  });
  const said = places.map(({ file, template, there }) => {
    const wrote = !there && write(file, textOf(template, file));
    return `${wrote ? "wrote" : "kept "} ${file}`;
  });
  return [...said, "", "next:", ...nextSteps(directory, language).map((step) => `  ${step}`)];
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

/** The programs that a language needs, and how to come by them; Rust needs its target even where rustc is. */
const COMPILER: Readonly<
  Record<InitLanguage, { readonly programs: readonly string[]; readonly steps: readonly string[] }>
> = {
  ts: { programs: [], steps: [] },
  c: {
    programs: ["clang", "wasm-ld"],
    steps: ["install clang and lld    # or: npm install --save-dev @yowasp/clang"],
  },
  rust: { programs: ["rustc"], steps: ["install Rust    # see https://rustup.rs"] },
  zig: { programs: ["zig"], steps: ["install zig    # see https://ziglang.org/download"] },
};

/** What is to be installed beside Node. */
function compilerSteps(language: InitLanguage): readonly string[] {
  const { programs, steps } = COMPILER[language];
  const missing = programs.some((program) => onPath(program) === undefined) ? steps : [];
  return language === "rust" ? [...missing, "rustup target add wasm32-unknown-unknown"] : missing;
}

const PACKAGES = ["allocheck", "vitest"] as const;

function nextSteps(directory: string, language: InitLanguage): string[] {
  const missing = PACKAGES.filter((name) => !existsSync(join(directory, "node_modules", name)));
  return [
    ...(directory === "." ? [] : [`cd ${directory}`]),
    ...(existsSync(join(directory, "package.json")) ? [] : ["npm init -y", "npm pkg set type=module"]),
    ...compilerSteps(language),
    ...(missing.length === 0 ? [] : [`npm install --save-dev ${missing.join(" ")}`]),
    "npx allocheck check    # what the config names",
    "npx vitest run         # the same as a test",
  ];
}
