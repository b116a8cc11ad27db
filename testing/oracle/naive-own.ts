/**
 * What an allocator does for itself, around any naive model: chores change nothing, and a settle is
 * remembered until something is taken or given back.
 */
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { Naive } from "./naive-enumeration.js";

type Since = "settled" | "taken" | "given";

interface OwnState<S> {
  readonly rest: S;
  readonly since: Since;
}

const TAKES = [
  ..."reserve alloc alloc-block alloc-range alloc-handle alloc-raw alloc-zone".split(" "),
  ..."reserve-crashkernel resize realloc".split(" "),
];
/** Whether a file that is closed was deleted before, and so is given back, makes no difference. */
const GIVES = [
  ..."free free-block free-handle release free-initrd".split(" "),
  ..."close-file detach-loop switch-root".split(" "),
];

/** Whether somebody loses a frame that was theirs. */
function gives(command: Command, answer: number): boolean {
  if (command.kind !== "resize" && command.kind !== "realloc") return GIVES.includes(command.kind);
  const { range, to } = command;
  const from = command.kind === "resize" ? range.start : answer;
  const frames = Array.from({ length: range.count }, (_, i) => range.start + i);
  return frames.some((frame) => frame < from || frame >= from + to);
}

/** The model with the modules `chores` and `settling`, as far as a scope has them. */
export function naiveOwn<S>(scope: Scope, naive: Naive<S>): Naive<OwnState<S>> {
  const has = (id: string) => scope.modules.some((module) => module === id);
  const own: Command[] = [
    ...(has("chores")
      ? (scope.chores ?? [""]).map((name, number) => ({ kind: "neutral", chore: { number, name } }) as const)
      : []),
    ...(has("settling") ? [{ kind: "settle" } as const] : []),
  ];
  const isOwn = ({ kind }: Command) => kind === "neutral" || kind === "settle";
  const since = (before: Since, command: Command, answer: number): Since => {
    const { kind } = command;
    if (!has("settling")) return "settled";
    if (kind === "settle") return "settled";
    if (before === "given" || gives(command, answer)) return "given";
    return TAKES.includes(kind) ? "taken" : before;
  };
  const { moves } = naive;
  return {
    initial: { rest: naive.initial, since: "settled" },
    commands: [...naive.commands, ...own],
    reasonsAgainst: ({ rest }, command) => (isOwn(command) ? [] : naive.reasonsAgainst(rest, command)),
    answersTo: ({ rest }, command) => (isOwn(command) ? [0] : naive.answersTo(rest, command)),
    after: ({ rest, since: before }, command, answer) => ({
      rest: isOwn(command) ? rest : naive.after(rest, command, answer),
      since: since(before, command, answer),
    }),
    keyOf: ({ rest, since: now }) => `${naive.keyOf(rest)} ${now}`,
    isBeyond: ({ rest }, command) => !isOwn(command) && naive.isBeyond(rest, command),
    ...(moves === undefined
      ? {}
      : { moves: ({ rest, since: now }) => moves(rest).map((moved) => ({ rest: moved, since: now })) }),
  };
}
