/** No memory is left for the contents of an allocator: the end of a search, and no fault of the allocator. */
export class OutOfMemory extends Error {}

/** What `make` gives, unless there is no memory for it. */
export function allocated<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new OutOfMemory("internal: no memory is left for the contents of an allocator");
  }
}
