/**
 * How a module writes down a command: the method of an allocator that takes it, what it is to the memory it
 * names (`roles.ts`), and what it is given (`commands.ts` has what follows from that).
 */
import type { ParameterName } from "./parameters.js";

/**
 * What the answer to a command names, and what its count counts; `null` where the answer names nothing.
 * `edges` is which edge frames of an image: 1 the first, 2 the last, 3 both, 0 neither.
 */
export type Answered = "frame" | "unit" | "edges" | null;

/**
 * The roles, each with what it means. Other modules add reasons to roles, some only beside one that is there:
 * what gives or uses reserved memory is refused where that is `not-reserved`. A command has no role where it
 * names no memory, or what lies in memory of a known kind: a slice, a part of an initrd, a frame that is
 * allocated or else not tried, a file.
 */
export const ROLE_MEANINGS = {
  "takes-frame": "answers a frame, which is then allocated",
  "takes-block": "answers the first of several frames, which are then allocated",
  "takes-range": "reserves the memory it names",
  "takes-place": "reserves memory wherever there is some",
  "gives-allocated": "gives back allocated memory, which it names",
  "gives-handle": "gives back allocated memory, of which it names a handle",
  "gives-reserved": "gives back reserved memory, which it names",
  resizes: "gives back a part of allocated memory, which it names, or takes more",
  "gives-image": "gives back reserved memory that it knows of by itself",
  "uses-allocated": "writes allocated memory, which it names",
  "uses-reserved": "reads, writes or keeps reserved memory, which it names",
  adds: "makes what it names memory",
  removes: "makes the memory it names none",
  cuts: "makes memory none that lies outside what it names",
  describes: "says something of the memory it names, whoever has it",
} as const;
export type Role = keyof typeof ROLE_MEANINGS;

type Names = readonly ParameterName[];

/** One command. An allocator that has the method offers it: so let no class have that name for itself. */
export interface CommandRow {
  readonly method: string;
  readonly role: Role | null;
  readonly names: Names;
  readonly answers: Answered;
}

/** A command whose answer names nothing. */
export function takes<const M extends string, const R extends Role | null, const P extends Names>(
  method: M,
  role: R,
  ...names: P
) {
  return { method, role, names, answers: null as Answered };
}

/** A command whose answer names something. */
export function answers<const M extends string, const R extends Role | null, const P extends Names>(
  what: NonNullable<Answered>,
  method: M,
  role: R,
  ...names: P
) {
  return { method, role, names, answers: what as Answered };
}
