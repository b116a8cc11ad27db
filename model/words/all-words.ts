/** The words of all modules together: what each table of the words is made of. */
import * as LISTED from "../modules/words.js";
import type { ModuleWords } from "./module-words.js";

type Listed = (typeof LISTED)[keyof typeof LISTED];
export type ModuleId = Listed["id"];

/** What one module says under a key; nothing where it has no such words. */
type Said<W, Key extends string> = W extends Readonly<Record<Key, infer T>> ? T : never;
/** All of a union at once. */
type AllOf<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never;

/** The commands of all modules as one table, and their reasons. */
export type CommandTable = AllOf<Said<Listed, "commands">>;
export type ReasonTable = AllOf<Said<Listed, "reasons">>;

/** What the core says by itself. Its bounds are named by every scope, those of the others need not be. */
type Core = typeof LISTED.CORE;
export type CoreKind = keyof Core["commands"];
export type CoreBounds = Core["bounds"];
export type ModuleBounds = AllOf<Said<Exclude<Listed, Core>, "bounds">>;

/** The words of a module that is listed: what it needs is listed as well. */
export interface ListedWords extends ModuleWords {
  readonly id: ModuleId;
  readonly needs?: readonly ModuleId[];
}

/** The modules in their order. */
export const ALL_WORDS = Object.values<ListedWords>(LISTED).sort((one, other) => one.place - other.place);
