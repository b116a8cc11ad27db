/** Every allocator that comes with allocheck, by name. Adding one is one file and one line here. */
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { bootBitmap } from "./blocks/boot-bitmap.js";
import { bootmem } from "./blocks/bootmem.js";
import { buddy } from "./blocks/buddy.js";
import { bump } from "./blocks/bump.js";
import { extents } from "./blocks/extents.js";
import { pages } from "./blocks/pages.js";
import {
  linuxArm,
  linuxArm64,
  linuxGeneric,
  linuxRootfs,
  rootfsInPlace,
  solaya,
  solayaReleased,
} from "./boot/definitions.js";
import { BITMAP_FAULTS } from "./faulty/bitmap-faults.js";
import { BLOCK_FAULTS } from "./faulty/block-faults.js";
import { BOOT_FAULTS } from "./faulty/boot-faults.js";
import { CACHE_FAULTS } from "./faulty/cache-faults.js";
import { CONTENT_FAULTS } from "./faulty/content-faults.js";
import { EXTENT_FAULTS } from "./faulty/extent-faults.js";
import { FRAME_FAULTS } from "./faulty/frame-faults.js";
import { FREE_LIST_FAULTS } from "./faulty/free-list-faults.js";
import { HANDLE_FAULTS } from "./faulty/handle-faults.js";
import { HANGING } from "./faulty/hanging.js";
import { LENDER_FAULTS } from "./faulty/lender-faults.js";
import { LENIENT } from "./faulty/lenient.js";
import { LOCK_FAULTS } from "./faulty/lock-faults.js";
import { LOCKLESS_FAULTS } from "./faulty/lockless-faults.js";
import { MEMBLOCK_FAULTS } from "./faulty/memblock-faults.js";
import { MISLEADING } from "./faulty/misleading.js";
import { ROOTFS_FAULTS } from "./faulty/rootfs-faults.js";
import { UNTRUSTWORTHY } from "./faulty/untrustworthy.js";
import { YIELDING } from "./faulty/yielding.js";
import { ZONE_FAULTS } from "./faulty/zone-faults.js";
import { bitmap } from "./frames/bitmap.js";
import { claims } from "./frames/claims.js";
import { edges } from "./frames/edges.js";
import { freeList } from "./frames/free-list.js";
import { zoned } from "./frames/zoned.js";
import { memblock } from "./memblock/definition.js";
import { bitmapAsIs } from "./originals/bitmap-as-is.js";
import { pagesAsIs } from "./originals/pages-as-is.js";
import { capabilities } from "./provenance/capabilities.js";
import { generations } from "./provenance/generations.js";
import { late } from "./provenance/late.js";
import { lender } from "./provenance/lender.js";
import { quarantine } from "./provenance/quarantine.js";
import { zeroing } from "./provenance/zeroing.js";
import { cachedList } from "./several-cpus/cached-list.js";
import { casBitmap } from "./several-cpus/cas-bitmap.js";
import { clearedFrames } from "./several-cpus/cleared-frames.js";
import { countedFrames } from "./several-cpus/counted-frames.js";
import { hazardStack } from "./several-cpus/hazard-stack.js";
import { lockedBitmap } from "./several-cpus/locked-bitmap.js";

/** Those that are not broken on purpose, by what they are about, in the order in which they are listed. */
export const FAMILIES: readonly {
  readonly title: string;
  readonly members: readonly AllocatorDefinition[];
}[] = [
  {
    title: "Allocators of frames and blocks",
    members: [bitmap, freeList, zoned, pages, bootBitmap, buddy, bump, extents, bootmem, memblock],
  },
  {
    title: "Allocators about provenance",
    members: [lender, capabilities, late, quarantine, generations, zeroing, edges, claims],
  },
  {
    title: "Kernels with an initrd",
    members: [linuxGeneric, linuxArm64, solayaReleased, linuxRootfs, rootfsInPlace],
  },
  { title: "Originals as they behave", members: [bitmapAsIs, pagesAsIs, linuxArm, solaya] },
];

/** Every allocator of one client, in the order in which they are listed. */
export const ALLOCATORS: readonly AllocatorDefinition[] = [
  ...FAMILIES.flatMap(({ members }) => members),
  ...BITMAP_FAULTS,
  ...FREE_LIST_FAULTS,
  ...MEMBLOCK_FAULTS,
  ...UNTRUSTWORTHY,
  ...LENDER_FAULTS,
  ...HANDLE_FAULTS,
  ...FRAME_FAULTS,
  ...HANGING,
  ...BLOCK_FAULTS,
  ...LENIENT,
  ...YIELDING,
  ...MISLEADING,
  ...BOOT_FAULTS,
  ...ROOTFS_FAULTS,
  ...EXTENT_FAULTS,
  ...ZONE_FAULTS,
];

/** Those whose commands run on several CPUs at once, which no survey of one client is about. */
export const SEVERAL_CPUS: readonly AllocatorDefinition[] = [
  lockedBitmap,
  casBitmap,
  hazardStack,
  cachedList,
  countedFrames,
  clearedFrames,
  ...LOCK_FAULTS,
  ...CACHE_FAULTS,
  ...LOCKLESS_FAULTS,
  ...CONTENT_FAULTS,
];

/** All that have a name. */
export const NAMED: readonly AllocatorDefinition[] = [...ALLOCATORS, ...SEVERAL_CPUS];

/** The sound allocator that a faulty one is a version of, by its name; `undefined` where there is none. */
export function soundVersionOf({ name }: AllocatorDefinition): AllocatorDefinition | undefined {
  return NAMED.find((candidate) => candidate.class === "sound" && name.startsWith(`${candidate.name}-`));
}
