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
/** Where mirrors were of no use one after the other, so many contents are written without, at most. */
const LONGEST_WAIT = 64;

/** What is known of one object. */
export interface Root {
  mirror: Mirror | null;
  strays: number;
  tries: number;
  /** How many contents are written without a mirror before there is one again. */
  wait: number;
  /** What `wait` will be next: twice as long each time that a mirror was of no use. */
  nextWait: number;
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
      root = { mirror: null, strays: 0, tries: TRIES, wait: 0, nextWait: 1 };
      this.roots.set(value, root);
    }
    this.last = value;
    this.lastRoot = root;
    return root;
  }

  /** Whether the next text of an object is to become its mirror: one that is of use is kept a while. */
  wants(root: Root): boolean {
    if (root.mirror !== null && ++root.strays < STRAYS) return false;
    return root.tries > 0 && --root.wait < 0;
  }

  /** The mirror of an object was of use. */
  wasOfUse(root: Root): void {
    root.nextWait = 1;
    root.wait = 0;
    root.strays = 0;
  }

  /** Makes the mirror of an object whose content, number `id`, `encoder` wrote last. */
  renew(root: Root, id: number): void {
    root.mirror = Mirror.of(this.encoder, this.names);
    root.strays = 0;
    root.wait = root.nextWait;
    root.nextWait = Math.min(2 * root.nextWait, LONGEST_WAIT);
    if (root.mirror === null) root.tries--;
    else root.mirror.id = id;
  }
}
