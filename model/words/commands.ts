/**
 * The dictionary of commands: one line a command, with the method of an allocator that takes it and what it
 * is given. The type of a command, its arguments, its text, its instances and what can be wrong with it
 * follow.
 */
import {
  type ArgumentFault,
  PARAMETERS,
  type Parameter,
  type ParameterName,
  type ParameterTypes,
} from "./parameters.js";
import type { ReasonId } from "./reasons.js";
import { gridOf, type Scope } from "./scope.js";

/**
 * What the answer to a command names, and what its count counts; `null` where the answer names nothing.
 * `edges` is which edge frames of an image: 1 the first, 2 the last, 3 both, 0 neither.
 */
type Answered = "frame" | "unit" | "edges" | null;

function takes<const M extends string, const P extends readonly ParameterName[]>(method: M, ...names: P) {
  return { method, names, answers: null as Answered };
}

function answers<const M extends string, const P extends readonly ParameterName[]>(
  what: NonNullable<Answered>,
  method: M,
  ...names: P
) {
  return { method, names, answers: what as Answered };
}

/** The commands of the core. */
const CORE_COMMANDS = {
  reserve: takes("reserve", "range", "owner"),
  release: takes("release", "range", "owner"),
  borrow: takes("borrow", "range"),
  drop: takes("drop", "range"),
  alloc: answers("frame", "alloc"),
  free: takes("free", "frame"),
} as const;

/** Several frames at once, and the end of boot: the modules `blocks` and `phases`. */
const BLOCK_COMMANDS = {
  // blocks
  "alloc-block": answers("frame", "allocBlock", "count", "align"),
  "free-block": takes("freeBlock", "range"),
  // phases
  "end-boot": takes("endBoot"),
} as const;

/** What a boot allocator is asked, which knows memory as regions. */
const REGION_COMMANDS = {
  // regions
  add: takes("addRange", "range", "node"),
  remove: takes("removeRange", "range"),
  "alloc-range": answers("unit", "allocRange", "count", "align", "window", "node", "search"),
  "set-direction": takes("setDirection", "bottomUp"),
  // limits
  "set-limit": takes("setLimit", "limit"),
  "enforce-limit": takes("enforceLimit", "limit"),
  cap: takes("capRange", "range"),
  "limit-map": takes("limitMap", "limit"),
  trim: takes("trimRegions", "align"),
  // nodes
  "set-node": takes("setNode", "range", "node"),
  // flags
  mark: takes("markRange", "range", "flag"),
  clear: takes("clearMark", "range", "flag"),
  // growth
  "allow-resize": takes("allowResize"),
} as const;

/** What concerns who may still touch bytes. */
const PROVENANCE_COMMANDS = {
  // provenance
  derive: takes("deriveSlice", "from", "range"),
  stash: takes("stashSlice", "range"),
  unstash: takes("unstashSlice", "range"),
  leak: takes("leakSlice", "range"),
  insert: takes("insertSlice", "range"),
  evict: takes("evictSlice", "range"),
  copy: takes("copyOut", "range"),
  return: takes("endCall"),
  // protected
  protect: takes("protectRange", "range"),
  // handles
  "alloc-handle": answers("frame", "allocHandle"),
  hold: takes("holdSlice", "range"),
  expose: takes("exposeAddress", "range"),
  touch: takes("touchHandle", "slot"),
  "free-handle": takes("freeHandle", "slot"),
  forget: takes("forgetHandle", "slot"),
  // quarantine
  sweep: takes("sweepHandles"),
  // contents
  "alloc-raw": answers("frame", "allocRaw"),
  load: takes("loadRange", "range"),
  write: takes("writeFrame", "frame"),
  poison: takes("poisonRange", "range"),
} as const;

/** What becomes of an initrd: the module `boot`. */
const INITRD_COMMANDS = {
  "place-initrd": takes("placeInitrd", "image"),
  "retain-initrd": takes("retainInitrd"),
  "reserve-crashkernel": takes("reserveCrashkernel", "range"),
  "reserve-initrd": takes("reserveInitrd"),
  "unpack-initrd": takes("unpackInitrd"),
  "end-unpack": takes("endUnpack", "how"),
  "free-initrd": answers("edges", "freeInitrd"),
} as const;

/** Blocks that shrink and grow. */
const SIZE_COMMANDS = {
  // resizing
  resize: takes("resizeBlock", "range", "to"),
  realloc: answers("frame", "reallocBlock", "range", "to"),
} as const;

/** Frames with several holders, and what an allocator does for itself. */
const OWN_COMMANDS = {
  // shares
  share: takes("shareFrame", "frame"),
  // chores
  neutral: takes("neutral", "chore"),
  // settling
  settle: takes("settle"),
} as const;

/**
 * What a client can ask of an allocator; the order is the order in which the search tries them. The methods
 * have names that a class is not likely to have for itself: one that is there is taken as offered.
 */
export const COMMANDS = {
  ...CORE_COMMANDS,
  ...BLOCK_COMMANDS,
  ...REGION_COMMANDS,
  ...PROVENANCE_COMMANDS,
  ...INITRD_COMMANDS,
  ...OWN_COMMANDS,
  ...SIZE_COMMANDS,
} as const;

