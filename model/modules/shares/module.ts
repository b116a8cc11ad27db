/**
 * The module `shares`: an allocated frame may have several holders, and is free when the last gives it back.
 *
 * A count of holders has a width. One that wraps or stays where it is full frees a frame that somebody still
 * holds: scaled to two bits, with more sharers than two bits count, it shows within a few commands.
 */
import type { Module } from "../../rules/module.js";
import type { CommandRule } from "../../rules/rules.js";
import type { CommandOf } from "../../words/commands.js";
import { boundIn } from "../../words/scope.js";
import { SHARE_INVARIANTS } from "./invariants.js";
import { SHARES_STATE } from "./state.js";
import { SHARES_STRIP } from "./strip.js";
import { SHARE_VIEWS } from "./views.js";

const share: CommandRule<CommandOf<"share">> = {
  kind: "share",
  statement:
    "one more holds the frame; whatever gives it back then ends the hold of one, and the last frees it",
  because: "a page that is copied only when it is written belongs to all who map it",
  reasons: [],
  bound: {
    in: SHARE_VIEWS.unshareable,
    claims: (scope) => {
      const alone = scope.modules.includes("blocks")
        ? "a frame that is a block by itself"
        : "an allocated frame";
      return [`only ${alone} is shared`, `at most ${boundIn(scope, "sharers")} hold a frame`];
    },
  },
  answer: null,
  needs: { commands: ["alloc", "share"] },
};

/** The module `shares`, whole. */
export const SHARES: Module = {
  id: "shares",
  statement: "an allocated frame may have several holders, and is free when the last gives it back",
  rules: [share],
  invariants: SHARE_INVARIANTS,
  views: SHARE_VIEWS,
  state: SHARES_STATE,
  strip: SHARES_STRIP,
  words: [["sharer", "one of several who hold an allocated frame, which a count of references tells"]],
};
