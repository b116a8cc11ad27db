/** Numbers drawn from a seed: the same seed, the same numbers. */
export class Random {
  private seed = 0;

  /** Begins anew with a seed of 32 bits. */
  begin(seed: number): void {
    this.seed = seed;
  }

  /** The next number of 31 bits; the mix is that of Mulberry32. */
  draw(): number {
    let drawn = (this.seed + 0x6d2b79f5) | 0;
    this.seed = drawn;
    drawn = Math.imul(drawn ^ (drawn >>> 15), drawn | 1);
    drawn ^= drawn + Math.imul(drawn ^ (drawn >>> 7), drawn | 61);
    return (drawn ^ (drawn >>> 14)) >>> 1;
  }
}
