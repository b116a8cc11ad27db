import { OutOfMemory } from "../../model/basics/out-of-memory.js";

/** Whether an error says that there is no memory left for a typed array. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof OutOfMemory) return true;
  return (
    error instanceof RangeError &&
    /allocation failed|Invalid (typed )?array (buffer )?length/i.test(error.message)
  );
}
