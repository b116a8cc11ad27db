/** Looks whether what a person gives `fromObject` can be a door, before the search finds out. */

import { optionsGiven, requireNoMore } from "../basics/given.js";
import { Misuse } from "../basics/misuse.js";
import { suggestion } from "../basics/suggestion.js";
import { show } from "../basics/wording.js";
import { kindWithoutHeader } from "../socket/headers.js";
import { requireChores } from "../words/chores.js";
import { COMMAND_KINDS, type CommandKind } from "../words/commands.js";
import { REASON_IDS } from "../words/reasons.js";
import type { Addresses, ObjectDoor, Refusal } from "./object-door.js";

const DOOR_KEYS = [
  "make",
  "calls",
  "refusals",
  "addresses",
  "observe",
  "audit",
  "contentsOf",
  "counts",
  "save",
  "load",
  "replay",
  "key",
] as const satisfies readonly (keyof ObjectDoor<object>)[];
const REFUSAL_KEYS = ["when", "is", "of"] as const satisfies readonly (keyof Refusal)[];
const ADDRESS_KEYS = [
  "base",
  "frameSize",
  "header",
  "short",
  "largest",
] as const satisfies readonly (keyof Addresses)[];

/** What is misspelt would go unnoticed, and a sound class be blamed. */
function requireKeys(taker: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  requireNoMore(taker, Object.fromEntries(unknown.map((key) => [key, null])), known);
}

/** Throws a `Misuse` for the first thing that is wrong. */
export function requireDoor<T extends object>(door: ObjectDoor<T>): void {
  const { make, calls, refusals = [] } = optionsGiven("fromObject", door, "fromObject({ make, calls })");
  if (typeof make !== "function")
    throw badDoor("fromObject has no function make", "give make(scope), which returns a fresh object");
  if (typeof calls !== "object" || calls === null)
    throw badDoor("fromObject has no calls", "for example calls: { alloc: (object) => object.alloc() }");
  for (const [kind, call] of Object.entries(calls)) {
    requireOneOf("calls names", kind, COMMAND_KINDS);
    if (kind === "neutral") {
      requireChoresOf(call);
      continue;
    }
    if (typeof call !== "function")
      throw badDoor(`the call ${kind} is no function`, `for example ${kind}: (object) => object.${kind}()`);
  }
  requireKeys("fromObject", door, DOOR_KEYS);
  if (!Array.isArray(refusals))
    throw badDoor("the refusals are no list", 'for example refusals: [{ when: -1, is: "refused" }]');
  for (const refusal of refusals) {
    requireKeys("a refusal", optionsGiven("a refusal", refusal, "{ when, is }"), REFUSAL_KEYS);
    const { is, of } = refusal;
    requireOneOf("refusals names the reason", is, ["refused", ...REASON_IDS]);
    if (of !== undefined) requireOneOf("refusals names the command", of, COMMAND_KINDS);
  }
}

/** The addresses, where they are such. Throws a `Misuse`. */
export function requireAddresses(addresses: Addresses): Addresses {
  const { base, frameSize, header = 0, short = 0, largest = Infinity } = addresses ?? {};
  requireKeys("addresses", addresses ?? {}, ADDRESS_KEYS);
  if (!(Number.isFinite(base) && base >= 0 && Number.isFinite(frameSize) && frameSize > 0))
    throw badDoor(
      `the addresses have base ${show(base)} and frameSize ${show(frameSize)}`,
      "for example addresses: { base: 0x100000, frameSize: 4096 }",
    );
  if (!(header >= 0 && Number.isInteger(header / frameSize)))
    throw badDoor(
      `the addresses have a header of ${show(header)} bytes, and frames of ${frameSize}`,
      "a header has whole frames: a frame is what sizes are rounded up to",
    );
  if (!(Number.isInteger(short) && short >= 0 && short < frameSize))
    throw badDoor(
      `the addresses are short by ${show(short)} bytes, and frames have ${frameSize}`,
      `give a whole number below ${frameSize}`,
    );
  if (!(largest >= 2 ** 16))
    throw badDoor(
      `the addresses have sizes up to ${show(largest)}`,
      "for example largest: 0xffff_ffff, of 32 bits",
    );
  return addresses;
}

/** Throws a `Misuse` where blocks have a header and single frames, which have none, are handed out. */
export function requireBlocks({ header = 0 }: Addresses, kinds: readonly CommandKind[]): void {
  const other = kindWithoutHeader(kinds);
  if (header > 0 && other !== undefined)
    throw badDoor(
      `blocks have a header, and ${other} asks for frames without one`,
      "ask for blocks: calls: { 'alloc-block': (object, { bytes }) => object.alloc(bytes) }",
    );
}

/** Throws a `Misuse` when `make` gave no object. */
export function requireObject(object: unknown): void {
  if (typeof object !== "object" || object === null) throw badObject(`gave ${show(object)}, not an object`);
  if ("then" in object) throw badObject("gave a promise");
}

/** Throws a `Misuse` for what are no functions under names. */
function requireChoresOf(calls: unknown): void {
  const entries = typeof calls === "object" && calls !== null ? Object.entries(calls) : [];
  if (entries.length === 0 || entries.some(([, call]) => typeof call !== "function"))
    throw badDoor(
      "the call neutral is no object of functions",
      "name each chore: neutral: { trim: (object) => object.trim() }",
    );
  requireChores(entries.map(([name]) => name));
}

function requireOneOf(where: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const close = suggestion(name, known);
  throw badDoor(
    `${where} ${name}`,
    close === undefined ? `use one of ${known.join(", ")}` : `did you mean ${close}?`,
  );
}

function badDoor(what: string, remedy: string): Misuse {
  return new Misuse("bad-definition", what, remedy);
}

function badObject(what: string): Misuse {
  return new Misuse(
    "bad-make",
    `make of fromObject ${what}`,
    "it must return a fresh object, every frame free",
  );
}
