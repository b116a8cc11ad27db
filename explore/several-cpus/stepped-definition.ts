/** An allocator that says how it takes its steps. */
import type { AllocatorDefinition, SteppedCommands } from "../../model/socket/allocator.js";

export type SteppedDefinition = AllocatorDefinition & { readonly steps: SteppedCommands };

/** Whether an allocator says how it takes its steps. */
export function isStepped(definition: AllocatorDefinition): definition is SteppedDefinition {
  return definition.steps !== undefined;
}
