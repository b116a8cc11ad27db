/** What is checked, as a command line or a config names it. */

/** An allocator by where it is found; `null` is the specification alone. */
export type Target =
  | { readonly kind: "built-in"; readonly name: string }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "specification" };
