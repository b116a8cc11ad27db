/** A number that a person gives: its row in a table, reading it from text, and what is wrong with another. */
import { Option } from "commander";
import { Misuse } from "../../model/basics/misuse.js";
import { quoted } from "../../model/basics/wording.js";

/** A number and what it may be; `flag` is its name on the command line. */
export interface NumberOption {
  readonly flag: string;
  readonly value: string;
  readonly help: string;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** One number option for commander, with its range in the help. */
export function numberOption(option: NumberOption, standard?: number): Option {
  const { flag, value, help, least, most } = option;
  const range = most === Number.MAX_SAFE_INTEGER ? "" : ` (${least} to ${most})`;
  const made = new Option(`${flag} <${value}>`, `${help}${range}`).argParser((text) =>
    parseNumber(option, text),
  );
  return standard === undefined ? made : made.default(standard);
}

function parseNumber(option: NumberOption, text: string): number {
  const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return requireNumber(option, number, quoted(text), `${option.flag} `);
}

/**
 * A number that an option takes. Throws a `Misuse` for any other, which was given as `shown`; `before` is
 * what is written before the value: `--frames ` or `frames: `.
 */
export function requireNumber(
  { least, most, whole }: NumberOption,
  number: number,
  shown: string,
  before: string,
): number {
  if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
  const open = most === Number.MAX_SAFE_INTEGER && !(number > most);
  const limit = open ? `of at least ${least}` : `from ${least} to ${most}`;
  const example = number > most ? most : number < least ? least : whole ? Math.max(least, 3) : 1.5;
  throw new Misuse(
    "bad-option",
    `${before.replace(/:? $/, "")} takes a ${whole ? "whole " : ""}number ${limit}, not ${shown}`,
    `for example ${before}${example}`,
  );
}
