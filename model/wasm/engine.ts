/** The part of JavaScript's WebAssembly that is used here: its types come with the DOM alone. */

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface Global {
  value: unknown;
}

/** Code that the engine has compiled. */
export interface Code {
  readonly [Symbol.toStringTag]: string;
}

export type Exports = Readonly<Record<string, unknown>>;
export type Imports = Record<string, Record<string, (...given: number[]) => never>>;

interface Engine {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Code;
  readonly Instance: new (code: Code, imports: Imports) => { readonly exports: Exports };
  readonly RuntimeError: new (message?: string) => Error;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

/** Every engine that runs this has it. */
export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };
