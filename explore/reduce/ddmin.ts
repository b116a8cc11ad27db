/**
 * Cuts a failing sequence until no part of it can be left out: Zeller's ddmin, which is fast and ends at a
 * sequence of which each single element is needed, not at a shortest one.
 */

/**
 * `fails` returns the sequence that is left of one that still fails (which may be shorter), or `null`. It is
 * asked no more once `late` says so.
 */
export function ddmin<T>(
  whole: readonly T[],
  fails: (sequence: readonly T[]) => readonly T[] | null,
  late: () => boolean = () => false,
): readonly T[] {
  let left = fails(whole) ?? whole;
  let parts = 2;
  while (left.length >= 2 && !late()) {
    const size = Math.ceil(left.length / parts);
    let shorter: readonly T[] | null = null;
    for (let at = 0; at < left.length && shorter === null && !late(); at += size)
      shorter = fails([...left.slice(0, at), ...left.slice(at + size)]);
    if (shorter !== null) {
      left = shorter;
      parts = Math.min(Math.max(parts - 1, 2), left.length);
    } else if (size === 1) break;
    else parts = Math.min(left.length, 2 * parts);
  }
  return left;
}
