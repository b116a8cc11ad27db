/**
 * The other half of every "always": what a run must also have seen at least once.
 *
 * A search that never met a rule proves nothing about it. What the scope or the offer rules out is
 * listed with what it needs; what was possible and never came out makes the verdict `vacuous`.
 */
import { type Contract, decidingPromise, promiseFor } from "../model/contracts/named.js";
import { rulesOf } from "../model/modules/all.js";
import type { CommandRule, Needs, Reason } from "../model/rules/rules.js";
import { describeNeeds } from "../model/rules/rules.js";
import type { Command, CommandKind } from "../model/words/commands.js";
import { argumentFaults } from "../model/words/commands.js";
import { kindsWith } from "../model/words/roles.js";
import type { Scope } from "../model/words/scope.js";

/** What a run has seen, as far as this file asks. */
export interface Seen {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reachedFull: boolean;
  readonly emptyAgain: boolean;
}

/** Something that should happen in some state of every run that can show it. */
export interface Sometimes {
  /** The rule's id for reasons and commands, a name of its own for the rest. */
  readonly id: string;
  readonly statement: string;
  /** Any one of these suffices to make it possible. */
  readonly needs: readonly Needs[];
  happened(seen: Seen): boolean;
}

/** Something that did not happen. `possible` is false where the scope or the offer rules it out. */
export interface NotExercised {
  /** Its name, such as `release/live-slice`, and what it says. */
  readonly rule: string;
  readonly statement: string;
  /** What a scope and an allocator must have for it. */
  readonly needs: string;
  readonly possible: boolean;
}

/** Each of some commands with each of others. */
function pairs(takes: readonly CommandKind[], gives: readonly CommandKind[]): CommandKind[][] {
  return takes.flatMap((taking) => gives.map((giving) => [taking, giving]));
}

/** What takes frames, and what gives them back. */
const BACK_AND_FORTH: readonly (readonly CommandKind[])[] = [
  ...pairs(kindsWith("takes-frame", "takes-block"), kindsWith("gives-allocated")),
  ...pairs(kindsWith("takes-range", "takes-place"), kindsWith("gives-reserved")),
  ...pairs(["alloc-handle"], kindsWith("gives-handle")),
];

/** What can take the last free frame: what is found by place is never the first unit. */
const FILLING = [...kindsWith("takes-frame"), ...kindsWith("takes-range", "takes-block")];

/** Everything a run by these rules under a contract should have seen. */
export function sometimes(contract: Contract, rules: readonly CommandRule[]): Sometimes[] {
  const has = (kind: CommandKind) => rules.some((rule) => rule.kind === kind);
  const within = (ways: readonly (readonly CommandKind[])[]): Needs[] =>
    ways.filter((commands) => commands.every(has)).map((commands) => ({ commands }));
  const commands = rules.flatMap((rule): Sometimes[] => {
    const { kind } = rule;
    const accepted: Sometimes = {
      id: `${kind}/accepted`,
      statement: `${kind} is accepted somewhere`,
      needs: [rule.needs],
      happened: ({ outcomes }) => (outcomes[`${kind}:accepted`] ?? 0) > 0,
    };
    const alone = rule.reasons
      .filter((reason) => mustBeRefused(contract, kind, reason))
      .map(({ id, onlyWith, needs }): Sometimes => {
        const reasons = onlyWith === undefined ? id : [id, onlyWith].sort().join("+");
        const only =
          onlyWith === undefined ? "the only true reason" : `the only true reason beside ${onlyWith}`;
        return {
          id: `${kind}/${id}`,
          statement: `${kind} is refused with ${id} as ${only} somewhere`,
          needs: [needs],
          happened: ({ outcomes }) => (outcomes[`${kind}:${reasons}`] ?? 0) > 0,
        };
      });
    return [accepted, ...alone];
  });
  return [
    ...commands,
    {
      id: "reached-full",
      statement: "some state has no free frame",
      needs: within(FILLING.map((kind) => [kind])),
      happened: ({ reachedFull }) => reachedFull,
    },
    {
      id: "empty-again",
      statement: "some sequence of commands leads back to memory as it was at first",
      needs: within(BACK_AND_FORTH),
      happened: ({ emptyAgain }) => emptyAgain,
    },
  ];
}

/** Whether a reason must lead to a refusal where it is true alone, but for what it never comes without. */
function mustBeRefused(contract: Contract, kind: CommandKind, { id, onlyWith }: Reason): boolean {
  const reasons = onlyWith === undefined ? [id] : [id, onlyWith];
  const promises = [promiseFor(contract, kind, id), decidingPromise(contract, kind, reasons).promise];
  return promises.every((promise) => promise.kind === "must-refuse");
}

/** What a run did not see, of all it should have. `offered` are the commands of the scope it could try. */
export function notExercised(
  contract: Contract,
  scope: Scope,
  offered: readonly Command[],
  seen: Seen,
): NotExercised[] {
  return sometimes(contract, rulesOf(scope.modules))
    .filter((goal) => !goal.happened(seen))
    .map(({ id, statement, needs }) => ({
      rule: id,
      statement,
      needs: needs.map(describeNeeds).join(", or "),
      possible: needs.some((need) => isMet(need, scope, offered)),
    }));
}

function isMet(needs: Needs, scope: Scope, offered: readonly Command[]): boolean {
  const kinds = new Set<CommandKind>(offered.map(({ kind }) => kind));
  // Owners are whoever one of these commands can name: to be refused, owner 2 need not hold anything.
  const asked = offered.filter(({ kind }) => needs.commands.includes(kind));
  const owners = new Set(asked.flatMap((command) => ("owner" in command ? [command.owner] : [])));
  return (
    needs.grown === undefined &&
    needs.commands.every((kind) => kinds.has(kind)) &&
    (needs.argument === undefined || asked.some((c) => argumentFaults(scope, c).join() === needs.argument)) &&
    owners.size >= (needs.owners ?? 0) &&
    scope.frames >= (needs.frames ?? 0) &&
    scope.slices >= (needs.slices ?? 0)
  );
}
