/**
 * A counterexample as a C program that calls what `allocheck.h` declares, for a debugger, a sanitizer or a
 * kernel's own harness.
 */
import type { Answer, Counterexample, TraceStep } from "../../model/trace/trace.js";
import { contractIn, describeAnswer } from "../../model/trace/trace.js";
import { exportOf } from "../../model/wasm/abi.js";
import {
  answersFrame,
  argumentsOf,
  CORE_KINDS,
  type Command,
  type CommandKind,
  describeCommand,
} from "../../model/words/commands.js";
import { memoryOf } from "../../model/words/initial-memory.js";
import { MAP_CODES } from "../../model/words/memory-map.js";
import { codeOf, reasons } from "../../model/words/reasons.js";
import { isWindow, originOf, poolOf, type Scope } from "../../model/words/scope.js";
import { PROGRAM_HEAD, TAKES_THE_REST } from "./c-program-head.js";

/** How the program is built. */
export interface Build {
  /** The compiler's arguments, such as the shim and the kernel's sources. */
  readonly args: readonly string[];
  /** What the shim defines for the header, such as `ALLOCHECK_ADDRESSES`. */
  readonly macros: readonly string[];
}

/** They end a program natively where a check of it is ended, and nothing that a machine does all the same. */
const SANITIZERS =
  "-fsanitize=address,bounds,null,shift-exponent,integer-divide-by-zero,unreachable -fno-sanitize-recover=all";

