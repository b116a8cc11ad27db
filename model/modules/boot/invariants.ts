/** What the module `boot` keeps true of the state. */
import type { Invariant } from "../../rules/invariant.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { BOOT_VIEWS } from "./views.js";

export const BOOT_INVARIANTS: readonly Invariant[] = [
  {
    id: "initrd-in-reserved",
    statement: "every unit of an initrd that was reserved and not given back is reserved",
    because: "whoever unpacks it would read what others wrote there",
    never: [BOOT_VIEWS.initrd],
    unless: [CORE_VIEWS.reserved],
  },
  {
    id: "crashkernel-in-reserved",
    statement: "every unit of the crash kernel is reserved",
    because: "it is overwritten before anybody needs it",
    never: [BOOT_VIEWS.crash],
    unless: [CORE_VIEWS.reserved],
  },
];
