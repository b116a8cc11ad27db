/**
 * What clients hold, in numbered slots: three bytes each, the range and how it is held.
 *
 * It stands for the memory in which clients keep their handles, which a revocation has to walk through.
 */
export class Slots {
  constructor(private readonly bytes: Uint8Array) {}

  /** How many bytes so many slots take. */
  static bytesFor(slots: number): number {
    return 3 * slots;
  }

  get count(): number {
    return this.bytes.length / 3;
  }

  /** Fills the lowest empty slot. The scope bounds how many there are; one more is a fault of the caller. */
  put(start: number, count: number, how: number): void {
    let slot = 0;
    while (slot < this.count && this.isHeld(slot)) slot++;
    if (slot === this.count) throw new Error("more handles than the scope allows");
    this.bytes.set([start, count, how], 3 * slot);
  }

  empty(slot: number): void {
    this.bytes.fill(0, 3 * slot, 3 * slot + 3);
  }

  isHeld(slot: number): boolean {
    return this.bytes[3 * slot + 1] !== 0;
  }

  startOf(slot: number): number {
    return this.bytes[3 * slot]!;
  }

  howOf(slot: number): number {
    return this.bytes[3 * slot + 2]!;
  }

  setHow(slot: number, how: number): void {
    this.bytes[3 * slot + 2] = how;
  }

  /** Whether what a slot holds shares a frame with a range. */
  overlaps(slot: number, start: number, count: number): boolean {
    const first = this.bytes[3 * slot]!;
    const length = this.bytes[3 * slot + 1]!;
    return first < start + count && start < first + length;
  }

  /** Whether some slot held in this way shares a frame with a range. */
  anyOverlaps(how: number, start: number, count: number): boolean {
    for (let slot = 0; slot < this.count; slot++)
      if (this.isHeld(slot) && this.howOf(slot) === how && this.overlaps(slot, start, count)) return true;
    return false;
  }
}
