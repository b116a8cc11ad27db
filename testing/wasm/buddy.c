/*
 * A binary buddy: its lists lie in the free blocks, and all else of a free block is poison, as in a debug build.
 * With a bug where a test puts the number of one.
 */
#include "abi.h"

#define FRAME 256
#define MOST 16
#define ORDERS 5
#define POISON 0xdededede

static volatile u32 planted[2] = {0x6b06b06b, 0};
#define BUG(n) (planted[1] == n)

struct block { struct block *next, *prev; };

static u8 *base;
static u32 frames;
static struct block *list[ORDERS]; /* the lowest block first */
/* The order of a block, from 1, at its first frame; 0 elsewhere. */
static u8 is_free[MOST], is_taken[MOST];

static struct block *block_at(u32 f) { return (struct block *)(base + f * FRAME); }
static u32 frame_of(const struct block *b) { return (u32)((const u8 *)b - base) / FRAME; }

static void poison(u32 f, u32 count) {
  u32 *word = (u32 *)block_at(f);
  for (u32 i = 0; i < count * FRAME / 4; i++) word[i] = POISON;
}

static void push(u32 f, u32 order) {
  struct block *b = block_at(f), *above = list[order], *below = 0;
  for (; above && above < b; above = above->next) below = above;
  b->next = above;
  b->prev = below;
  if (above) above->prev = b;
  if (below) below->next = b;
  else list[order] = b;
  is_free[f] = (u8)(order + 1);
}

static void unlink(u32 f, u32 order) {
  struct block *b = block_at(f);
  AC_ASSERT(b->prev ? b->prev->next == b : list[order] == b);
  if (b->next) b->next->prev = b->prev;
  if (b->prev) b->prev->next = b->next;
  else list[order] = b->next;
  is_free[f] = 0;
  poison(f, 1);
}

/* Puts a block among the free ones, as one with its buddy as long as that is free. */
static void give(u32 f, u32 order) {
  u32 last = BUG(1) ? 2 : ORDERS - 1; /* to the largest order, or not quite */
  for (; order < last; order++) {
    u32 buddy = f ^ (1u << order);
    if (buddy >= frames || is_free[buddy] == 0) break;
    if (is_free[buddy] != order + 1 && !BUG(2)) break; /* it was split, and some of it is taken */
    unlink(buddy, is_free[buddy] - 1u);
    f &= ~(1u << order);
  }
  push(f, order);
}

u32 ac_frame_size(void) { return FRAME; }
u32 ac_addresses(void) { return 1; }

int ac_init(void *at, u32 count, u32 owners, u32 slices) {
  if (count > MOST) return AC_REFUSED;
  base = at;
  frames = count;
  poison(0, count);
  for (u32 f = 0; f < count; f++) give(f, 0);
  return 0;
}

int ac_alloc_block(u32 bytes, u32 align) {
  u32 order = 0, found, wanted = bytes < align ? align : bytes;
  while (order < ORDERS && ((u32)FRAME << order) < wanted) order++;
  for (found = order; found < ORDERS && list[found] == 0;) found++;
  if (found >= ORDERS) return 0;
  u32 f = frame_of(list[found]);
  unlink(f, found);
  while (found > order) {
    found--;
    if (BUG(3) && found == order) break; /* the last half is nobody's */
    push(f + (1u << found), found);
  }
  is_taken[f] = (u8)(order + 1);
  return (int)block_at(f);
}

int ac_free(u32 at) {
  u32 offset = at - (u32)base, f = offset / FRAME;
  if (at < (u32)base || f >= frames || offset % FRAME || is_taken[f] == 0) return AC_REFUSED;
  u32 order = is_taken[f] - 1u;
  is_taken[f] = 0;
  poison(f, BUG(4) && f + (2u << order) <= frames ? 2u << order : 1u << order); /* its buddy as well */
  give(f, order);
  return 0;
}
