/** How a faulty version of an allocator of several CPUs is defined. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { ScopeOptions } from "../../model/words/scope.js";
import { ofSeveralCpus, type StepMaker } from "../several-cpus/stepped.js";

/** A version of `parent` that is the same but for its class; its name begins with the parent's. */
export function racing(
  parent: AllocatorDefinition,
  name: string,
  summary: string,
  make: StepMaker["make"],
  scopes: readonly ScopeOptions[] | undefined = parent.scopes,
): AllocatorDefinition {
  const { contract, offers } = parent;
  const options = { name: `${parent.name}-${name}`, summary, contract, offers, make };
  const perCpu = parent.steps?.perCpu ?? false;
  const made = ofSeveralCpus({ ...options, perCpu, ...(scopes === undefined ? {} : { scopes }) });
  return { ...made, class: "faulty" };
}
