/** The mirrors of the objects whose contents a table holds, each as long as it is of use. */
import type { Families } from "./copy-kinds.js";
import type { FrozenValues } from "./frozen.js";
import { Mirror } from "./mirror.js";
import { SlotEncoder } from "./slots.js";
import type { Names } from "./snapshot-text.js";

/** An object that holds what no mirror follows is tried so often. */
const TRIES = 8;
/** After so many contents in a row that it could not follow, a mirror is of no use. */
const STRAYS = 2;

/** What is known of one object. */
export interface Root {
  mirror: Mirror | null;
  strays: number;
  tries: number;
}

export class Mirrors {
  readonly encoder: SlotEncoder;
  private readonly roots = new WeakMap<object, Root>();
  /** The object asked about last: nearly always it is the same. */
  private last: unknown = null;
  private lastRoot: Root | null = null;

  constructor(
    families: Families,
    private readonly names: Names,
    frozen: FrozenValues,
  ) {
    this.encoder = new SlotEncoder(families, names, frozen);
  }

  /** `null` for what is no object. */
  rootOf(value: unknown): Root | null {
    if (value === this.last) return this.lastRoot;
    if (typeof value !== "object" || value === null) return null;
    let root = this.roots.get(value);
    if (root === undefined) {
      root = { mirror: null, strays: 0, tries: TRIES };
      this.roots.set(value, root);
    }
    this.last = value;
    this.lastRoot = root;
    return root;
  }

  /** Whether the next text of an object is to become its mirror: one that is of use is kept a while. */
  wants(root: Root): boolean {
    if (root.mirror === null) return root.tries > 0;
    return ++root.strays >= STRAYS;
  }

  /** Makes the mirror of an object whose content, number `id`, `encoder` wrote last. */
  renew(root: Root, id: number): void {
    root.mirror = Mirror.of(this.encoder, this.names);
    root.strays = 0;
    if (root.mirror === null) root.tries--;
    else root.mirror.id = id;
  }
}