/** The program. It exits with 1 while the rule is broken, 0 when it is kept, 2 when it comes to nothing. */
export function cProgram(found: Counterexample, { args, macros }: Build): string {
  const { allocator, contract, rule, expected, scope, steps } = found;
  const last = steps.at(-1);
  // A window is of the pool that it lies in, whose rest has an owner of its own.
  const pool = isWindow(scope) ? { ...poolOf(scope), owners: scope.owners + 1 } : scope;
  const kept = contractIn(found)?.keepsSlices === true;
  const declared = new Map(steps.flatMap(({ command }) => (isDeclared(command) ? [] : [prototype(command)])));
  return `/*
 * ${comment(`A counterexample of allocheck: ${allocator}, contract ${contract}, rule ${rule}.`)}
 *
 *   expected  ${comment(expected)}
 *   found     ${comment(found.found)}
 *
 *     cc -g ${SANITIZERS} ${comment(args.join(" "))} THIS.c -o this && ./this
 *
 * It exits with 1 while the rule is broken, with 0 when it is kept, and with 2 when a step before the last is
 * answered otherwise than it was.
 */
${macros.map((macro) => `#define ${macro}\n`).join("")}#include "allocheck.h"
${PROGRAM_HEAD}
${isWindow(scope) ? TAKES_THE_REST : ""}
enum { FRAMES = ${pool.frames}, OWNERS = ${pool.owners}, SLICES = ${scope.slices} };
/* What each frame is at the beginning, and of which zone. */
static const unsigned char MEMORY[FRAMES][2] = {${memoryIn(pool)}};
${[...declared.values()].join("")}
int main(void) {
  begin(FRAMES, OWNERS, SLICES, MEMORY);
${isWindow(scope) ? `  take_the_rest(${originOf(scope)}, ${scope.frames}, OWNERS);\n` : ""}${steps
  .slice(0, -1)
  .map((step) => stepLines(step, kept))
  .join("")}${last === undefined ? "" : lastLines(last, rule)}
  return end(${cString(rule)}, ${cString(expected)});
}
`;
}

function memoryIn(scope: Scope): string {
  return memoryOf(scope)
    .flatMap(({ kind, count, zone }) => new Array<string>(count).fill(`{${MAP_CODES[kind]}, ${zone}}`))
    .join(", ");
}

/** The commands that the header declares. */
const DECLARED: readonly CommandKind[] = [
  ...CORE_KINDS,
  "alloc-block",
  "free-block",
  "end-boot",
  "resize",
  "realloc",
  "alloc-zone",
  "add",
  "remove",
  "share",
  "settle",
];

function isDeclared({ kind }: Command): boolean {
  return DECLARED.includes(kind);
}

function prototype(command: Command): readonly [string, string] {
  const parameters = argumentsOf(command).map(() => "uint32_t");
  return [command.kind, `int32_t ${exportOf(command.kind)}(${parameters.join(", ") || "void"});\n`];
}

/** A step that is answered as it was, and who has what from then on. */
function stepLines({ command, answer }: TraceStep, kept: boolean): string {
  if (kept && (command.kind === "borrow" || command.kind === "drop"))
    return `  step(${cString(describeCommand(command))}, AC_OK, 0); /* a slice: the allocator is not told */\n`;
  const held = answer.kind === "accepted" ? heldLines(command, `${answer.frame ?? 0}`) : "";
  return `  step(${cString(describeCommand(command))}, ${result(command)}, ${codeIn(answer)});\n${held}`;
}

/** The last step. What its answer alone shows is looked at there, and all else when it is over. */
function lastLines({ command, answer }: TraceStep, rule: string): string {
  const text = cString(describeCommand(command));
  const wrong = rule.includes("/") || rule === "no-answer";
  const was = cString(describeAnswer(answer));
  if (wrong && answer.kind !== "hangs")
    return `  last(${text}, ${result(command)}, ${codeIn(answer)}, ${was});\n`;
  const held = heldLines(command, "answered").trim();
  const looked = `look_after(${text}, ${result(command)})`;
  return held === "" ? `  ${looked};\n` : `  if (${looked} >= 0) ${held}\n`;
}

/** The call, with its answer as a frame or a code. */
function result(command: Command): string {
  const call = `${exportOf(command.kind)}(${callArguments(command).join(", ")})`;
  if (!isDeclared(command)) return call;
  return answersFrame(command.kind) ? `frame_of(TRY(${call}))` : `done(TRY(${call}))`;
}

/** Places and sizes are bytes where the module wants them so. */
function callArguments(command: Command): string[] {
  // In the header memory that is added is of no node.
  const numbers = argumentsOf(command).slice(0, command.kind === "add" ? 2 : undefined);
  if (!isDeclared(command) || command.kind === "alloc-zone") return numbers.map(String);
  if (command.kind === "alloc-block") return numbers.map((number) => `SIZE(${number})`);
  const sizes = "to" in command ? [1, 2] : [1];
  return numbers.map((number, i) =>
    i === 0 ? `PLACE(${number})` : sizes.includes(i) ? `SIZE(${number})` : `${number}`,
  );
}

/** Who holds the frames from then on; `frame` is what an allocation answered. */
function heldLines(command: Command, frame: string): string {
  switch (command.kind) {
    case "reserve":
      return `  hold(${command.range.start}, ${command.range.count}, ${command.owner});\n`;
    case "remove":
      return `  hold(${command.range.start}, ${command.range.count}, AC_ABSENT);\n`;
    case "add":
    case "release":
    case "free-block":
      return `  hold(${command.range.start}, ${command.range.count}, AC_FREE);\n`;
    case "alloc":
    case "alloc-zone":
      return `  hold(${frame}, 1, AC_ALLOCATED);\n`;
    case "alloc-block":
      return `  hold(${frame}, ${command.count}, AC_ALLOCATED);\n`;
    case "resize":
    case "realloc": {
      const { start, count } = command.range;
      return `  resized(${start}, ${count}, ${command.kind === "realloc" ? frame : start}, ${command.to});\n`;
    }
    case "share":
      return `  share(${command.frame});\n`;
    case "free":
      return `  hold(${command.frame}, 1, AC_FREE);\n`;
    default:
      return "";
  }
}

/** The number that was answered. */
function codeIn(answer: Answer): string {
  switch (answer.kind) {
    case "accepted":
      return `${answer.frame ?? answer.unit ?? answer.edges ?? 0}`;
    case "refused":
      return `${answer.reason === undefined ? reasons.REFUSED : codeOf(answer.reason)}`;
    case "none":
      return `${Number.parseInt(answer.text, 10) || 0}`;
    default:
      return "0";
  }
}

/** A text within a comment cannot end it, nor break its line. */
function comment(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("*/", "* /").replaceAll("/*", "/ *");
}

function cString(text: string): string {
  return JSON.stringify(text.replace(/\s+/g, " ")).replaceAll("??", "?\\?");
}
