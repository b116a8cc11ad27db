/**
 * Cuts a failing sequence until no part of it can be left out: Zeller's ddmin, which is fast and ends at a
 * sequence of which each single element is needed, not at a shortest one.
 */

/**
 * `fails` returns the sequence that is left of one that still fails (which may be shorter), or `null`. It is
 * asked no more once `late` says so.
 *
 * What fails at the end of a long log mostly needs little of it, so its end is tried alone first. A part
 * that can be left out is, and the next is tried in what remains: to begin again at the front would try
 * the parts that are needed once for each that is not.
 */
export function ddmin<T>(
  whole: readonly T[],
  fails: (sequence: readonly T[]) => readonly T[] | null,
  late: () => boolean = () => false,
): readonly T[] {
  let left = shortestEnd(fails(whole) ?? whole, fails, late);
  for (let size = Math.ceil(left.length / 2); size >= 1 && left.length >= 2; ) {
    const before = left.length;
    for (let at = 0; at < left.length && left.length >= 2 && !late(); ) {
      const shorter = fails([...left.slice(0, at), ...left.slice(at + size)]);
      if (shorter === null) at += size;
      else left = shorter;
    }
    if (late() || (size === 1 && left.length === before)) break;
    size = Math.max(1, size >>> 1);
  }
  return left;
}

/** What is left of the first end of a sequence that fails alone, each twice as long as the one before. */
function shortestEnd<T>(
  whole: readonly T[],
  fails: (sequence: readonly T[]) => readonly T[] | null,
  late: () => boolean,
): readonly T[] {
  for (let length = 1; length < whole.length && !late(); length *= 2) {
    const left = fails(whole.slice(-length));
    if (left !== null) return left;
  }
  return whole;
}

/**
 * The same for whole groups of a failing sequence, all elements with one key: to leave out a part of a log
 * leaves frames taken that are given back in it, and to leave out all that is done to a frame does not.
 */
export function ddminGroups<T>(
  whole: readonly T[],
  keyOf: (element: T) => string,
  fails: (sequence: readonly T[]) => readonly T[] | null,
  late: () => boolean,
): readonly T[] {
  let left = whole;
  const keysOf = (sequence: readonly T[]) => [...new Set(sequence.map(keyOf))];
  const failsWith = (some: readonly string[]) => {
    const kept = new Set(some);
    const shorter = fails(left.filter((element) => kept.has(keyOf(element))));
    if (shorter === null) return null;
    left = shorter;
    return keysOf(shorter);
  };
  ddmin(keysOf(whole), failsWith, late);
  return left;
}
