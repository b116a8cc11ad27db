/** What a module exports for a check: commands and questions by their names, each of a known signature. */

import { suggestion } from "../basics/suggestion.js";
import { answersFrame, COMMAND_KINDS, COMMANDS, type CommandKind } from "../words/commands.js";
import { PARAMETERS } from "../words/parameters.js";
import { badModule, FUNCTION, type FunctionType, type WasmModule } from "./code/module.js";

/** What the name of every export for us begins with. */
const PREFIX = "ac_";
/** The version of this agreement. */
export const VERSION = 1;

/** A question by its export: how many numbers it is given, and whether it answers one. */
const QUESTIONS = {
  ac_init: { params: 4, answers: "maybe" },
  ac_frame_size: { params: 0, answers: "always" },
  ac_pool: { params: 0, answers: "always" },
  ac_version: { params: 0, answers: "always" },
  ac_header: { params: 0, answers: "always" },
  ac_addresses: { params: 0, answers: "always" },
  ac_errno: { params: 0, answers: "always" },
  ac_memory: { params: 3, answers: "maybe" },
  ac_fallback: { params: 2, answers: "always" },
  ac_offers_block: { params: 2, answers: "always" },
  ac_observe: { params: 1, answers: "always" },
  ac_audit: { params: 0, answers: "always" },
  ac_count_free: { params: 0, answers: "always" },
  ac_count_reserved: { params: 0, answers: "always" },
  ac_count_allocated: { params: 0, answers: "always" },
  ac_scrub: { params: 0, answers: "never" },
} as const;
export type Question = keyof typeof QUESTIONS;

/** What a module offers. */
export interface Abi {
  /** The commands, in the order in which they are tried, each with how many numbers its export takes. */
  readonly commands: ReadonlyMap<CommandKind, number>;
  readonly questions: ReadonlySet<Question>;
}

/** The export that takes a command. */
export function exportOf(kind: CommandKind): string {
  return PREFIX + kind.replaceAll("-", "_");
}

/** How many numbers a command is given. */
function givenTo(kind: CommandKind): number {
  return COMMANDS[kind].names.reduce((sum, name) => sum + PARAMETERS[name].width, 0);
}

const KINDS: ReadonlyMap<string, CommandKind> = new Map(COMMAND_KINDS.map((kind) => [exportOf(kind), kind]));

/** Reads what a module offers. Throws a `Misuse` for an export that nobody would call, or not so. */
export function abiOf(file: string, module: WasmModule): Abi {
  const { exports, types, functions } = module;
  const commands = new Map<CommandKind, number>();
  const questions = new Set<Question>();
  for (const { name, kind, index } of exports) {
    if (!name.startsWith(PREFIX)) continue;
    if (kind !== FUNCTION)
      throw badModule(file, `exports ${name}, which is no function`, "export a function");
    const type = types[functions[index] ?? -1];
    if (type === undefined) throw new RangeError("an export of no function");
    const command = KINDS.get(name);
    if (command !== undefined) {
      requireType(file, name, type, givenTo(command), answersFrame(command) ? "always" : "maybe");
      commands.set(command, type.params.length);
    } else if (name in QUESTIONS) {
      const question = name as Question; // it is among their names
      const { params, answers } = QUESTIONS[question];
      requireType(file, name, type, params, answers);
      questions.add(question);
    } else throw unknown(file, name);
  }
  if (!questions.has("ac_init"))
    throw badModule(
      file,
      "exports no ac_init",
      "export int ac_init(void *base, unsigned frames, unsigned owners, unsigned slices)",
    );
  if (commands.size === 0)
    throw badModule(
      file,
      "exports no command",
      `export one of ${[...KINDS.keys()].slice(0, 6).join(", ")}, ...`,
    );
  const inOrder = COMMAND_KINDS.flatMap((kind) => {
    const params = commands.get(kind);
    return params === undefined ? [] : [[kind, params] as const];
  });
  return { commands: new Map(inOrder), questions };
}

function requireType(
  file: string,
  name: string,
  { params, results }: FunctionType,
  most: number,
  answers: "always" | "maybe" | "never",
): void {
  const wide = params.findIndex((type) => type !== "i32");
  if (wide >= 0)
    throw badModule(
      file,
      `has a parameter of ${params[wide]} in ${name}, the ${nth(wide)}`,
      "take 32 bits (i32)",
    );
  if (params.length > most)
    throw badModule(file, `takes ${params.length} parameters in ${name}`, `take ${most} or less`);
  if (results.some((type) => type !== "i32") || results.length > 1)
    throw badModule(file, `answers ${results.join(", ")} in ${name}`, "answer 32 bits (i32)");
  if (results.length === 0 && answers === "always")
    throw badModule(file, `answers nothing in ${name}`, "answer 32 bits (i32)");
}

function nth(index: number): string {
  return ["first", "second", "third", "fourth"][index] ?? `${index + 1}th`;
}

function unknown(file: string, name: string) {
  const known = [...KINDS.keys(), ...Object.keys(QUESTIONS)];
  const near = suggestion(name, known);
  const remedy =
    near === undefined ? `commands are ${known.slice(0, 6).join(", ")}, ...` : `did you mean ${near}?`;
  return badModule(file, `exports ${name}, which is no command`, remedy);
}
