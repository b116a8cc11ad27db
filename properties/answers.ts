/** What must hold of every single answer, beyond the reasons of the rule tables. */
import { Fault, type FaultRule } from "../model/socket/fault.js";
import { COMMAND_KINDS, type CommandKind } from "../model/words/commands.js";

/** A rule about the answer to one command. */
export interface AnswerRule {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
}

/** A refused command left the bytes as they were. */
export const REFUSAL_WRITES: AnswerRule = {
  id: "refusal-writes",
  statement: "a refused command changes no byte of the allocator's state",
  because: "a caller that is refused goes on as if nothing had happened, and so must the allocator",
};

/** The answer is a whole number that means something. */
export const NO_ANSWER: AnswerRule = {
  id: "no-answer",
  statement:
    "every answer means something: a class gives a frame, nothing, or what `refusals` lists; one that is its bytes " +
    "a number of 32 bits, 0 or more, REFUSED, or the code of a reason",
  because: "anything else tells the client nothing it can act on",
};

/** The command returned. */
export const THREW: AnswerRule = {
  id: "threw",
  statement: "no command throws",
  because: "an allocator in a kernel has nobody to catch it",
};

/** What ends a command of a compiled allocator, or what it may not do. */
const FAULTS: { readonly [R in FaultRule]: AnswerRule & { readonly id: R } } = {
  trap: {
    id: "trap",
    statement: "no command ends in a trap",
    because: "the machine would stop there, or the kernel would panic",
  },
  assert: {
    id: "assert",
    statement: "no assertion of the allocator fails, and it does not panic",
    because: "whoever wrote it took it for impossible, and what follows relies on it",
  },
  "out-of-fuel": {
    id: "out-of-fuel",
    statement: "every command ends after a bounded number of calls and turns of loops",
    because: "an allocator in a kernel holds its lock while it goes round, and the machine stands still",
  },
  "wild-write": {
    id: "wild-write",
    statement: "nothing is written at address 0, outside the pool, or into constants",
    because: "in a kernel something else lies there, and breaks later and elsewhere",
  },
  payload: {
    id: "payload",
    statement: "what a client keeps in its frames stays as it is",
    because: "a frame that somebody holds is theirs alone: the allocator keeps its books in free frames",
  },
};

/** What a client holds is its own. */
export const PAYLOAD: AnswerRule = FAULTS.payload;

/** The command, or what is asked of the state it leaves, came to an end. */
export const HANGS: AnswerRule = {
  id: "hangs",
  statement: "every command returns, and so does every look at the state it leaves",
  because: "an allocator in a kernel holds its lock while it goes round, and the machine stands still",
};

/** The array of bytes is the one that was there at the beginning. */
export const RESIZED: AnswerRule = {
  id: "resized",
  statement: "the state is one and the same array of bytes, of one length",
  because: "a state is saved and restored by copying its bytes, so bytes elsewhere would be lost",
};

/** The same commands on a fresh allocator, saved and restored or not, give the same answers. */
export const HIDDEN_STATE: AnswerRule = {
  id: "hidden-state",
  statement: "what is saved of a state, its bytes or the fields of a class, decides every answer",
  because: "what is kept elsewhere is not saved with the state, so no exploration covers it",
};

/** What the allocator says of itself is said without touching anything. */
export const OBSERVER_WRITES: AnswerRule = {
  id: "observer-writes",
  statement: "audit, observe and counts change nothing: no byte, and no later answer",
  because: "an allocator that is looked at while it is checked must be the one that runs unobserved",
};

/** What `scrub` clears is read by nobody. */
export const SCRUB_MATTERS: AnswerRule = {
  id: "scrub-matters",
  statement: "every command answers and acts the same on bytes that scrub has not cleaned",
  because: "only a checker calls scrub; what it repairs stays broken where the allocator runs",
};

/** Two fresh allocators given the same commands answer the same. */
export const NONDETERMINISTIC: AnswerRule = {
  id: "nondeterministic",
  statement: "the same commands on a fresh allocator get the same answers every time",
  because: "what depends on a clock, on chance or on another instance cannot be explored or replayed",
};

/** A command is over when it has answered. */
export const DEFERRED: AnswerRule = {
  id: "deferred",
  statement: "a command leaves nothing to be done later: no promise, no timer, no callback",
  because: "what runs after the answer changes the state between two commands, where no sequence shows it",
};

/** What an allocator hands out lies as low as it can, where its definition promises so. */
export const LOWEST_FIRST: AnswerRule = {
  id: "lowest-first",
  statement: "what is handed out lies at the lowest place that will do, where the allocator promises so",
  because: "clients were written against it: what must lie low is allocated first",
};

/** What an allocator hands out lies where its definition says that it prefers to. */
export const PREFERRED: AnswerRule = {
  id: "preferred-place",
  statement:
    "what is handed out lies at a place to which the promised placement prefers no other that will do",
  because:
    "a place was promised: best fit keeps large runs whole, and what is taken from above leaves the low",
};

/** What is looked for downwards lies as high as it can, where its definition promises so. */
export const PROMISED_END: AnswerRule = {
  id: "promised-end",
  statement: "alloc-range answers the highest place that will do, bottom-up the lowest, where so promised",
  because: "what is handed out at boot must not be scattered over the memory that is wanted in one piece",
};

/** The arrays of the allocator's own lie in memory that nobody else has. */
export const GROWN: AnswerRule = {
  id: "grown-in-free-memory",
  statement: "an array that grows moves to a frame of free and accessible memory, and only once it may grow",
  because: "whoever has that memory would write over the allocator's books, or it over theirs",
};

/** The rule that is broken by what a command, or a look at a state, threw. */
export function thrownRule(thrown: unknown): string {
  return thrown instanceof Fault ? thrown.rule : THREW.id;
}

/** Whether a rule is broken by what was thrown instead of an answer. */
export function isThrown(rule: string): boolean {
  return rule === THREW.id || rule in FAULTS;
}

/** The rule that a command without a true reason is accepted. */
export function legalRule(kind: CommandKind): AnswerRule {
  return {
    id: `${kind}/legal`,
    statement: `${kind} is accepted when no reason against it is true`,
    because: "an allocator that refuses what is legal loses memory or leaves its client stuck",
  };
}

/** The rule that a reason given for a refusal is a true one. */
export function trueReasonRule(kind: CommandKind): AnswerRule {
  return {
    id: `${kind}/true-reason`,
    statement: `a reason given for refusing ${kind} is true`,
    because: "a client acts on the reason: it drops a slice, asks another owner, or gives up",
  };
}

/** Every rule of this file, for lists. */
export const ANSWER_RULES: readonly AnswerRule[] = [
  ...COMMAND_KINDS.flatMap((kind) => [legalRule(kind), trueReasonRule(kind)]),
  REFUSAL_WRITES,
  NO_ANSWER,
  LOWEST_FIRST,
  PREFERRED,
  PROMISED_END,
  GROWN,
  THREW,
  ...Object.values(FAULTS),
  HANGS,
  RESIZED,
  HIDDEN_STATE,
  NONDETERMINISTIC,
  OBSERVER_WRITES,
  SCRUB_MATTERS,
  DEFERRED,
];

/** Rules that no single sequence shows: what breaks them is the difference between two ways of running it. */
export const ABOUT_STATE: readonly string[] = [
  HIDDEN_STATE,
  NONDETERMINISTIC,
  OBSERVER_WRITES,
  SCRUB_MATTERS,
].map(({ id }) => id);
