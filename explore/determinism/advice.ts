/** What to do about state outside the bytes. */
import type { Allocator } from "../../model/socket/allocator.js";

/** Private fields are refused before (`cannot-copy`). */
const OBJECTS =
  "closures and module variables are not saved: give fromObject save and load, or replay: true with a key; " +
  "with the socket, keep everything in state";
/** All memory of a compiled allocator is saved, but for what calls leave on the stack. */
const COMPILED =
  "a variable on the stack is read that nobody wrote: it holds what the calls before have left there";

/** The advice for an allocator: what chooses itself what is saved is a compiled one. */
export function adviceFor({ image }: Allocator): string {
  return image === undefined ? OBJECTS : COMPILED;
}
