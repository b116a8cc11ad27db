/** Which weaker contract fits an allocator of which a finding says no more than that it promises less. */

import { BY_FRAME, type Contract, mayWrite, STRICT } from "../../model/contracts/named.js";
import { type Counterexample, contractIn } from "../../model/trace/trace.js";
import type { ReasonKey } from "../../model/words/commands.js";
import { ALL_FREE } from "../../model/words/memory-map.js";
import { codeOf } from "../../model/words/reasons.js";
import { HANGS } from "../../properties/answers.js";
import { ALWAYS_RULES } from "../../properties/can-always.js";
import { givesLeave, leaveFor, WEAKER_CONTRACTS } from "../../properties/weaker-promise.js";
import { excusesFor } from "./excuses.js";

/** Whose frame a finding of `--can-always` is about. */
const KEPT_BY = /^\w+ \d+ \(([a-z-]+)\)/;

/** Under which condition, by what a finding is about. */
const IF = { trusted: "callers are trusted", learns: "an allocation that fails may leave a mark" } as const;

const BEGINS_WHOLE =
  'if its pool begins smaller: --map "2 free, 2 hole", as make reads it with memoryOf(scope)';

const ERRNO = "#define ALLOCHECK_ERRNO before it";
/** What one breaks that falls back to other zones, and does not say so. */
const NOT_ITS_ZONE: readonly string[] = ["alloc-zone/exhausted", "alloc-zone/allowed-zone"];
const FALLS_BACK =
  'if other zones serve such a request: fallback: "lower" in its definition, ac_fallback in C';

/** One answer for all refusals is no reason. */
const MANY_REASONS =
  'if that answer stands for more than one reason: is: "refused" in its refusals, REFUSED where it is a code';
/** Some give the least block for a size of 0, as C lets `malloc`. */
const NO_SIZE =
  "if a block of no size is as good as the least: offers in its definition, ac_offers_block in C, say count > 0";

/** What an allocator that has all its frames refuses may be a block that it does not have. */
const LIMITED =
  "if it has no such blocks: offers in its definition, ac_offers_block in C, say which there are";

/** A `free` names a block by its first frame; that of many kernels is of one page. */
const ONE_FRAME = "if free gives back one frame of a block: offer none, and free-block, ac_free_block in C";

function freesAFirstFrame({ steps }: Counterexample): boolean {
  const blocks = new Set<number>();
  return steps.slice(0, -1).some(({ command, answer }) => {
    if (command.kind === "free" && answer.kind === "accepted" && blocks.delete(command.frame)) return true;
    if (command.kind === "alloc-block" && command.count > 1 && answer.kind === "accepted")
      blocks.add(answer.frame ?? -1);
    return false;
  });
}

const PARTS = `; if any part of what is allocated may be freed: --contract ${BY_FRAME.id}`;

/** One line, or `null` where a finding is a fault under every contract that has a name for it. */
export function adviceFor(found: Counterexample): string | null {
  const holder = KEPT_BY.exec(found.expected)?.[1];
  if (holder !== undefined && ALWAYS_RULES.some(({ id }) => id === found.rule))
    return `if that is so by design, let the contract say why: forEver: { ${holder}: "..." }`;
  if (found.rule === HANGS.id && found.cpus !== undefined)
    return "a loop without a yield lets no other CPU on: yield in it, or return again() and begin anew";
  const errno = errnoIn(found);
  if (errno !== null) return `if ${errno} is an errno, and no code of allocheck.h: ${ERRNO}`;
  if (found.rule.endsWith("/true-reason")) return MANY_REASONS;
  if (found.rule === "alloc-block/empty") return NO_SIZE;
  if (found.rule === "add/present" && found.scope.initial === ALL_FREE) return BEGINS_WHOLE;
  if (NOT_ITS_ZONE.includes(found.rule) && found.scope.fallback === undefined) return FALLS_BACK;
  const own = contractIn(found);
  if (own !== null && found.rule.endsWith("/legal")) {
    const whole = found.rule === "alloc-block/legal" && found.steps.length === 1 ? [LIMITED] : [];
    const part = freesAFirstFrame(found) ? [ONE_FRAME] : [];
    return [...whole, ...part, ...excusesFor(found, own)].join("; ") || null;
  }
  const leave = own === null ? null : leaveFor(found);
  if (own === null || leave === null) return null;
  const fits = WEAKER_CONTRACTS.find((contract) => givesLeave(contract, leave) && isWithin(own, contract));
  const inParts = own.id === STRICT.id && BY_FRAME.promises[leave.key] !== undefined ? PARTS : "";
  if (fits !== undefined) return `if ${IF[leave.kind]}: --contract ${fits.id}${inParts}`;
  const promise =
    leave.kind === "trusted" ? '{ kind: "precondition", because }' : '{ kind: "must-refuse", mayWrite }';
  return `if ${IF[leave.kind]}, let ${own.id} promise "${leave.key}": ${promise}`;
}

/** The code of a false reason that a compiled allocator gave, which may have meant another thing. */
function errnoIn({ rule, module = "", steps }: Counterexample): number | null {
  const answer = steps.at(-1)?.answer;
  if (!rule.endsWith("/true-reason") || answer?.kind !== "refused" || answer.reason === undefined)
    return null;
  return /\.(?:wasm|c|rs|zig)$/.test(module) ? codeOf(answer.reason) : null;
}

/** Whether a contract leaves open all that another does. */
function isWithin({ promises, mayRefuse }: Contract, wider: Contract): boolean {
  const keys = Object.keys(promises) as ReasonKey[];
  const sameAs = (key: ReasonKey) =>
    promises[key]?.kind === wider.promises[key]?.kind ||
    (promises[key]?.kind === "must-refuse" && !mayWrite(promises[key]));
  return Object.keys(mayRefuse).length === 0 && keys.every(sameAs);
}
