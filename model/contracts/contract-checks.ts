/** Looks whether what a person gives as a contract is one, before a search finds out. */

import { Misuse } from "../basics/misuse.js";
import { quoted } from "../basics/wording.js";
import { ALL_RULES } from "../modules/all.js";
import { COMMAND_KINDS } from "../words/commands.js";
import { HOLDER_IDS } from "../words/holders.js";
import { MODULE_IDS } from "../words/scope.js";
import { KEPT_SLICES } from "./callers.js";
import {
  CONTRACTS,
  type Contract,
  type ContractPromise,
  LEAVES_WHILE,
  type LeaveToRefuse,
  STRICTNESS,
} from "./named.js";
import { INSTEAD_EFFECTS } from "./other-effects.js";

/** Every reason of every command, as contracts name them. */
const REASON_KEYS: readonly string[] = ALL_RULES.flatMap(({ kind, reasons }) =>
  reasons.map(({ id }) => `${kind}/${id}`),
);

const CONTRACT_KEYS: readonly (keyof Contract)[] = [
  "id",
  "summary",
  "promises",
  "mayRefuse",
  "forEver",
  "leaveWith",
  "leaveWhile",
  "keepsSlices",
  "leaves",
];

/** What each kind of promise says beside its kind. */
const PROMISE_KEYS: Readonly<Record<ContractPromise["kind"], readonly string[]>> = {
  precondition: ["because"],
  "must-refuse": ["mayWrite"],
  instead: ["effect", "because"],
  "may-ignore": ["because"],
};

type Loose = Readonly<Record<string, unknown>>;
type Complain = (what: string, remedy: string) => Misuse;

/** A contract as a person gives it: what is left out must be refused, and gives no leave. */
export type GivenContract = Pick<Contract, "id"> & Partial<Contract>;

/** A contract given by value, complete. Throws a `Misuse` for the first thing that is wrong with it. */
export function requireContract(given: unknown): Contract {
  if (!isObject(given))
    throw new Misuse("bad-contract", `${shown(given)} is no contract`, "give a contract by name or by value");
  const { id, summary = "", promises = {}, keepsSlices, leaves } = given;
  const bad: Complain = (what, remedy) =>
    new Misuse(
      "bad-contract",
      `the contract ${typeof id === "string" && id !== "" ? `${id} ` : ""}${what}`,
      remedy,
    );
  if (typeof id !== "string" || id === "") throw bad("has no id", 'for example id: "my-contract"');
  for (const key of Object.keys(given))
    if (!CONTRACT_KEYS.some((known) => known === key))
      throw bad(`has the unknown key ${key}`, `the keys are ${CONTRACT_KEYS.join(", ")}`);
  if (typeof summary !== "string") throw bad("has a summary that is no text", "give it one line of text");
  if (!isObject(promises)) throw bad("has promises that are no object", "for example promises: {}");
  for (const [key, promise] of Object.entries(promises)) requirePromise(key, promise, bad);
  requireOneEffect(promises, bad);
  const leave = requireLeave(given, bad);
  if (leaves !== undefined && !Array.isArray(leaves))
    throw bad("has leaves that are no list", 'for example leaves: [{ mayRefuse: { alloc: "..." } }]');
  if (keepsSlices !== undefined && keepsSlices !== true)
    throw bad(`has keepsSlices ${shown(keepsSlices)}`, "it is true, or left out");
  const contract = {
    id,
    summary,
    // Where the checker keeps the slices it begins and ends them where that is legal, and only there.
    promises: keepsSlices === undefined ? promises : { ...promises, ...KEPT_SLICES.promises },
    ...leave,
    ...(keepsSlices === undefined ? {} : { keepsSlices }),
    ...(leaves === undefined ? {} : { leaves: leaves.map((each) => requirePart(each, leave, bad)) }),
  };
  const whole = contract as Contract; // every part of it was looked at above
  // Compared by content: another copy of this package has contracts of its own.
  if (CONTRACTS.some((known) => known.id === id && contentOf(known) !== contentOf(whole)))
    throw bad("has the name of one that comes with allocheck", "give it a name of its own");
  return whole;
}

