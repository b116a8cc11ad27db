/** In which states what is legal may be refused, by a contract that gives leave at all. */
import { type Contract, LEAVE_WHILE } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import { read } from "../../model/state/layout.js";

/** Whether there is leave in the state at `store[at]`: always, or while some entry holds enough. */
export function leaveIn(
  { layout }: Specification,
  { leaveWhile }: Contract,
): (store: Int32Array, at: number) => boolean {
  if (leaveWhile === undefined) return () => true;
  const { field, least } = LEAVE_WHILE[leaveWhile];
  const places = layout.places.get(field) ?? []; // a scope without the module has none
  return (store, at) => {
    for (let i = 0; i < places.length; i++) if (read(store, at, places[i]!) >= least) return true;
    return false;
  };
}
