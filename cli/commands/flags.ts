/** `allocheck flags`: with which flags a compiler makes a module that can be checked. */
import type { Command } from "commander";
import { Misuse } from "../../model/basics/misuse.js";
import { quoted } from "../../model/basics/wording.js";
import { LANGUAGES, type Language, OWN_BUILD } from "../compile/languages.js";
import { addExamples, type Example } from "../input/help.js";
import { toStdout } from "../output/terminal.js";

const EXAMPLES: readonly Example[] = [
  ["flags c", "for: clang $(npx allocheck flags c) shim.c pmm.c -o pmm.wasm"],
  ["flags rust", "for: rustc $(npx allocheck flags rust) shim.rs -o pmm.wasm"],
  ["flags zig", "for: zig build-exe $(npx allocheck flags zig) shim.zig -femit-bin=pmm.wasm"],
];

/** Adds the command; `finish` gets the exit code. */
export function addFlags(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("flags")
    .summary("print the flags for compiling an allocator to WebAssembly yourself")
    .description(
      "Prints the flags with which clang, rustc or zig makes a module for `allocheck check FILE.wasm`. " +
        "Who names the source instead needs none of them.",
    )
    .argument("<LANGUAGE>", `one of: ${LANGUAGES.join(", ")}`)
    .action((name: string) => {
      toStdout(`${OWN_BUILD[languageNamed(name)].join(" ")}\n`);
      finish(0);
    });
  addExamples(command, EXAMPLES);
}

/** The language of a name. Throws a `Misuse` for one that is not compiled. */
export function languageNamed(name: string): Language {
  const language = LANGUAGES.find((known) => known === name);
  if (language !== undefined) return language;
  throw new Misuse(
    "unknown-language",
    `there is no language ${quoted(name)} here`,
    `write ${LANGUAGES.slice(0, -1).join(", ")} or ${LANGUAGES.at(-1)}`,
  );
}
