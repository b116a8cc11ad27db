/** How a step came out: not tried, nothing changed, a successor was written, or a rule was broken. */
export const SKIPPED = 0;
export const STAYED = 1;
export const MOVED = 2;
export const BROKE = 3;
