/** The clock, taken before any file of a person's is loaded: that may put another in its place. */

/** Milliseconds since some moment, never fewer than before. */
export const now: () => number = performance.now.bind(performance);
