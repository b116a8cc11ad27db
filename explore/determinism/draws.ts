/** Draws commands for walks: half of them legal where they are given, the others any that are tried. */
import { Random } from "../systems/random.js";
import type { InstancePair } from "./instance-pair.js";

/** The commands of a list, one after the other, then -1. */
export function inOrder(commands: readonly number[]): () => number {
  let next = 0;
  return () => commands[next++] ?? -1;
}

/** All commands of one source, then those of another. */
export function chained(first: () => number, second: () => number): () => number {
  return () => {
    const c = first();
    return c < 0 ? second() : c;
  };
}

export class Draws {
  private readonly random = new Random();
  /** The commands offered, kind by kind: a kind with few is drawn as often as one with many. */
  private readonly kinds: readonly (readonly number[])[];
  private readonly all: readonly number[];

  constructor(private readonly twins: InstancePair) {
    const { restored, specification } = twins;
    this.all = Array.from(restored.offered);
    const kinds = [...new Set(this.all.map((c) => specification.kinds[c]!))];
    this.kinds = kinds.map((kind) => this.all.filter((c) => specification.kinds[c] === kind));
  }

  /** Any command. */
  any(): number {
    return this.all[this.random.draw() % this.all.length]!;
  }

  /** A walk of so many commands; the seed says which. */
  walk(seed: number, length: number): () => number {
    this.random.begin(seed);
    let left = length;
    return () => (left-- > 0 ? this.next() : -1);
  }

  private next(): number {
    const { random, kinds, all, twins } = this;
    const drawn = random.draw();
    if ((drawn & 1) === 0) {
      const kind = kinds[(drawn >>> 1) % kinds.length]!;
      const legal = this.first(kind, (c) => twins.specification.judge(c) === 0 && twins.isTried(c));
      if (legal >= 0) return legal;
    }
    return this.first(all, (c) => twins.isTried(c));
  }

  /** The first command of a list, from a drawn place on, that will do; -1 where none does. */
  private first(commands: readonly number[], willDo: (c: number) => boolean): number {
    const from = this.random.draw() % commands.length;
    for (let n = 0; n < commands.length; n++) {
      const c = commands[(from + n) % commands.length]!;
      if (willDo(c)) return c;
    }
    return -1;
  }
}
