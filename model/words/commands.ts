/**
 * Commands, as the modules write them down (`modules/<id>/words.ts`): the type of a command, its arguments,
 * its text, its instances and what can be wrong with it.
 */
import { ALL_WORDS, type CommandTable, type CoreKind, type ListedWords } from "./all-words.js";
import type { Answered } from "./command-rows.js";
import { BOOT_MODULES } from "./module-ids.js";
import {
  type ArgumentFault,
  PARAMETERS,
  type Parameter,
  type ParameterName,
  type ParameterTypes,
} from "./parameters.js";
import type { ReasonId } from "./reasons.js";
import { gridOf, type Scope } from "./scope.js";

export type CommandKind = keyof CommandTable;

/** What a client can ask of an allocator; the order is the order in which the search tries them. */
export const COMMANDS = Object.fromEntries(
  ALL_WORDS.flatMap(({ commands = {} }) => Object.entries(commands)),
) as unknown as CommandTable; // those of every module
/** The kinds, in the order in which the search tries them. */
export const COMMAND_KINDS = Object.keys(COMMANDS) as readonly CommandKind[]; // they are its keys

/** The kinds of command that some modules bring. */
function kindsOf(isMeant: (module: ListedWords) => boolean): readonly CommandKind[] {
  const kinds = ALL_WORDS.filter(isMeant).flatMap(({ commands = {} }) => Object.keys(commands));
  return kinds as readonly CommandKind[]; // they are keys of the table
}

/** Those of the core, and those of a boot allocator. */
export const CORE_KINDS = kindsOf(({ id }) => id === "core") as readonly CoreKind[]; // the core's alone
export const REGION_KINDS = kindsOf(({ id }) => BOOT_MODULES.includes(id));

type NamesOf<K extends CommandKind> = CommandTable[K]["names"][number];

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
  readonly [K in CommandKind]: CommandTable[K]["method"];
}; // one entry a kind

/** What an accepted command answers: a frame, a unit, edge frames, or nothing that is named. */
export function answerNames(kind: CommandKind): Answered {
  return COMMANDS[kind].answers;
}

/** Whether accepting a command answers something that it names. */
export function answersFrame(kind: CommandKind): boolean {
  return answerNames(kind) !== null;
}

/** How many frames an accepted command hands out from the one that it answers on. */
export function handedOut(command: Command): number {
  return command.kind === "alloc-block" ? command.count : 1;
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

/** How many those are, without making them. */
export function instanceCount(kind: CommandKind, scope: Scope): number {
  return namedParameters(kind).reduce((count, [, { all }]) => count * all(scope).length, 1);
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
