/** What is checked, as a command line or a config names it. */

/** How a source is compiled; paths are from the working directory. */
export interface BuildSettings {
  /** Further files to compile; modules that the shim imports, for Zig. */
  readonly sources: readonly string[];
  /** Directories in which headers are looked for. */
  readonly include: readonly string[];
  /** Macros; conditions of `cfg` for Rust. */
  readonly define: readonly string[];
  /** Flags for the compiler. */
  readonly flags: readonly string[];
}

/** An allocator by where it is found; `null` is the specification alone. */
export type Target =
  | { readonly kind: "built-in"; readonly name: string }
  | {
      readonly kind: "file";
      readonly file: string;
      /** What a config says of how it is compiled. */
      readonly build?: Partial<BuildSettings>;
      /** What a compiler has made of it, where one was needed. */
      readonly wasm?: Uint8Array;
    }
  | { readonly kind: "specification" };

/** What to do where a file that is named is not there. */
export const NAME_A_MODULE = "name a .ts, .js, .wasm, .c, .cpp, .rs or .zig file";
