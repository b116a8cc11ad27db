import { audit } from "./audit.js";
import { conservation } from "./conservation.js";
import { observedKind } from "./observed-kind.js";
import type { StateProperty } from "./property.js";
import { queries } from "./queries.js";

/** The properties checked in every new state of an allocator, the one nearest the cause first. */
export const STATE_PROPERTIES: readonly StateProperty[] = [audit, observedKind, conservation, queries];
