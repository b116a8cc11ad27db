/** Reservations in a list, each found again by its range and its owner: as trees of resources have them. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";

interface Interval {
  readonly start: number;
  readonly end: number;
  readonly owner: number;
}

class Intervals {
  private readonly list: Interval[] = [];
  reserve(start: number, count: number, owner: number): boolean {
    const end = start + count;
    if (this.list.some((each) => this.meet(each, start, end))) return false;
    this.list.push({ start, end, owner });
    this.list.sort((one, other) => one.start - other.start);
    return true;
  }
  release(start: number, count: number, owner: number): boolean {
    const at = this.list.findIndex(
      (each) => each.start === start && each.end === start + count && each.owner === owner,
    );
    if (at < 0) return false;
    this.list.splice(at, 1);
    return true;
  }
  protected meet(each: Interval, start: number, end: number): boolean {
    return each.start < end && start < each.end;
  }
}

/** Takes the end of a reservation for its last frame. */
class IntervalsShort extends Intervals {
  protected override meet(each: Interval, start: number, end: number): boolean {
    return each.start < end && start < each.end - 1;
  }
}

function listed(name: string, make: () => Intervals): AllocatorDefinition {
  return defineAllocator({
    name,
    contract: "whole",
    make: fromObject<Intervals>({
      make,
      calls: {
        reserve: (list, { start, count, owner }) => list.reserve(start, count, owner),
        release: (list, { start, count, owner }) => list.release(start, count, owner),
      },
    }),
  });
}

export const intervals = listed("intervals", () => new Intervals());
export const intervalsShort = listed("intervals-short", () => new IntervalsShort());
