/**
 * memblock as the checker drives it: each command is a call that Linux has, and each answer is told in the
 * words of the specification.
 * Owners are nobody to memblock, and slices are `phys_to_virt`, which it is not asked about: so neither is
 * kept. Nodes are counted from 1 by the specification and from 0 by Linux.
 */
import type { Allocator, RegionQueries } from "../../model/socket/allocator.js";
import { ABSENT, ALLOCATED, FLAG_BITS, FREE, METADATA, SEARCHES, TAKEN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { gridOf, nodesOf, type Scope, unitsOf } from "../../model/words/scope.js";
import {
  EBUSY,
  EINVAL,
  flags,
  isPowerOfTwo,
  MEMBLOCK_ALLOC_ANYWHERE,
  MEMBLOCK_ALLOC_NOLEAKTRACE,
  NUMA_NO_NODE,
} from "./constants.js";
import type { Memblock } from "./memblock.js";
import type { ListName } from "./queries.js";
import { nidOf, queriesOf } from "./words.js";

const ACCEPTED = 0;
const NULL = 0;

export class MemblockSocket implements Allocator {
  readonly state: Uint8Array;
  private readonly page: number;
  private readonly grid: number;
  private readonly grows: boolean;
  private readonly asked: RegionQueries;

  /** All the units of the scope become memory, of the first node where there are nodes. */
  constructor(
    scope: Scope,
    private readonly memblock: Memblock,
  ) {
    this.state = memblock.state;
    this.page = unitsOf(scope);
    this.grid = gridOf(scope);
    this.grows = scope.modules.includes("growth");
    this.asked = queriesOf(memblock);
    memblock.add_node(0, this.grid, nidOf(Math.min(1, nodesOf(scope))), flags.NONE);
  }

  reserve(start: number, count: number): number {
    return this.change(start, count, () => this.memblock.reserve(start, count));
  }

  /** The one change that is still made once boot is over. */
  release(start: number, count: number): number {
    return this.withMoves(() => this.reasonOf(this.memblock.phys_free(start, count), start, count));
  }

  /** `phys_to_virt`. */
  borrow(): number {
    return ACCEPTED;
  }

  drop(): number {
    return ACCEPTED;
  }

  alloc(): number {
    return this.memblock.handed_over ? this.memblock.pool.allocBlock(1, 1) : reasons.BOOT;
  }

  free(frame: number): number {
    const answer = this.memblock.pool.freeBlock(frame, 1);
    // The pool keeps what it was not given as reserved, whatever it is.
    return answer === reasons.RESERVED ? reasons.REFUSED : answer;
  }

  endBoot(): number {
    return this.memblock.free_all() < 0 ? reasons.BOOT_OVER : ACCEPTED;
  }

  addRange(start: number, count: number, node: number): number {
    return this.change(start, count, () => this.memblock.add_node(start, count, nidOf(node), flags.NONE));
  }

  removeRange(start: number, count: number): number {
    return this.change(start, count, () => this.memblock.remove(start, count));
  }

  allocRange(count: number, align: number, start: number, end: number, node: number, search: number): number {
    // Linux has another meaning for 1 as an upper bound. Nothing lies below it: unit 0 is never handed out.
    if (start === 0 && end === MEMBLOCK_ALLOC_NOLEAKTRACE) return this.whyNot(count, align);
    return this.withMoves(() => {
      const found = this.look(count, align, start, end, nidOf(node), search);
      return found === NULL ? this.whyNot(count, align) : found;
    });
  }

  private look(
    count: number,
    align: number,
    start: number,
    end: number,
    nid: number,
    search: number,
  ): number {
    const { memblock } = this;
    switch (SEARCHES[search]) {
      case "virt":
        return memblock.alloc_try_nid(count, align, start, end, nid);
      case "exact":
        return memblock.alloc_exact_nid_raw(count, align, start, end, nid);
      default:
        return nid === NUMA_NO_NODE
          ? memblock.phys_alloc_range(count, align, start, end)
          : memblock.phys_alloc_try_nid(count, align, nid);
    }
  }

  /** Why nothing was allocated. Of a full list memblock does not say whether place or room was lacking. */
  private whyNot(count: number, align: number): number {
    if (count === 0) return reasons.EMPTY;
    if (!isPowerOfTwo(align)) return reasons.MISALIGNED;
    if (this.memblock.handed_over) return reasons.BOOT_OVER;
    const { cnt, max } = this.memblock.array("reserved");
    return cnt < max ? reasons.EXHAUSTED : reasons.REFUSED;
  }

  setDirection(bottomUp: number): number {
    return this.set(() => this.memblock.set_bottom_up(bottomUp === 1));
  }

  setLimit(limit: number): number {
    return this.set(() => this.memblock.set_current_limit(limit === 0 ? MEMBLOCK_ALLOC_ANYWHERE : limit));
  }

  enforceLimit(limit: number): number {
    return this.change(limit, 1, () => this.memblock.enforce_memory_limit(limit));
  }

  capRange(start: number, count: number): number {
    return this.change(start, count, () => this.memblock.cap_memory_range(start, count));
  }

  limitMap(limit: number): number {
    return this.change(limit, 1, () => this.memblock.mem_limit_remove_map(limit));
  }

  trimRegions(align: number): number {
    return isPowerOfTwo(align)
      ? this.change(0, 1, () => this.memblock.trim_memory(align))
      : reasons.MISALIGNED;
  }

  setNode(start: number, count: number, node: number): number {
    return this.change(start, count, () => this.memblock.set_node(start, count, "memory", nidOf(node)));
  }

  markRange(start: number, count: number, flag: number): number {
    return this.change(start, count, () => {
      switch (flag) {
        case FLAG_BITS.hotplug:
          return this.memblock.mark_hotplug(start, count);
        case FLAG_BITS.mirror:
          return this.memblock.mark_mirror(start, count);
        default:
          return this.memblock.mark_nomap(start, count);
      }
    });
  }

  /** There is no way to take mirroring back, and it is not offered. */
  clearMark(start: number, count: number, flag: number): number {
    return this.change(start, count, () =>
      flag === FLAG_BITS.hotplug
        ? this.memblock.clear_hotplug(start, count)
        : this.memblock.clear_nomap(start, count),
    );
  }

  allowResize(): number {
    return this.set(() => this.memblock.allow_resize());
  }

  /** A setting, which Linux would still take when nobody looks at it any more. */
  private set(setting: () => void): number {
    if (this.memblock.handed_over) return reasons.BOOT_OVER;
    setting();
    return ACCEPTED;
  }

  /** A change of the lists, whose error becomes a reason. One that names no range counts as one of 1. */
  private change(start: number, count: number, call: () => number): number {
    return this.withMoves(() => {
      const error = call();
      if (error !== EBUSY || !this.memblock.handed_over) return this.reasonOf(error, start, count);
      // What asks for nothing is done whenever it is asked.
      if (count === 0) return ACCEPTED;
      return this.inside(start, count) ? reasons.BOOT_OVER : reasons.REFUSED;
    });
  }

  private reasonOf(error: number, start: number, count: number): number {
    switch (error) {
      case ACCEPTED:
        return ACCEPTED;
      case EBUSY:
        return this.inside(start, count) ? reasons.METADATA : reasons.REFUSED;
      case EINVAL:
        return [start, count].every(Number.isInteger) ? reasons.OUT_OF_RANGE : reasons.MISALIGNED;
      default:
        return reasons.REFUSED;
    }
  }

  /** Of what lies outside the scope memblock cannot say that it does. */
  private inside(start: number, count: number): boolean {
    return start >= 0 && start + count <= this.grid;
  }

  /** What is answered, and in the bits above it where arrays have moved. */
  private withMoves(ask: () => number): number {
    if (!this.grows) return ask();
    const { memblock } = this;
    const [memory, reserved] = [memblock.array("memory").place, memblock.array("reserved").place];
    const answer = ask();
    if (answer < 0) return answer;
    const moved = (list: ListName, was: number) => {
      const { place } = memblock.array(list);
      return place === was ? 0 : place + 1;
    };
    return answer | (moved("memory", memory) << 8) | (moved("reserved", reserved) << 16);
  }

  observe(unit: number): number {
    const { memblock } = this;
    if (memblock.holds_array(unit, 1)) return METADATA;
    if (memblock.is_reserved(unit)) return TAKEN;
    if (memblock.pool.observe(Math.floor(unit / this.page)) === ALLOCATED) return ALLOCATED;
    return memblock.is_memory(unit) ? FREE : ABSENT;
  }

  audit(): string | null {
    return this.memblock.audit();
  }

  regions(): RegionQueries {
    return this.asked;
  }

  /** An array of the page allocator's is none of the reservations. */
  counts() {
    return this.memblock.handed_over ? {} : { reserved: this.memblock.reserved_size() };
  }
}
