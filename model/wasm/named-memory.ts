/** The memory of a module by the names of its variables. */
import type { Field } from "../socket/allocator.js";
import type { Variable } from "./code/variables.js";
import type { Ground } from "./ground.js";

const WORD = 4;

export class NamedMemory {
  private readonly variables: readonly Variable[];

  /** `variables` that lie elsewhere never change. */
  constructor(
    variables: readonly Variable[],
    private readonly ground: Ground,
  ) {
    const { region, length } = ground;
    this.variables = variables.filter(({ at }) => at >= region && at < region + length);
  }

  /** What all of them hold. */
  fields(memory: ArrayBufferLike): Field[] {
    const view = new DataView(memory);
    return this.variables.map((variable) => ({
      name: variable.name,
      values: Array.from({ length: variable.count }, (_, i) => this.valueOf(view, variable.at, variable, i)),
    }));
  }

  /** How those that lie in a word are other than they were; `null` where none lies there. */
  changesIn(word: number, was: number, now: number): string[] | null {
    const at = WORD * word;
    const over = this.variables.filter((one) => one.at < at + WORD && one.at + one.size * one.count > at);
    if (over.length === 0 || over.some(({ size }) => size > WORD)) return null;
    const [before, after] = [viewOf(was), viewOf(now)];
    return over.flatMap((variable) => {
      const { name, size, count } = variable;
      const first = Math.max(0, Math.ceil((at - variable.at) / size));
      const last = Math.min(count, Math.floor((at + WORD - variable.at) / size));
      return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).flatMap((index) => {
        const place = variable.at - at;
        const [old, is] = [before, after].map((view) => this.valueOf(view, place, variable, index));
        return old === is ? [] : [`${count === 1 ? name : `${name}[${index}]`}: ${old} -> ${is}`];
      });
    });
  }

  /** One value as text: an address in the pool says of which frame. */
  private valueOf(view: DataView, at: number, { size, signed }: Variable, index: number): string {
    const place = at + index * size;
    switch (size) {
      case 1:
        return `${signed ? view.getInt8(place) : view.getUint8(place)}`;
      case 2:
        return `${signed ? view.getInt16(place, true) : view.getUint16(place, true)}`;
      case 8:
        return `${signed ? view.getBigInt64(place, true) : view.getBigUint64(place, true)}`;
      default:
        return signed ? `${view.getInt32(place, true)}` : this.addressOf(view.getUint32(place, true));
    }
  }

  private addressOf(value: number): string {
    const { base, end, frameSize } = this.ground;
    if (value < base || value >= end) return value < LARGE ? `${value}` : `0x${value.toString(16)}`;
    const frame = Math.floor((value - base) / frameSize);
    const inside = value - base - frame * frameSize;
    return `0x${value.toString(16)} (frame ${frame}${inside === 0 ? "" : `, byte ${inside}`})`;
  }
}

/** Numbers above are addresses or masks more often than counts. */
const LARGE = 65_536;

function viewOf(word: number): DataView {
  const view = new DataView(new ArrayBuffer(WORD));
  view.setInt32(0, word, true);
  return view;
}