export type CommandKind = keyof typeof COMMANDS;
/** The kinds, in the order in which the search tries them. */
export const COMMAND_KINDS = Object.keys(COMMANDS) as readonly CommandKind[]; // they are its keys

/** Those of the core, and those of a boot allocator. */
export const CORE_KINDS = Object.keys(CORE_COMMANDS) as readonly (keyof typeof CORE_COMMANDS)[];
export const REGION_KINDS = Object.keys(REGION_COMMANDS) as readonly (keyof typeof REGION_COMMANDS)[];

type NamesOf<K extends CommandKind> = (typeof COMMANDS)[K]["names"][number];

/**
 * One request with its arguments. Where a scope has foreign arguments, a range may be empty or lie outside
 * the pool, and a start that is no whole number is an address between two frames.
 */
export type Command = {
  [K in CommandKind]: {
    readonly [P in "kind" | NamesOf<K>]: P extends ParameterName ? ParameterTypes[P] : K;
  };
}[CommandKind];
/** The command of one kind. */
export type CommandOf<K extends CommandKind> = Extract<Command, { readonly kind: K }>;
/** The name of a reason of a command, such as `release/live-slice`. */
export type ReasonKey = `${CommandKind}/${ReasonId}`;
export type CoreCommand = CommandOf<(typeof CORE_KINDS)[number]>;

/** The method of an allocator that takes each command. */
export const METHODS = Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, COMMANDS[kind].method])) as {
  readonly [K in CommandKind]: (typeof COMMANDS)[K]["method"];
}; // one entry a kind

/** What an accepted command answers: a frame, a unit, edge frames, or nothing that is named. */
export function answerNames(kind: CommandKind): Answered {
  return COMMANDS[kind].answers;
}

/** Whether accepting a command answers something that it names. */
export function answersFrame(kind: CommandKind): boolean {
  return answerNames(kind) !== null;
}

/** How many answers a command can have that name something: every frame, every unit, each choice of edges. */
export function answersIn(scope: Scope, kind: CommandKind): number {
  switch (answerNames(kind)) {
    case "frame":
      return scope.frames;
    case "edges":
      return 4;
    default:
      return gridOf(scope);
  }
}

/** Every command of a kind in a scope: each value of each parameter with each of the others. */
export function instancesOf<K extends CommandKind>(kind: K, scope: Scope): CommandOf<K>[] {
  const rows = namedParameters(kind).reduce<object[]>(
    (made, [name, { all }]) => {
      const values = all(scope);
      return made.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
    },
    [{ kind }],
  );
  return rows as CommandOf<K>[]; // a field for each parameter, of its type
}

/** The arguments of a command as its method takes them. */
export function argumentsOf(command: Command): readonly number[] {
  return given(command).flatMap(([value, { give }]) => give(value));
}

/** The command of a kind whose method was given these numbers. */
export function commandGiven(kind: CommandKind, given: readonly number[]): Command {
  const fields: Partial<Record<ParameterName, unknown>> = {};
  let at = 0;
  for (const [name, { take, width }] of namedParameters(kind)) {
    fields[name] = take(given, at);
    at += width;
  }
  return { kind, ...fields } as Command; // a field for each parameter, of its type
}

/** The command with all that it names so many frames further on. */
export function shiftedBy(command: Command, by: number): Command {
  const fields = namedParameters(command.kind).map(([name, { shift }]) => {
    const value = (command as unknown as Readonly<Record<ParameterName, unknown>>)[name]; // one of its own
    return [name, shift === undefined ? value : shift(value, by)];
  });
  return { kind: command.kind, ...Object.fromEntries(fields) } as Command; // the same fields
}

/** The reasons that the arguments of a command make true, whatever the state; none for those of the pool. */
export function argumentFaults(scope: Scope, command: Command): ArgumentFault[] {
  return given(command).flatMap(([value, { faults }]) => faults?.(value, scope) ?? []);
}

/** A command as a line of a program: `reserve(0..1, owner 1)`. */
export function describeCommand(command: Command): string {
  const counts = answerNames(command.kind) === "unit" ? "unit" : "frame";
  const texts = given(command).map(([value, { text }]) => text(value, counts));
  const shown =
    command.kind === "derive" ? [`${texts[1]} of ${texts[0]}`] : texts.filter((text) => text !== "");
  return `${command.kind}(${shown.join(", ")})`;
}

/** The number of each command of a specification, by its text. */
export function numbersByText(commands: readonly Command[]): ReadonlyMap<string, number> {
  return new Map(commands.map((command, c) => [describeCommand(command), c]));
}

/** The parameters of a kind. What is true of a parameter is asked of its own values alone. */
function namedParameters(kind: CommandKind): readonly (readonly [ParameterName, Parameter<unknown>])[] {
  return COMMANDS[kind].names.map((name) => [name, PARAMETERS[name] as Parameter<unknown>]);
}

/** The arguments of a command, each with its parameter. */
function given(command: Command): readonly (readonly [unknown, Parameter<unknown>])[] {
  const values = command as unknown as Readonly<Record<ParameterName, unknown>>; // it has those of its kind
  return namedParameters(command.kind).map(([name, parameter]) => [values[name], parameter]);
}
