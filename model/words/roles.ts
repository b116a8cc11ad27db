/**
 * What each command is to the memory it is about.
 *
 * A module that knows more of memory than others, such as that it is not there, or that the allocator's own
 * array lies in it, adds its reasons to roles and not to commands. So no command can be forgotten by it.
 */
import { COMMAND_KINDS, type CommandKind } from "./commands.js";

/** The roles, each with what it means. */
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

/** The role of each command; `null` where it names no memory, a slice or a part of an initrd, which lie
 * in reserved memory, or a frame that is allocated, or a file, or else not tried. */
export const ROLES = {
  reserve: "takes-range",
  release: "gives-reserved",
  borrow: "uses-reserved",
  drop: null,
  alloc: "takes-frame",
  free: "gives-allocated",
  "alloc-block": "takes-block",
  "free-block": "gives-allocated",
  "end-boot": null,
  add: "adds",
  remove: "removes",
  "alloc-range": "takes-place",
  "set-direction": null,
  "set-limit": null,
  "enforce-limit": "cuts",
  cap: "cuts",
  "limit-map": "cuts",
  trim: "cuts",
  "set-node": "describes",
  mark: "describes",
  clear: "describes",
  "allow-resize": null,
  derive: null,
  stash: null,
  unstash: null,
  leak: null,
  insert: null,
  evict: null,
  copy: null,
  return: null,
  protect: "uses-reserved",
  "alloc-handle": "takes-frame",
  hold: "uses-reserved",
  expose: "uses-reserved",
  touch: null,
  "free-handle": "gives-handle",
  forget: null,
  sweep: null,
  "alloc-raw": "takes-frame",
  load: "uses-reserved",
  write: "uses-allocated",
  poison: "uses-reserved",
  "place-initrd": null,
  "retain-initrd": null,
  "reserve-crashkernel": "takes-range",
  "reserve-initrd": null,
  "unpack-initrd": null,
  "end-unpack": null,
  "free-initrd": "gives-image",
  share: null,
  neutral: null,
  settle: null,
  resize: "resizes",
  realloc: "resizes",
  "alloc-zone": "takes-frame",
  "create-file": null,
  "show-file": null,
  "open-file": null,
  "close-file": "gives-image",
  "attach-loop": null,
  "detach-loop": "gives-image",
  "mount-over": null,
  unmount: null,
  "switch-root": "gives-image",
} as const satisfies Record<CommandKind, Role | null>;

/** The kinds of command that have one of some roles. */
export type KindWith<R extends Role> = {
  [K in CommandKind]: (typeof ROLES)[K] extends R ? K : never;
}[CommandKind];

/** The commands of these roles, in the order in which commands are tried. */
export function kindsWith<R extends Role>(...roles: readonly R[]): readonly KindWith<R>[] {
  return COMMAND_KINDS.filter((kind): kind is KindWith<R> => roles.some((role) => role === ROLES[kind]));
}

/** Whether a command has one of some roles. */
export function hasRole<R extends Role>(kind: CommandKind, ...roles: readonly R[]): kind is KindWith<R> {
  return roles.some((role) => role === ROLES[kind]);
}

/** The roles that take memory which nobody had. */
export const TAKING = ["takes-frame", "takes-block", "takes-range", "takes-place"] as const satisfies Role[];
/** Those that take memory which nobody had, whatever else they do. */
export const TAKING_ANY = [...TAKING, "resizes"] as const satisfies Role[];

/** The roles that give memory back, whoever had it: what somebody knew of it is over. */
export const GIVING = [
  "gives-allocated",
  "gives-handle",
  "gives-reserved",
  "gives-image",
  "resizes",
] as const satisfies Role[];
