/**
 * What a contract demands of the answer, for every command kind and every set of true reasons.
 *
 * The two together are a **slot**, numbered so that the slot of a command is the base of its kind plus
 * the mask that `Specification.judge` yields. The loop over transitions reads these columns and no rule.
 */
import {
  type Contract,
  decidingPromise,
  LEAVE_WHILE,
  type LeaveToRefuse,
  leavesOf,
  mayWrite,
  promiseFor,
} from "../../model/contracts/named.js";
import type { CommandRule } from "../../model/rules/rules.js";
import { limitBit, type Specification } from "../../model/specification/specification.js";
import { answersFrame, COMMAND_KINDS } from "../../model/words/commands.js";
import { codeOf, REASON_IDS, reasons } from "../../model/words/reasons.js";
import { legalRule, trueReasonRule } from "../../properties/answers.js";

/** What is asked of the allocator where a slot applies. */
export const SKIP = 0;
export const ACCEPT = 1;
export const MAY_REFUSE = 2;
export const REFUSE = 3;
export const OTHER_EFFECT = 4;
export const IGNORE = 5;
/** Refuse, but bytes may change. */
export const MAY_WRITE = 6;

/** So many words of a slot hold a bit for each answer that refuses: there is room for 62 reasons. */
const SLOT_WORDS = 2;

/** Every refusal is right. */
const ANY_CODE: readonly number[] = [reasons.REFUSED, ...REASON_IDS.map(codeOf)];

/** One slot, before all are put into columns. */
interface Slot {
  readonly name: string;
  readonly asked: number;
  readonly leftToClient: boolean;
  /** Whether a refusal that is right may change bytes. */
  readonly mayWrite: boolean;
  /** The answers that are right refusals: `REFUSED` is among them where there are any. */
  readonly rightCodes: readonly number[];
  /** The rules that are broken by accepting, by refusing at all, and by refusing with another reason. */
  readonly ifAccepted: string;
  readonly ifRefused: string;
  readonly ifFalse: string;
}

/** The slots of a specification under a contract. */
export class VerdictTable {
  /** For each command number the slot of its mask 0. */
  readonly base: Int32Array;
  readonly asked: Slots["asked"];
  readonly leftToClient: Slots["leftToClient"];
  readonly mayWrite: Slots["mayWrite"];
  readonly ifAccepted: Slots["ifAccepted"];
  readonly ifRefused: Slots["ifRefused"];
  readonly ifFalse: Slots["ifFalse"];
  readonly names: Slots["names"];
  private readonly rightCodes: Slots["rightCodes"];

  constructor(
    private readonly specification: Specification,
    contract: Contract,
  ) {
    const slots = slotsOf(specification, contract);
    this.base = Int32Array.from(specification.kinds, (kind) => slots.bases[kind]!);
    this.asked = slots.asked;
    this.leftToClient = slots.leftToClient;
    this.rightCodes = slots.rightCodes;
    this.mayWrite = slots.mayWrite;
    this.ifAccepted = slots.ifAccepted;
    this.ifRefused = slots.ifRefused;
    this.ifFalse = slots.ifFalse;
    this.names = slots.names;
  }

  /** What is asked of the answer to command `c`, of which `mask` holds the true reasons. */
  demand(c: number, mask: number): number {
    return this.asked[this.base[c]! + mask]!;
  }

  /** Whether a refusal is right in a slot: `answer` is `REFUSED` or a code, no less than `LOWEST_CODE`. */
  isRight(slot: number, answer: number): boolean {
    return ((this.rightCodes[SLOT_WORDS * slot + (-answer >> 5)]! >>> -answer) & 1) === 1;
  }

  /** Whether any refusal is. */
  mayBeRefused(slot: number): boolean {
    return this.isRight(slot, reasons.REFUSED);
  }

  /** Whether command `c` is tried in the state that the specification looked at. */
  isTried(c: number): boolean {
    return this.demand(c, this.specification.judge(c)) !== SKIP;
  }
}

/** The slots under a contract as columns, and for each kind of command where its begin. */
interface Slots {
  readonly bases: readonly number[];
  /** For each slot one of the constants above. */
  readonly asked: Uint8Array;
  /** For each slot whether it is not tried since the contract leaves it to the client: 1, or 0. */
  readonly leftToClient: Uint8Array;
  /** For each slot the refusals that are right, as two words: bit `n` for the answer `-n`. */
  readonly rightCodes: Int32Array;
  /** For each slot whether a refusal that is right may change bytes: 1, or 0. */
  readonly mayWrite: Uint8Array;
  readonly ifAccepted: readonly string[];
  readonly ifRefused: readonly string[];
  readonly ifFalse: readonly string[];
  /** For each slot its name among the outcomes: `release:live-slice+not-reserved`. */
  readonly names: readonly string[];
}

/** They depend on the rules and the contract alone, and a replay of many traces meets few of either. */
const KNOWN = new WeakMap<Contract, Map<string, Slots>>();

function slotsOf(specification: Specification, contract: Contract): Slots {
  const { scope, without } = specification;
  const known = KNOWN.get(contract) ?? new Map<string, Slots>();
  KNOWN.set(contract, known);
  const key = [scope.modules, without].join(" ");
  const slots = known.get(key) ?? layOutSlots(specification, contract);
  known.set(key, slots);
  return slots;
}

function layOutSlots(specification: Specification, contract: Contract): Slots {
  const slots: Slot[] = [];
  const bases = COMMAND_KINDS.map((kind) => {
    const base = slots.length;
    const rule = specification.rules.find((candidate) => candidate.kind === kind);
    if (rule !== undefined)
      for (let mask = 0; mask < 2 * limitBit(rule); mask++)
        slots.push(slotOf(contract, rule, specification, mask));
    return base;
  });
  return {
    bases,
    asked: Uint8Array.from(slots, ({ asked }) => asked),
    leftToClient: Uint8Array.from(slots, ({ leftToClient }) => Number(leftToClient)),
    rightCodes: bitsOf(slots),
    mayWrite: Uint8Array.from(slots, ({ mayWrite }) => Number(mayWrite)),
    ifAccepted: slots.map(({ ifAccepted }) => ifAccepted),
    ifRefused: slots.map(({ ifRefused }) => ifRefused),
    ifFalse: slots.map(({ ifFalse }) => ifFalse),
    names: slots.map(({ name }) => name),
  };
}

function bitsOf(slots: readonly Slot[]): Int32Array {
  const bits = new Int32Array(SLOT_WORDS * slots.length);
  slots.forEach(({ rightCodes }, slot) => {
    for (const code of rightCodes) bits[SLOT_WORDS * slot + (-code >> 5)]! |= 1 << -code;
  });
  return bits;
}

/** What is said of a refusal with leave where something gives it: the reason as the allocator sees it. */
function leaveCodes({ leaveWhile }: LeaveToRefuse): readonly number[] {
  return leaveWhile === undefined ? [] : [codeOf(LEAVE_WHILE[leaveWhile].says)];
}

function slotOf(contract: Contract, rule: CommandRule, specification: Specification, mask: number): Slot {
  const { kind } = rule;
  const trueReasons = specification.reasonsIn(kind, mask);
  const beyond = rule.bound !== null && (mask & limitBit(rule)) !== 0;
  const base = {
    name: `${kind}:${[...trueReasons].sort().join("+") || "accepted"}`,
    leftToClient: false,
    mayWrite: false,
    ifRefused: legalRule(kind).id,
    ifFalse: trueReasonRule(kind).id,
  };
  const { scope, without } = specification;
  const leaves = leavesOf(contract).filter(
    ({ mayRefuse, leaveWith = "core" }) => mayRefuse[kind] !== undefined && scope.modules.includes(leaveWith),
  );
  const mayLeave = leaves.length > 0;
  if (trueReasons.length === 0) {
    const may = mayLeave || without.includes(base.ifRefused);
    const asked = beyond ? SKIP : may ? MAY_REFUSE : ACCEPT;
    // Who need not find what is there searches in vain, and may learn from it as from any such search.
    const learns = may && mayWrite(promiseFor(contract, kind, "exhausted"));
    const rightCodes = may ? [reasons.REFUSED, ...leaves.flatMap(leaveCodes)] : [];
    return { ...base, asked, mayWrite: learns, rightCodes, ifAccepted: "" };
  }
  const { promise, reason } = decidingPromise(contract, kind, trueReasons);
  const ifAccepted = `${kind}/${reason}`;
  switch (promise.kind) {
    case "precondition":
      return { ...base, asked: SKIP, leftToClient: true, rightCodes: [], ifAccepted };
    case "must-refuse": {
      const rightCodes = [reasons.REFUSED, ...trueReasons.map(codeOf)];
      const writes = mayWrite(promise);
      return { ...base, asked: writes ? MAY_WRITE : REFUSE, mayWrite: writes, rightCodes, ifAccepted };
    }
    case "may-ignore":
      // Who is answered a frame has it: what takes some is refused, and only how is left open.
      if (answersFrame(kind) && !trueReasons.includes("empty"))
        return { ...base, asked: MAY_WRITE, mayWrite: true, rightCodes: ANY_CODE, ifAccepted };
      return { ...base, asked: beyond ? SKIP : IGNORE, rightCodes: [], ifAccepted };
    case "instead":
      return {
        ...base,
        asked: beyond ? SKIP : OTHER_EFFECT,
        rightCodes: mayLeave ? [reasons.REFUSED] : [],
        ifAccepted,
      };
  }
}
