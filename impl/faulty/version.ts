/** How a faulty version is defined. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";

/** A version of `parent` that is the same but for what `make` makes; its name begins with the parent's. */
export function faulty(
  parent: AllocatorDefinition,
  name: string,
  summary: string,
  make: AllocatorDefinition["make"],
): AllocatorDefinition {
  return { ...parent, name: `${parent.name}-${name}`, summary, class: "faulty", make };
}
