/** The words of all modules together: what each table of the words is made of. */
import * as LISTED from "../modules/words.js";
import type { ModuleWords } from "./module-words.js";

type Listed = (typeof LISTED)[keyof typeof LISTED];
export type ModuleId = Listed["id"];

/** What one module says under a key; nothing where it has no such words. */
type Said<W, Key extends string> = W extends Readonly<Record<Key, infer T>> ? T : never;
/** All of a union at once. */
type Both<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never;
/** What all modules say under a key, as one table. */
type Together<Key extends string> = Both<Said<Listed, Key>>;
export type CommandTable = { readonly [K in keyof Together<"commands">]: Together<"commands">[K] };
export type ReasonTable = { readonly [K in keyof Together<"reasons">]: number };
export type ModuleBoundId = Exclude<keyof Together<"bounds">, CoreBoundId>;
export type CoreBoundId = keyof (typeof LISTED.CORE)["bounds"];
export type CoreKind = keyof (typeof LISTED.CORE)["commands"];

/** The words of a module that is listed: what it needs is listed as well. */
export interface ListedWords extends ModuleWords {
  readonly id: ModuleId;
  readonly needs?: readonly ModuleId[];
}

/** The modules in their order. */
export const ALL_WORDS = Object.values<ListedWords>(LISTED).sort((one, other) => one.place - other.place);
