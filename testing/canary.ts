/** A function that no test calls. If coverage ever reports it as covered, coverage measures nothing. */
export function neverCalled(flag: boolean): string {
  if (flag) return "covered";
  return "uncovered";
}

/** Called by one test, so that this file counts as loaded. */
export function called(): string {
  return "called";
}
