import { audit } from "./audit.js";
import { booksAgree } from "./books-agree.js";
import { conservation } from "./conservation.js";
import { observedContents } from "./observed-contents.js";
import { observedKind } from "./observed-kind.js";
import type { StateProperty } from "./property.js";
import { crashkernelKept, mountedFilesKept, protectedKept, usedFilesKept } from "./protected-kept.js";
import { queries } from "./queries.js";

/** The properties checked in every new state of an allocator, the one nearest the cause first. */
export const STATE_PROPERTIES: readonly StateProperty[] = [
  audit,
  protectedKept,
  crashkernelKept,
  usedFilesKept,
  mountedFilesKept,
  observedKind,
  conservation,
  observedContents,
  booksAgree,
  queries,
];
