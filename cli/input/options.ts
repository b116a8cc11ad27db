/** The options of all commands as one typed table: help, parsing and messages come from it. */

import { Option } from "commander";
import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import { Misuse } from "../../model/basics/misuse.js";
import { quoted } from "../../model/basics/wording.js";
import { BOUND_IDS, BOUNDS, eachOf } from "../../model/words/bounds.js";
import { inOrder, MODULE_IDS, scopeOf } from "../../model/words/scope.js";
import type { Output } from "../output/output.js";
import type { NumberOption } from "./number-option.js";

const COUNT = { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true } as const;

/** What exists in a run. */
export const SCOPE_OPTIONS = eachOf(
  BOUND_IDS,
  ({ least, most, standard, help, otherwise = standard }, name): NumberOption => ({
    flag: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    value: "N",
    help: `${help}, ${otherwise} when not given`,
    least,
    most,
    whole: true,
  }),
);

/** When a run must stop; only these make it `unfinished`. */
export const BUDGET_OPTIONS = {
  maxDepth: {
    flag: "--max-depth",
    value: "N",
    help: "stop when all sequences of N commands are tried",
    ...COUNT,
    least: 0,
  },
  maxStates: {
    flag: "--max-states",
    value: "N",
    help: "begin no further level once N states are known",
    ...COUNT,
  },
  maxSeconds: {
    flag: "--max-seconds",
    value: "N",
    help: "stop after N seconds",
    least: 0,
    most: 31_536_000,
    whole: false,
  },
} as const satisfies Record<string, NumberOption>;

