/**
 * The module `settling`: after `settle` all that is free can be had.
 *
 * What was given back may wait for a while in the cache of a CPU, in a list of lazy frees or in a quarantine.
 * A contract (`lazy`, `batched`) then gives leave to refuse what would be legal, until the next `settle`.
 * A block that grows where it lies gives nothing back; one that shrinks or moves does.
 */
import type { BoundEffect, Module, ModuleState } from "../../rules/module.js";
import type { CommandRule } from "../../rules/rules.js";
import { placesOf, read, write } from "../../state/layout.js";
import type { CommandOf } from "../../words/commands.js";
import { GIVING, hasRole, TAKING } from "../../words/roles.js";

/** The field that says what happened since memory was last settled. */
export const UNSETTLED = "unsettled";
/** Some memory was taken, and none given back; or some was given back. */
export const TAKEN_SINCE = 1;
export const GIVEN_SINCE = 2;

const settle: CommandRule<CommandOf<"settle">> = {
  kind: "settle",
  statement: "who holds what stays as it is, and from then on all that is free can be had",
  because: "what waits in caches, lists and quarantines must not be lost for good",
  reasons: [],
  bound: null,
  answer: null,
  needs: { commands: ["settle"] },
};

const SETTLING_STATE: ModuleState = {
  fields: () => [{ id: UNSETTLED, entries: 1, bits: 2 }],
  effect: (command, { layout }) => {
    const { kind } = command;
    const [place] = placesOf(layout, UNSETTLED);
    const becomes =
      (value: number): BoundEffect =>
      (words, at) => {
        if (read(words, at, place!) < value) write(words, at, place!, value);
      };
    if (kind === "settle") return (words, at) => write(words, at, place!, 0);
    if (kind === "resize" || kind === "realloc") {
      const { range, to } = command;
      const [gives, takes] = [becomes(GIVEN_SINCE), becomes(TAKEN_SINCE)];
      if (to < range.count) return gives;
      if (kind === "resize") return takes;
      return (words, at, answer) => (answer === range.start ? takes : gives)(words, at, answer);
    }
    if (hasRole(kind, ...GIVING)) return becomes(GIVEN_SINCE);
    return hasRole(kind, ...TAKING) ? becomes(TAKEN_SINCE) : null;
  },
};

/** The module `settling`, whole. */
export const SETTLING: Module = {
  id: "settling",
  statement: "what was given back may wait in a cache or a quarantine until a settle",
  rules: [settle],
  invariants: [],
  state: SETTLING_STATE,
  words: [
    ["settled", "said of an allocator in which no free frame waits in a cache, a list or a quarantine"],
  ],
};
