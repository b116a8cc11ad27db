/** What is reduced: commands that end in a broken rule, the allocator that breaks it, and the pool it has. */
import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { Pulse } from "../search/pulse.js";

/** Who is asked, whatever the trace. */
export interface Subject {
  readonly definition: AllocatorDefinition;
  readonly contract: Contract;
  readonly pulse: Pulse;
  /** The rule that must be the one that is broken: a shorter trace that breaks another is another finding. */
  readonly rule: string;
}

/** Commands in a pool; the last of them breaks the rule. */
export interface Trace {
  readonly scope: Scope;
  readonly commands: readonly Command[];
}
