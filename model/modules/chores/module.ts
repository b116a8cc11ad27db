/**
 * The module `chores`: commands of an allocator's own that must not matter to anybody else.
 *
 * A checkpoint, a reload from it, a trim, a compaction, an acknowledgement: whatever they do inside, who
 * holds which frame stays as it is. A frame that is lost by one, or handed out twice after it, shows itself
 * by the answers that follow.
 */
import type { Module } from "../../rules/module.js";
import type { CommandRule } from "../../rules/rules.js";
import type { CommandOf } from "../../words/commands.js";

const neutral: CommandRule<CommandOf<"neutral">> = {
  kind: "neutral",
  statement: "nothing that the specification knows changes",
  because: "what an allocator does for itself must not be felt by those who hold frames",
  reasons: [],
  bound: null,
  answer: null,
  needs: { commands: ["neutral"] },
};

/** The module `chores`, whole. */
export const CHORES: Module = {
  id: "chores",
  statement: "the allocator has commands of its own, such as a checkpoint or a trim, that must not matter",
  rules: [neutral],
  invariants: [],
  words: [
    ["chore", "a command of an allocator's own, named by it, that changes nothing anybody else could know"],
  ],
};
