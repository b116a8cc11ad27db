/**
 * A trace as people and machines write it: a text with one command a line, as reports print it, such as
 * `reserve 0..4 owner 1` or `reserve(0..4, owner 1) -> accepted`.
 *
 * What stands behind `#` or `->` is a comment, and so are a number before the command and empty lines.
 * Numbers may be in hex (`0x1f`). An owner that is not named is owner 1.
 */

import { Misuse } from "../model/basics/misuse.js";
import { suggestion } from "../model/basics/suggestion.js";
import { clipped, quoted } from "../model/basics/wording.js";
import { COMMAND_KINDS, COMMANDS, type Command } from "../model/words/commands.js";
import { FLAGS, type FrameRange, SEARCHES, UNPACKINGS } from "../model/words/frames.js";
import type { ParameterName, ParameterTypes } from "../model/words/parameters.js";

/** Reads the value of a parameter from the words that are left; `undefined` where they begin with none. */
type Reader<T> = (words: string[]) => T | undefined;

const WHOLE = /^(?:0x[\da-f]+|\d+)$/i;

const number: Reader<number> = (words) => (WHOLE.test(words[0] ?? "") ? Number(words.shift()) : undefined);
/** A number behind a word. */
const after =
  (name: string): Reader<number> =>
  (words) => {
    if (words[0] !== name || !WHOLE.test(words[1] ?? "")) return undefined;
    words.shift();
    return Number(words.shift());
  };
const oneOf =
  <T extends string>(values: readonly T[]): Reader<T> =>
  (words) => {
    const value = values.find((each) => each === words[0]);
    if (value !== undefined) words.shift();
    return value;
  };
const otherwise =
  <T>(read: Reader<T>, standard: T): Reader<T> =>
  (words) =>
    read(words) ?? standard;

/** How many frames or units. */
const counted: Reader<number> = (words) => {
  const count = number(words);
  if (/^(?:frame|unit)s?$/.test(words[0] ?? "")) words.shift();
  return count;
};

/** `0..4` or `3`. */
const range: Reader<FrameRange> = (words) => {
  const [first = "", last = first, ...more] = words[0]?.split("..") ?? [];
  if (![first, last].every((end) => WHOLE.test(end)) || more.length > 0 || Number(last) < Number(first))
    return undefined;
  words.shift();
  return { start: Number(first), count: Number(last) - Number(first) + 1 };
};

/** How each parameter is read. */
const READERS: { readonly [P in ParameterName]: Reader<ParameterTypes[P]> } = {
  range,
  image: range,
  from: (words) => {
    if (words[0] !== "of") return undefined;
    words.shift();
    return range(words);
  },
  frame: number,
  owner: otherwise(after("owner"), 1),
  count: counted,
  to: (words) => {
    if (words[0] === "to") words.shift();
    return counted(words);
  },
  align: otherwise(after("align"), 1),
  window: (words) => {
    if (words[0] !== "within") return null;
    words.shift();
    return range(words);
  },
  node: otherwise(after("node"), 0),
  search: otherwise(oneOf(SEARCHES), SEARCHES[0]),
  bottomUp: (words) => {
    const way = oneOf(["bottom-up", "top-down"])(words);
    return way === undefined ? undefined : way === "bottom-up";
  },
  limit: (words) => (oneOf(["none"])(words) === undefined ? number(words) : 0),
  flag: oneOf(FLAGS),
  slot: after("handle"),
  zone: after("zone"),
  how: oneOf(UNPACKINGS),
  // Its number is known to the scope of its allocator alone.
  chore: () => undefined,
};

const GRAMMAR = "write a command as reports print it: reserve 0..4 owner 1, alloc, free 3";

/** The commands of a log; `source` names where it comes from. Throws a `Misuse` for the first other line. */
export function parseLog(text: string, source: string): Command[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    const words = line
      .replace(/#.*$/, "")
      .replace(/->.*$/, "")
      .replace(/^\s*\d+[.:)]?\s+(?=[a-z])/, "")
      .split(/[\s(),]+/)
      .filter((word) => word !== "");
    return words.length === 0
      ? []
      : [commandIn(words, () => `line ${i + 1} of ${source}, ${quoted(clipped(line.trim()))},`)];
  });
}

function commandIn([name = "", ...words]: readonly string[], where: () => string): Command {
  const kind = COMMAND_KINDS.find((each) => each === name);
  if (kind === undefined) {
    const close = suggestion(name, COMMAND_KINDS);
    throw new Misuse(
      "bad-log",
      `${where()} names no command`,
      close === undefined ? GRAMMAR : `did you mean ${close}?`,
    );
  }
  const left = [...words];
  const names: readonly ParameterName[] = COMMANDS[kind].names;
  // A part is named before the whole that it is taken from: `derive 0 of 0..1`.
  const inText = kind === "derive" ? [...names].reverse() : names;
  const fields = inText.map((parameter) => {
    const value = READERS[parameter](left);
    if (value === undefined) throw new Misuse("bad-log", `${where()} gives ${kind} no ${parameter}`, GRAMMAR);
    return [parameter, value] as const;
  });
  if (left.length > 0)
    throw new Misuse("bad-log", `${where()} has ${quoted(left.join(" "))} too much`, GRAMMAR);
  return { kind, ...Object.fromEntries(fields) } as Command; // a value for each parameter
}

/** The least scope that a log fits, whose ranges count in so many units of a frame. */
export function boundsOfLog(
  commands: readonly Command[],
  units = 1,
): Readonly<Record<"frames" | "owners" | "slices" | "zones" | "nodes" | "handles", number>> {
  const most = (numberIn: (fields: Partial<ParameterTypes> & Pick<Command, "kind">) => number | undefined) =>
    commands.reduce((sofar, command) => Math.max(sofar, numberIn(command) ?? 1), 1);
  const endOf = (range: FrameRange | null | undefined) => (range ? range.start + range.count : 0);
  const end = most(({ range, from, window }) => Math.max(...[range, from, window].map(endOf)));
  const lent = commands.filter(({ kind }) => kind === "borrow" || kind === "derive");
  return {
    frames: Math.max(
      Math.ceil(end / units),
      most(({ frame = 0 }) => frame + 1),
    ),
    owners: most(({ owner }) => owner),
    slices: Math.max(1, lent.length),
    zones: most(({ zone }) => zone),
    nodes: most(({ node }) => node),
    handles: most(({ slot = 0 }) => slot + 1),
  };
}
