/** The languages that compilers make WebAssembly of, and the flags each needs. Begin here. */
import { extname } from "node:path";

export const LANGUAGES = ["c", "rust", "zig"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of each ending. */
const ENDINGS: Readonly<Record<string, Language>> = {
  ".c": "c",
  ".cpp": "c",
  ".cc": "c",
  ".rs": "rust",
  ".zig": "zig",
};

/** The language of a source file; `undefined` for a file that no compiler is needed for. */
export function languageOf(file: string): Language | undefined {
  return ENDINGS[extname(file)];
}

/** The symbols that say where in memory a module keeps what. */
const LAYOUT = ["__stack_pointer", "__global_base", "__data_end", "__heap_base"] as const;

/** Bytes of stack: little, so that recursion without end is found soon. */
const STACK = 16384;

/** Of a file in C++, in place of the standard of C: the part of it that kernels have. */
const CPP: readonly string[] = ["-std=gnu++20", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"];

/** The flags of C for one file, by its ending. */
export function flagsFor(file: string): readonly string[] {
  const { c } = COMPILE_FLAGS;
  return extname(file) === ".c" ? c : [...CPP, ...c.filter((flag) => !flag.startsWith("-std="))];
}

/** What is undefined in C, and is found. */
const CHECKS = "array-bounds,null,shift-exponent,integer-divide-by-zero,unreachable";

/** These say what was wrong and where; a compiler makes one trap of several. Our libc.c is what they call. */
export const TOLD_CHECKS: readonly string[] = [
  `-fno-sanitize-trap=${CHECKS}`,
  `-fno-sanitize-recover=${CHECKS}`,
];

/**
 * What comes before the files. The stack lies first, so that one that overflows leaves memory and does not
 * run into data. Checks that cost nothing here find what a machine would forgive; they need no runtime.
 */
export const COMPILE_FLAGS: Readonly<Record<Language, readonly string[]>> = {
  c: [
    ...["--target=wasm32", "-std=gnu11", "-O1", "-g", "-gdwarf-4"],
    ...["-ffreestanding", "-nostdlibinc", "-mbulk-memory", "-mmutable-globals"],
    "-Werror=implicit-function-declaration",
    ...[`-fsanitize=${CHECKS},return`, "-fsanitize-trap=all"],
  ],
  rust: [
    ...["--target=wasm32-unknown-unknown", "--edition=2021", "--crate-type=cdylib", "-O", "-g"],
    ...["-Cpanic=abort", "-Coverflow-checks=on", "-Ctarget-feature=+bulk-memory,+mutable-globals"],
    ...["-Clink-arg=--stack-first", `-Clink-arg=-zstack-size=${STACK}`],
    ...LAYOUT.map((symbol) => `-Clink-arg=--export=${symbol}`),
  ],
  zig: [
    ...["-target", "wasm32-freestanding", "-OReleaseSafe", "-fno-entry", "-rdynamic"],
    ...["--stack", `${STACK}`],
    ...LAYOUT.map((symbol) => `--export=${symbol}`),
  ],
};

/** What the linker of C is told. With the others it stands among the flags above. */
export const LINK_FLAGS: readonly string[] = [
  "--target=wasm32",
  "-nostdlib",
  ...["--no-entry", "--fatal-warnings", "--stack-first", "-z", `stack-size=${STACK}`]
    .concat(LAYOUT.map((symbol) => `--export=${symbol}`))
    // Else each call of an export would run the constructors of C++ anew.
    .concat("--export-if-defined=__wasm_call_ctors")
    .map((flag) => `-Wl,${flag}`),
];

/** The flags of a build of a person's own: one command that compiles and links. */
export const OWN_BUILD: Readonly<Record<Language, readonly string[]>> = {
  c: [...new Set([...COMPILE_FLAGS.c, ...LINK_FLAGS])],
  rust: COMPILE_FLAGS.rust,
  zig: COMPILE_FLAGS.zig,
};
