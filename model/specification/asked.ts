/** What commands are given and answer, as the names that formulas have for it. */
import {
  and,
  atMost,
  constant,
  equal,
  field,
  less,
  or,
  type Term,
  TRUE,
  type Variable,
  variable,
} from "../logic/term.js";
import type { Asked } from "../rules/formulas.js";
import { POOL_END } from "../rules/state-fields.js";
import { answerNames, COMMANDS, type CommandKind } from "../words/commands.js";
import { FLAG_BITS } from "../words/frames.js";
import type { ParameterName } from "../words/parameters.js";

/** The units that a command makes no memory, where its formula leaves open which. */
export const CUT = { name: "cut", over: ["frame"], is: "truth" } as const;

/** Every name there is, none that of a field; a command has a few of them. */
const NAMES = {
  low: "frame",
  high: "frame",
  astray: "truth",
  owner: "owner",
  node: "node",
  flag: "number",
  "new-limit": "number",
  upwards: "truth",
  slot: "slot",
  zone: "number",
  "from-low": "frame",
  "from-high": "frame",
  "image-low": "frame",
  "image-high": "frame",
  answer: "frame",
  "answer-end": "frame",
  "first-edge": "truth",
  "last-edge": "truth",
  "to-end": "frame",
  until: "frame",
  into: "slot",
  "memory-at": "number",
  "reserved-at": "number",
} as const;
export type AskedName = keyof typeof NAMES;

const names = Object.entries(NAMES).map(([name, sort]) => [name, variable(name, sort)] as const);
export const ASKED_NAMES = Object.fromEntries(names) as Readonly<Record<AskedName, Variable>>; // one each

/** What is asked and answered, each under its name. */
export const ASKED: Asked = {
  low: ASKED_NAMES.low,
  high: ASKED_NAMES.high,
  astray: ASKED_NAMES.astray,
  owner: ASKED_NAMES.owner,
  node: ASKED_NAMES.node,
  flag: ASKED_NAMES.flag,
  limit: ASKED_NAMES["new-limit"],
  bottomUp: ASKED_NAMES.upwards,
  slot: ASKED_NAMES.slot,
  zone: ASKED_NAMES.zone,
  fromLow: ASKED_NAMES["from-low"],
  fromHigh: ASKED_NAMES["from-high"],
  imageLow: ASKED_NAMES["image-low"],
  imageHigh: ASKED_NAMES["image-high"],
  answer: ASKED_NAMES.answer,
  answerEnd: ASKED_NAMES["answer-end"],
  firstEdge: ASKED_NAMES["first-edge"],
  lastEdge: ASKED_NAMES["last-edge"],
  toEnd: ASKED_NAMES["to-end"],
  until: ASKED_NAMES.until,
  into: ASKED_NAMES.into,
  memoryArray: ASKED_NAMES["memory-at"],
  reservedArray: ASKED_NAMES["reserved-at"],
  cut: (frame) => field(CUT, frame),
};

const { low, high, astray, owner, node, flag, limit, bottomUp, slot, zone } = ASKED;
const { fromLow, fromHigh, imageLow, imageHigh, answer, answerEnd, firstEdge, lastEdge } = ASKED;

/** What each parameter is in formulas, and what its values of the pool are. */
const PARAMETERS: Readonly<
  Record<ParameterName, { readonly names: readonly Term[]; readonly inPool: Term }>
> = {
  range: { names: [low, high], inPool: ofPool(low, high) },
  frame: { names: [low, high], inPool: ofPool(low, high) },
  from: { names: [fromLow, fromHigh], inPool: ofPool(fromLow, fromHigh) },
  owner: { names: [owner], inPool: TRUE },
  // Whatever it is asked for by, where it lies is the answer.
  count: { names: [], inPool: TRUE },
  to: { names: [ASKED.toEnd], inPool: less(low, ASKED.toEnd) },
  align: { names: [], inPool: TRUE },
  window: { names: [], inPool: TRUE },
  search: { names: [], inPool: TRUE },
  node: { names: [node], inPool: TRUE },
  bottomUp: { names: [bottomUp], inPool: TRUE },
  limit: { names: [limit], inPool: atMost(constant(0), limit) },
  flag: {
    names: [flag],
    inPool: or(...Object.values(FLAG_BITS).map((bit) => equal(flag, constant(bit)))),
  },
  slot: { names: [slot], inPool: TRUE },
  zone: { names: [zone], inPool: TRUE },
  // It may end behind the pool.
  image: {
    names: [imageLow, imageHigh],
    inPool: and(atMost(constant(0), imageLow), less(imageLow, imageHigh), less(imageLow, POOL_END)),
  },
  how: { names: [], inPool: TRUE },
  chore: { names: [], inPool: TRUE },
};

/** What an answer is in formulas. */
const ANSWERS = {
  frame: { names: [answer, answerEnd], inPool: ofPool(answer, answerEnd) },
  unit: { names: [answer, answerEnd], inPool: ofPool(answer, answerEnd) },
  edges: { names: [firstEdge, lastEdge], inPool: TRUE },
} as const;

/** The names that commands of a kind have, but for what the state decides. */
export function namesOf(kind: CommandKind): readonly Variable[] {
  const answered = answerNames(kind);
  const terms = [
    ...COMMANDS[kind].names.flatMap((name) => PARAMETERS[name].names),
    ...(answered === null ? [] : ANSWERS[answered].names),
    astray,
    ASKED.until,
    ASKED.into,
  ];
  return terms.filter((term): term is Variable => term.kind === "variable");
}

/** That the arguments of a command are those of the pool. */
export function argumentsInPool(kind: CommandKind): Term {
  return and(...COMMANDS[kind].names.map((name) => PARAMETERS[name].inPool));
}

/** That the answer names something of the pool. */
export function answerInPool(kind: CommandKind): Term {
  const answered = answerNames(kind);
  return answered === null ? TRUE : ANSWERS[answered].inPool;
}

/** Whether a command names a range, or a frame. */
export function namesRange(kind: CommandKind): boolean {
  return COMMANDS[kind].names.some((name) => name === "range" || name === "frame");
}

/** Whether a command names how many frames a block is to have. */
export function namesLength(kind: CommandKind): boolean {
  return COMMANDS[kind].names.some((name) => name === "to");
}

function ofPool(from: Term, to: Term): Term {
  return and(atMost(constant(0), from), less(from, to), atMost(to, POOL_END));
}