/** When what is legal may be refused: of a whole contract, or of a part. */
function requireLeave(given: Loose, bad: Complain): LeaveToRefuse {
  const { mayRefuse = {}, forEver, leaveWith, leaveWhile } = given;
  if (!isObject(mayRefuse)) throw bad("has a mayRefuse that is no object", "for example mayRefuse: {}");
  for (const [kind, because] of Object.entries(mayRefuse)) {
    if (!COMMAND_KINDS.some((known) => known === kind))
      throw bad(`may refuse ${kind}, which is no command`, `the commands are ${COMMAND_KINDS.join(", ")}`);
    if (typeof because !== "string")
      throw bad(`does not say why it may refuse ${kind}`, `for example mayRefuse: { ${kind}: "..." }`);
  }
  if (forEver !== undefined) requireHolders(forEver, bad);
  if (leaveWith !== undefined && !MODULE_IDS.some((module) => module === leaveWith))
    throw bad(
      `has its leave with ${shown(leaveWith)}, which is no module`,
      `the modules are ${MODULE_IDS.join(", ")}`,
    );
  if (leaveWhile !== undefined && !LEAVES_WHILE.some((known) => known === leaveWhile))
    throw bad(
      `has its leave while ${shown(leaveWhile)}, which is never so`,
      `what it may wait for: ${LEAVES_WHILE.join(", ")}`,
    );
  const leave = {
    mayRefuse,
    ...(forEver === undefined ? {} : { forEver }),
    ...(leaveWith === undefined ? {} : { leaveWith }),
    ...(leaveWhile === undefined ? {} : { leaveWhile }),
  };
  return leave as LeaveToRefuse; // every part of it was looked at above
}

/** One of several leaves: what it lets be refused, the contract names as well. */
function requirePart(given: unknown, whole: LeaveToRefuse, bad: Complain): LeaveToRefuse {
  if (!isObject(given)) throw bad(`has the leave ${shown(given)}`, "for example { mayRefuse: {} }");
  const part = requireLeave(given, bad);
  const left = Object.keys(part.mayRefuse).find((kind) => !(kind in whole.mayRefuse));
  if (left !== undefined)
    throw bad(`has leave for ${left} in leaves alone`, `name it in mayRefuse as well: { ${left}: "..." }`);
  return part;
}

function requireHolders(forEver: unknown, bad: Complain): void {
  if (!isObject(forEver))
    throw bad("has a forEver that is no object", 'for example forEver: { reserved: "..." }');
  for (const [holder, because] of Object.entries(forEver)) {
    if (!HOLDER_IDS.some((known) => known === holder))
      throw bad(
        `lets ${quoted(holder)} keep frames for ever, who is nobody`,
        `who has: ${HOLDER_IDS.join(", ")}`,
      );
    if (typeof because !== "string")
      throw bad(`does not say why ${holder} is for ever`, `for example forEver: { ${holder}: "..." }`);
  }
}

function requirePromise(key: string, promise: unknown, bad: Complain): void {
  if (!REASON_KEYS.includes(key))
    throw bad(`promises for ${key}, which is no rule`, "see: allocheck list rules");
  const given = isObject(promise) ? promise : {};
  const kind = STRICTNESS.find((known) => known === given["kind"]);
  if (kind === undefined) throw bad(`has no promise for ${key}`, `give it a kind: ${STRICTNESS.join(", ")}`);
  const keys = PROMISE_KEYS[kind];
  for (const extra of Object.keys(given))
    if (extra !== "kind" && !keys.includes(extra))
      throw bad(
        `has the unknown key ${extra} in its promise for ${key}`,
        `beside its kind ${kind} has ${keys.join(" and ") || "nothing"}`,
      );
  if (kind === "instead") requireFit(key, given["effect"], bad);
  if (keys.includes("because") && typeof given["because"] !== "string")
    throw bad(`does not say why for ${key}`, `give its promise a text: because: "..."`);
  if ("mayWrite" in given && typeof given["mayWrite"] !== "string")
    throw bad(`does not say why ${key} may write`, `give a text: mayWrite: "a hint moves"`);
}

/** An effect is one that exists, and of the command that is to have it. */
function requireFit(key: string, effect: unknown, bad: Complain): void {
  const fit = Object.entries(INSTEAD_EFFECTS)
    .filter(([, { kinds }]) => kinds.some((kind) => kind === kindOf(key)))
    .map(([id]) => id);
  if (fit.some((id) => id === effect)) return;
  throw bad(
    `gives ${key} ${effect === undefined ? "no effect" : `the effect ${shown(effect)}`}`,
    fit.length === 0
      ? `no effect fits ${kindOf(key)}: promise something else`
      : `what fits ${kindOf(key)}: ${fit.join(", ")}`,
  );
}

/** A command that is accepted `instead` has one effect, whichever reason is true. */
function requireOneEffect(promises: Loose, bad: Complain): void {
  const effects = new Map<string, unknown>();
  for (const [key, promise] of Object.entries(promises)) {
    const { kind, effect } = promise as Loose; // `requirePromise` has looked at it
    if (kind !== "instead") continue;
    const before = effects.get(kindOf(key)) ?? effect;
    if (before !== effect)
      throw bad(
        `gives ${kindOf(key)} two effects: ${String(before)} and ${String(effect)}`,
        "a command has one effect in all its promises",
      );
    effects.set(kindOf(key), effect);
  }
}

function kindOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}

function isObject(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === "string" ? quoted(value) : String(JSON.stringify(value) ?? value);
}

function contentOf({ id: _, summary: __, ...content }: Contract): string {
  // Whatever is left out of a contract is left out here too, in one order.
  return JSON.stringify(Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1)));
}
