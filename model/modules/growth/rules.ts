/**
 * The module `growth`: the allocator's own arrays lie in the memory it manages once they have grown.
 *
 * An answer then says where an array has moved: the answer itself in the lowest 8 bits, in the next 8 one
 * more than the unit at which the array of memory now begins, or 0, and in the next 8 the same of the array
 * of reservations. An array fills one frame.
 */

import type { CommandRule, Reason } from "../../rules/rules.js";
import type { CommandKind, CommandOf } from "../../words/commands.js";
import { kindsWith } from "../../words/roles.js";
import type { Scope } from "../../words/scope.js";
import { LIMIT_VIEWS } from "../limits/views.js";
import { GROWTH_VIEWS } from "./views.js";

const allowResize: CommandRule<CommandOf<"allow-resize">> = {
  kind: "allow-resize",
  statement: "from now on the arrays may grow",
  because: "an array that grows takes free memory, so whatever must be kept is to be reserved by then",
  reasons: [],
  bound: null,
  answer: null,
  needs: { commands: ["allow-resize"] },
};

/** The rows of the module. */
export const GROWTH_RULES: readonly CommandRule[] = [allowResize] as CommandRule[];

/** The commands that take, give or use the memory they name; to say what memory it is does no harm. */
const NAMING = kindsWith(
  "takes-range",
  "gives-allocated",
  "resizes",
  "gives-reserved",
  "uses-allocated",
  "uses-reserved",
  "removes",
);

/** What it adds to commands that name memory. */
export const GROWTH_REASONS: { readonly [K in CommandKind]?: readonly Reason[] } = Object.fromEntries([
  ...NAMING.map((kind) => [
    kind,
    [ofMetadata(kind, GROWTH_VIEWS.metadata, "it names holds the allocator's own array")],
  ]),
  ...kindsWith("cuts").map((kind) => [
    kind,
    [ofMetadata(kind, LIMIT_VIEWS["cuts-metadata"], "it cuts off holds the allocator's own array")],
  ]),
]);

function ofMetadata(kind: CommandKind, when: Reason["when"], which: string): Reason {
  return {
    id: "metadata",
    statement: `${kind} is refused when some unit ${which}`,
    because: "whoever then writes there writes over the allocator's own books",
    when,
    needs: { commands: [kind, "allow-resize"], grown: true },
  };
}

/** What an answer says in a scope with the module. */
export interface Grown {
  /** The unit or frame answered, or 0. */
  readonly answer: number;
  /** Where the array of memory and that of reservations now begin, each plus one; 0 where they stayed. */
  readonly memory: number;
  readonly reserved: number;
}

/** Takes an answer of 0 or more apart; where nothing grows it is what was answered and no more. */
export function grownOf(answer: number, { modules }: Scope): Grown {
  if (!modules.includes("growth")) return { answer, memory: 0, reserved: 0 };
  return { answer: answer & 255, memory: (answer >>> 8) & 255, reserved: answer >>> 16 };
}

/** The number that says that an answer moved arrays to these units. */
export function givenIn({ memoryArray = -1, reservedArray = -1 }: Moves): number {
  return ((memoryArray + 1) << 8) | ((reservedArray + 1) << 16);
}

/** Where arrays moved to, as a trace has it. */
interface Moves {
  readonly memoryArray?: number | undefined;
  readonly reservedArray?: number | undefined;
}
