/**
 * Takes each condition that matters out of memblock, one at a time, and checks it in a small scope: it must
 * be found. What is not in the table nobody misses who keeps to the contract; unit tests have it.
 */
import { afterAll, expect, test } from "vitest";
import type { ModuleId, ScopeOptions } from "../model/words/scope.js";
import { implText, KnockedOut } from "../testing/knocked-out.js";

const within = (frames: number, ...modules: ModuleId[]): ScopeOptions => ({ frames, modules });

/** The scopes, each with one owner and one slice. */
const WHERE = {
  regions: within(4, "regions"),
  "few regions": within(3, "regions"),
  limits: within(3, "limits"),
  nodes: within(3, "nodes"),
  flags: within(3, "flags"),
  "flagged limits": within(2, "flags", "limits"),
  "hand-over": within(2, "flags", "hand-over"),
  growth: within(4, "growth"),
  "grown limits": within(4, "limits", "growth"),
  "grown flags": within(3, "flags", "growth"),
  "grown units": { ...within(3, "growth"), units: 2 },
  "grown hand-over": within(4, "hand-over", "growth"),
  "wide hand-over": within(5, "hand-over", "growth"),
} as const;

type Knockout = readonly [where: keyof typeof WHERE, file: string, text: string, without: string];

/** What stands in the compiled file, and what is left without the condition. */
const KNOCKOUTS: readonly Knockout[] = [
  ["growth", "growth", "!store.can_resize || ", ""],
  ["growth", "growth", "avoid ? avoid_start + avoid_size : 0", "0"],
  ["growth", "growth", "end < 2 * store.page ? NOWHERE : ", ""],
  [
    "growth",
    "growth",
    "store.reserved.add_range(place, store.page, NUMA_NO_NODE, flags.RSRV_KERN) !== 0",
    "false",
  ],
  ["growth", "growth", "old === STATIC || free_array(store, old)", "true"],
  ["grown limits", "growth", "if (answer === EBUSY && !held)", "if (false)"],
  ["grown limits", "growth", "below(store, behind, current_limit)", "below(store, behind, 255)"],
  ["grown limits", "growth", "Math.min(avoid_start, current_limit)", "avoid_start"],
  ["growth", "growth", "answer === 0 && into ? ENOMEM : answer", "answer"],
  ["grown hand-over", "growth", "if (store.handed_over) {", "if (false) {"],
  ["wide hand-over", "growth", "if (store.pool.observe(frame) === ALLOCATED)", "if (false)"],
  ["hand-over", "hand-over", "i < 0 || should_skip_region(", "i >= 0 && should_skip_region("],
  ["hand-over", "hand-over", " || should_skip_region(store, i, NUMA_NO_NODE, flags.NONE)", ""],
  ["hand-over", "hand-over", "if (reserved.search(unit) >= 0)", "if (false)"],
  ["hand-over", "hand-over", "store.memory.clear_everywhere(flags.HOTPLUG);", ""],
  ["hand-over", "hand-over", "store.note_hand_over();", ""],
  ["regions", "memblock", "found === NULL && min_addr !== 0", "false"],
  ["nodes", "memblock", "numa_valid_node(nid) && !exact", "numa_valid_node(nid)"],
  ["flags", "memblock", "first === FLAGS.NONE ? [FLAGS.NONE] : [first, FLAGS.NONE]", "[FLAGS.NONE]"],
  ["grown units", "memblock", "FLAGS.RSRV_KERN) || found", "FLAGS.RSRV_KERN) ? NULL : found"],
  ["regions", "search", "Math.max(start, store.page)", "start"],
  ["limits", "search", "isAccessible(end) ? store.current_limit : end", "isAccessible(end) ? 255 : end"],
  ["nodes", "search", "numa_valid_node(nid) && nid !== memory.nid(i)", "false"],
  ["flags", "search", "options.movableNode && ", "false && "],
  ["flags", "search", "(flags & FLAGS.MIRROR) !== 0 && (is & FLAGS.MIRROR) === 0", "false"],
  ["flags", "search", "FLAGS.NOMAP | FLAGS.DRIVER_MANAGED", "FLAGS.DRIVER_MANAGED"],
  ["regions", "search", "round_down(until - size, align)", "until - size"],
  ["regions", "search", "round_up(clamp(this_start, low, high), align)", "clamp(this_start, low, high)"],
  ["regions", "search", "candidate < until && until - candidate >= size", "candidate < until"],
  ["regions", "search", "candidate >= clamp(this_start, low, high)", "true"],
  ["limits", "limits", "limit === 0 ? ADDRESS_MAX : ", ""],
  ["limits", "limits", "left <= memory.size(i)", "left < memory.size(i)"],
  ["flagged limits", "limits", " && (memory.flags(i) & flags.NOMAP) === 0", ""],
  ["flagged limits", "limits", "memory.merge_regions(0, memory.cnt);", ""],
  ["limits", "limits", "size === 0 || store.memory.total_size === 0", "size === 0"],
  ["limits", "limits", "remove_reserved(store, 0, base) || ", ""],
  ["limits", "limits", " || remove_reserved(store, base + size, ADDRESS_MAX)", ""],
  ["limits", "limits", " || remove_reserved(store, max_addr, ADDRESS_MAX)", ""],
  ["limits", "limits", "if (start < end)", "if (true)"],
  ["growth", "regions", "this.cnt + parts > this.max", "false"],
  ["growth", "regions", "this.cnt + 2 > this.max", "this.cnt > this.max"],
  ["nodes", "regions", "this.nid(i) === this.nid(i + 1) && ", ""],
  ["flags", "regions", " && this.flags(i) === this.flags(i + 1)", ""],
  ["regions", "regions", "!alike || this.end(i) !== this.base(i + 1)", "!alike"],
  ["regions", "regions", "if (this.end(i) > end)", "if (false)"],
  ["regions", "regions", "if (this.base(i) > base)", "if (false)"],
  ["growth", "changes", "if (answer < 0)", "if (false)"],
  ["flags", "changes", "this.store.note_mirror();", ""],
  ["growth", "socket", "cnt < max ? reasons.EXHAUSTED : reasons.REFUSED", "reasons.EXHAUSTED"],
  ["few regions", "socket", "start === 0 && end === MEMBLOCK_ALLOC_NOLEAKTRACE", "false"],
  ["growth", "socket", '(moved("memory", memory) << 8)', "0"],
  ["growth", "socket", '(moved("reserved", reserved) << 16)', "0"],
  ["limits", "socket", "limit === 0 ? MEMBLOCK_ALLOC_ANYWHERE : limit", "limit"],
];

/** Some of these searches take seconds, and more where the machine is busy: that is no hang. */
const copies = new KnockedOut(300);
afterAll(() => copies.end());

/** What a check finds in a copy with another text for a file of memblock's room. */
function found(where: keyof typeof WHERE, change?: { readonly name: string; readonly text: string }) {
  const target = { ...MEMBLOCK, ...WHERE[where], owners: 1, slices: 1 };
  const changed = change && { file: `memblock/${change.name}.js`, text: change.text };
  return copies.check([target], changed);
}

const MEMBLOCK = { file: "memblock/definition.js", allocator: "memblock", asNamed: true } as const;

test.each(Object.keys(WHERE) as (keyof typeof WHERE)[])("as it is nothing is found: %s", async (where) => {
  expect(await found(where)).toEqual([]);
});

test.each(KNOCKOUTS)("found in %s: %s without %s", async (where, name, text, without) => {
  const source = implText(`memblock/${name}.js`);
  expect(source.split(text)).toHaveLength(2);
  expect(await found(where, { name, text: source.replace(text, () => without) })).not.toEqual([]);
});
