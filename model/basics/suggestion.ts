import leven from "leven";

/** No name is as long as this. */
const LONGEST = 100;

/** The candidate nearest to a mistyped word, when one is near. */
export function suggestion(typed: string, candidates: readonly string[]): string | undefined {
  if (typed.length > LONGEST) return undefined; // and comparing would take long
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: leven(typed, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, typed.length / 3) ? best.candidate : undefined;
}
