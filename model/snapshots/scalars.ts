/** What a text holds that is neither object nor function. */

export function isScalar(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

/** How many words the text of such a value takes. */
export function widthOf(value: unknown): number {
  switch (typeof value) {
    case "number":
      return (value | 0) === value && !Object.is(value, -0) ? 2 : 3;
    case "string":
    case "bigint":
    case "symbol":
      return 2;
    default:
      return 1;
  }
}