const UNITS: Readonly<Record<string, number>> = { B: 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** `--max-memory`: a budget as well, with a unit. */
export function memoryOption(): Option {
  return new Option(
    "--max-memory <SIZE>",
    "stop before the states take more, as in 512M or 2G; megabytes without a unit",
  ).argParser((text) => {
    parseMemory(text);
    return text;
  });
}

/** A size as a person writes it. */
export const SIZE = /^(\d+(?:\.\d+)?)([KMG])?$/i;

/** The bytes of a size, in megabytes where it has no unit; `NaN` for what does not fit the pattern. */
export function bytesIn(size: string, pattern = SIZE): number {
  const [, number = "NaN", unit = "M"] = pattern.exec(size) ?? [];
  return Math.floor(Number(number) * UNITS[unit.toUpperCase()]!); // a pattern names no other unit
}

/** A size as an option takes it, to the byte: in the largest unit that it is a multiple of, or in `least`. */
export function sizeText(bytes: number, least: "B" | "K"): string {
  if (bytes === 0) return "0";
  const unit = ["G", "M", "K"].find((each) => bytes % UNITS[each]! === 0) ?? least; // units of the table
  return `${bytes / UNITS[unit]!}${unit}`;
}

/** A size in bytes; a number is in megabytes. Throws a `Misuse`. */
export function parseMemory(size: string | number): number {
  const text = String(size);
  const bytes = bytesIn(text);
  if (bytes >= 1 && Number.isSafeInteger(bytes)) return bytes;
  throw new Misuse(
    "bad-option",
    `--max-memory takes a size such as 512M or 2G, not ${quoted(text)}`,
    "for example --max-memory 2G",
  );
}

/** What makes a command a hang: a finding, while a budget only ends the search. */
export const COMMAND_SECONDS_OPTION = {
  flag: "--max-command-seconds",
  value: "N",
  help: `a command that takes longer hangs, ${COMMAND_SECONDS} when not given`,
  least: 0.05,
  most: 86_400,
  whole: false,
} as const satisfies NumberOption;

/** How many threads search; the result does not depend on it. */
export const WORKERS_OPTION = {
  flag: "--workers",
  value: "N",
  help: "threads that search; as many as the machine offers when not given",
  least: 1,
  most: 64,
  whole: true,
} as const satisfies NumberOption;

/** How much the search doubts that the bytes decide what an allocator does. */
export const SUSPICION_OPTION = {
  flag: "--suspicion",
  value: "N",
  help: "commands of each state run again on a second instance, on average; 0.25 when not given",
  least: 0,
  most: 1000,
  whole: false,
} as const satisfies NumberOption;

/** Which arguments commands are given: those of the pool, or such from outside it as well. */
export const ALPHABETS = ["pool", "foreign"] as const;
export type Alphabet = (typeof ALPHABETS)[number];

/** The parts of the specification in force. */
export function modulesOption(otherwise = "those of what is offered when not given"): Option {
  return new Option(
    "--modules <LIST>",
    `parts of the specification: ${MODULE_IDS.join(", ")}; ${otherwise}`,
  ).argParser((text) => inOrder(text.split(",")));
}

/** `--window AT[,AT]`: at which frames of a larger pool the frames of the scope lie. */
export function windowOption(): Option {
  return new Option(
    "--window <LIST>",
    "after it, the same frames at these of a larger pool, all others taken",
  ).argParser((text) => text.split(",").map((each) => requireFrame(each.trim())));
}

/** A frame at which a window begins. Throws a `Misuse`. */
export function requireFrame(text: string | number): number {
  const { least, most } = BOUNDS.windowAt;
  const at = typeof text === "string" && text === "" ? Number.NaN : Number(text);
  if (Number.isInteger(at) && at >= least && at <= most) return at;
  throw new Misuse(
    "bad-option",
    `--window takes frames from ${least} to ${most}, not ${quoted(String(text))}`,
    "for example --window 29,62",
  );
}

/** `--map MAP`, which repeats: what memory there is at the start. */
export function mapOption(): Option {
  return new Option(
    "--map <MAP>",
    'memory at the start, such as "4 free, 1 hole, 2 reserved"; a run for each that is given',
  ).argParser((text, before: readonly string[] | undefined) => {
    scopeOf({ map: text });
    return [...(before ?? []), text];
  });
}

export function alphabetOption(): Option {
  return new Option(
    "--alphabet <NAME>",
    "pool, or foreign to also give arguments from outside the pool",
  ).argParser((text): Alphabet => {
    const alphabet = ALPHABETS.find((name) => name === text);
    if (alphabet !== undefined) return alphabet;
    throw new Misuse(
      "bad-option",
      `--alphabet takes ${ALPHABETS.join(" or ")}, not ${quoted(text)}`,
      "for example --alphabet foreign",
    );
  });
}

/** What every command that answers can say. */
export const TEXT_OR_JSON = ["text", "json"] as const;

/** `--reporter NAME[:FILE]`, which repeats. */
export function reporterOption(names: readonly string[] = TEXT_OR_JSON): Option {
  return new Option("--reporter <NAME[:FILE]>", `${oneOf(names)}, to stdout or to a file; repeats`)
    .argParser((text, before: readonly Output<string>[] | undefined) => [
      ...(before ?? []),
      parseReporter(text, names),
    ])
    .default(undefined, "text");
}

function parseReporter<Name extends string>(text: string, names: readonly Name[]): Output<Name> {
  const [name = "", ...rest] = text.split(":");
  const file = rest.length === 0 ? null : rest.join(":");
  const reporter = names.find((known) => known === name);
  if (reporter === undefined)
    throw new Misuse("unknown-reporter", `there is no reporter ${quoted(name)}`, `use ${oneOf(names)}`);
  if (file === "" || (file === null && name === "blob"))
    throw new Misuse(
      "bad-option",
      `--reporter ${text} names no ${name === "blob" ? "directory" : "file"}`,
      `write ${name}:${name === "blob" ? "DIR" : "FILE"}`,
    );
  return { reporter, file };
}

function oneOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** The outputs that options ask for: text goes to stdout unless another reporter does. */
export function outputsOf(options: OutputOptions): Output[] {
  return outputsAmong(TEXT_OR_JSON, options);
}

/** As `outputsOf`, where there are more reporters; those of a config are `configured`. */
export function outputsAmong<Name extends string>(
  names: readonly (Name | "text" | "json")[],
  { reporter, json = false }: OutputOptions<Name>,
  configured: readonly string[] = [],
): Output<Name | "text" | "json">[] {
  const named = reporter ?? configured.map((text) => parseReporter(text, names));
  const outputs = [...named, ...(json ? [{ reporter: "json", file: null } as const] : [])];
  const toStdout = outputs.filter(({ file }) => file === null);
  if (toStdout.length > 1)
    throw new Misuse(
      "bad-option",
      "two reporters write to stdout",
      "give one of them a file: --reporter json:FILE",
    );
  return toStdout.length === 1 ? outputs : [...outputs, { reporter: "text", file: null }];
}

/** The options every command that answers has. */
export interface OutputOptions<Name extends string = never> {
  readonly reporter?: readonly Output<Name | "text" | "json">[];
  readonly json?: boolean;
  /** False after `--no-color`. */
  readonly color: boolean;
  readonly quiet?: boolean;
}
