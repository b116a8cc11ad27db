/**
 * Slices that the checker keeps, for an allocator that knows of none: the specification begins and ends them,
 * and the allocator is asked for all the rest. So whoever guards a release is put to the question.
 */

import { Misuse } from "../../model/basics/misuse.js";
import { type Contract, type ContractPromise, promiseFor } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";

/** Who sees to it that no range is released while a slice of it is alive. */
export type Guard = "allocator" | "caller" | "nobody";

/** The guard, where the checker keeps the slices: by what the contract says of a release under one. */
export function guardIn(contract: Contract): { readonly guard?: Guard } {
  if (contract.keepsSlices !== true) return {};
  return { guard: GUARDS[promiseFor(contract, "release", "live-slice").kind] };
}

const GUARDS: Readonly<Record<ContractPromise["kind"], Guard>> = {
  precondition: "caller",
  "must-refuse": "allocator",
  instead: "nobody",
  "may-ignore": "nobody",
};

/** For each definition the one made of it: what is given to one system is given to the next. */
const MADE = new WeakMap<AllocatorDefinition, AllocatorDefinition>();

/**
 * The allocator as a contract wants it asked: with `borrow` and `drop` that succeed and change nothing, where
 * the checker keeps slices. The contract tries them only where they are legal. One with commands for slices
 * is left as it is.
 */
export function keepingSlices(definition: AllocatorDefinition, contract: Contract): AllocatorDefinition {
  if (contract.keepsSlices !== true || commandForSlices(definition) !== undefined) return definition;
  const made = MADE.get(definition) ?? withSlices(definition);
  MADE.set(definition, made);
  return made;
}

/** The same. Throws a `Misuse` where the checker is to keep the slices of an allocator that keeps its own. */
export function requireKept(definition: AllocatorDefinition, contract: Contract): AllocatorDefinition {
  const kept = keepingSlices(definition, contract);
  if (contract.keepsSlices !== true || kept !== definition) return kept;
  const own = commandForSlices(definition);
  throw new Misuse(
    "keeps-slices",
    `the contract ${contract.id} lets the checker keep the slices, and ${definition.name} offers ${own}`,
    "leave kept-slices out of the contract",
  );
}

function commandForSlices({ offers }: AllocatorDefinition) {
  return (["borrow", "drop"] as const).find((kind) => (offers[kind] ?? false) !== false);
}

function withSlices(definition: AllocatorDefinition): AllocatorDefinition {
  const accept = { value: () => 0 };
  return {
    ...definition,
    offers: { ...definition.offers, borrow: true, drop: true },
    // Own properties, not a wrapper: methods of a class may read its private fields.
    make: (scope, role): Allocator =>
      Object.defineProperties(definition.make(scope, role), { borrow: accept, drop: accept }),
  };
}
