/** Every allocator that comes with allocheck, by name. Adding one is one file and one line here. */
import type { AllocatorDefinition } from "../model/allocator.js";
import { bitmap } from "./bitmap.js";
import { bitmapAsIs } from "./bitmap-as-is.js";
import { bootBitmap } from "./boot-bitmap.js";
import { bootmem } from "./bootmem.js";
import { buddy } from "./buddy.js";
import { bump } from "./bump.js";
import { BITMAP_FAULTS } from "./faulty/bitmap-faults.js";
import { FREE_LIST_FAULTS } from "./faulty/free-list-faults.js";
import { HANGING } from "./faulty/hanging.js";
import { MEMBLOCK_FAULTS } from "./faulty/memblock-faults.js";
import { UNTRUSTWORTHY } from "./faulty/untrustworthy.js";
import { freeList } from "./free-list.js";
import { memblock } from "./memblock/definition.js";
import { pages } from "./pages.js";
import { pagesAsIs } from "./pages-as-is.js";

export const ALLOCATORS: readonly AllocatorDefinition[] = [
  bitmap,
  freeList,
  pages,
  bootBitmap,
  buddy,
  bump,
  bootmem,
  memblock,
  bitmapAsIs,
  pagesAsIs,
  ...BITMAP_FAULTS,
  ...FREE_LIST_FAULTS,
  ...MEMBLOCK_FAULTS,
  ...UNTRUSTWORTHY,
  ...HANGING,
];
