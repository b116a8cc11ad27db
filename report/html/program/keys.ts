/** What keys do in a page. */

/** Those that move along a trace, and by how many steps; the ends are as far as one can go. */
export const MOVES: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Those that go from frame to frame. */
export const FRAMES: Readonly<Record<string, number>> = { ArrowRight: 1, l: 1, ArrowLeft: -1, h: -1 };
