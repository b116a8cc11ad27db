/**
 * The addresses of a boot in a machine so small that the kernels of this package count them in bytes.
 *
 * What they do is compare addresses and round them to frames. So each address of the boot is a unit of its
 * own, in their order, and a run of frames in which no image begins or ends is one frame.
 */
import { type Scope, scopeOf } from "../../model/words/scope.js";
import { FRAME_BYTES } from "../../report/boot/timeline.js";
import type { Bytes } from "./memory.js";

/** Units of a frame: a power of two, as memblock aligns to it. Of three images six addresses can meet. */
const MOST_UNITS = 8;

export class Scaled {
  readonly scope: Scope;
  /** The frames that each frame of the small machine stands for. */
  readonly runs: readonly Bytes[];
  /** The addresses inside each of them, upwards. */
  private readonly inside: readonly (readonly number[])[];

  /** Of RAM from 0 on, and images in it or behind it. */
  constructor(
    private readonly memory: number,
    images: readonly Bytes[],
  ) {
    const addresses = sorted(images.flatMap(({ start, end }) => [start, end]).filter((at) => at < memory));
    const cuts = sorted([
      0,
      memory / FRAME_BYTES,
      ...addresses.flatMap((at) => [Math.floor(at / FRAME_BYTES), Math.ceil(at / FRAME_BYTES)]),
    ]);
    this.runs = cuts.slice(1).map((end, i) => ({ start: cuts[i]!, end })); // one less than cuts
    this.inside = this.runs.map(({ start, end }) =>
      addresses.filter((at) => at > start * FRAME_BYTES && at < end * FRAME_BYTES),
    );
    const most = 1 + Math.max(...this.inside.map(({ length }) => length));
    const units = 2 ** Math.ceil(Math.log2(most));
    if (units > MOST_UNITS) throw new Error(`internal: ${most - 1} addresses lie in one frame`);
    this.scope = scopeOf({ frames: this.runs.length, units, owners: 1, slices: 1, modules: ["boot"] });
  }

  /** An address as a unit; all of those behind RAM are one. */
  private unit(address: number): number {
    const { units = 1, frames } = this.scope;
    if (address >= this.memory) return frames * units + (address > this.memory ? 1 : 0);
    const run = this.runs.findIndex(({ end }) => address < end * FRAME_BYTES);
    return run * units + this.inside[run]!.indexOf(address) + 1; // every address lies in a run
  }

  /** Bytes as the kernels take them; at least one unit. */
  range({ start, end }: Bytes): [start: number, count: number] {
    const first = this.unit(start);
    return [first, Math.max(1, this.unit(end) - first)];
  }
}

const sorted = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
