/** The modules `nodes` and `flags`: memory belongs to a node, and pieces of it are marked. */

import type { CommandRule, Reason } from "../../rules/rules.js";
import type { CommandOf } from "../../words/commands.js";
import type { Flag } from "../../words/frames.js";
import { REGION_VIEWS } from "../regions/views.js";

/** The flags, in the order of their bits. */
export const FLAGS: readonly Flag[] = ["hotplug", "mirror", "nomap"];

const setNode: CommandRule<CommandOf<"set-node">> = {
  kind: "set-node",
  statement: "the memory of the range belongs to the node",
  because: "which node memory is near is found out after it was added",
  reasons: [ofAbsent("set-node")],
  bound: null,
  answer: null,
  needs: { commands: ["set-node"] },
};

/** The rows of the module `nodes`. */
export const NODE_RULES: readonly CommandRule[] = [setNode] as CommandRule[];

const mark: CommandRule<CommandOf<"mark">> = {
  kind: "mark",
  statement: "the memory of the range has the flag",
  because: "memory that may be unplugged, that is mirrored, or that must not be mapped is used differently",
  reasons: [ofAbsent("mark")],
  bound: null,
  answer: null,
  needs: { commands: ["mark"] },
};

const clear: CommandRule<CommandOf<"clear">> = {
  kind: "clear",
  statement: "the memory of the range no longer has the flag",
  because: "a flag that was set for a while is taken away",
  reasons: [ofAbsent("clear")],
  bound: null,
  answer: null,
  needs: { commands: ["clear"] },
};

/** The rows of the module `flags`. */
export const FLAG_RULES: readonly CommandRule[] = [mark, clear] as CommandRule[];

function ofAbsent(kind: "set-node" | "mark" | "clear"): Reason {
  return {
    id: "absent",
    statement: `${kind} is refused when some unit of the range is not memory`,
    because: "what is not memory has neither node nor flag, and will not have it when it is added",
    when: REGION_VIEWS["no-memory"],
    needs: { commands: [kind, "remove"] },
  };
}
