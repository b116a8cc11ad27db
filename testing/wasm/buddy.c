/* A binary buddy whose free lists lie in the free blocks; frames are told by their addresses. */
#include "abi.h"

#define FRAME 32
#define MOST 8
#define ORDERS 4

struct block { struct block *next; u32 order; };

static struct {
  u8 *base;
  u32 frames;
  struct block *list[ORDERS]; /* lowest first */
  u8 order[MOST];             /* of an allocated block at its first frame, from 1; 0 elsewhere */
} buddy;

static u32 frame_of(const void *p) { return (u32)((const u8 *)p - buddy.base) / FRAME; }
static struct block *block_at(u32 f) { return (struct block *)(buddy.base + f * FRAME); }

static void push(u32 f, u32 order) {
  struct block **link = &buddy.list[order], *b = block_at(f);
  while (*link && *link < b) link = &(*link)->next;
  b->next = *link;
  b->order = order;
  *link = b;
}

static int unlink(u32 f, u32 order) {
  for (struct block **link = &buddy.list[order]; *link; link = &(*link)->next) {
    if (*link != block_at(f)) continue;
    *link = (*link)->next;
    return 1;
  }
  return 0;
}

static void give(u32 f, u32 order) {
  for (; order + 1 < ORDERS && unlink(f ^ (1u << order), order); order++) f &= ~(1u << order);
  push(f, order);
}

u32 ac_frame_size(void) { return FRAME; }
u32 ac_addresses(void) { return 1; }

int ac_init(void *base, u32 frames, u32 owners, u32 slices) {
  buddy.base = base;
  buddy.frames = frames;
  for (u32 f = 0; f < frames; f++) give(f, 0);
  return 0;
}

int ac_alloc_block(u32 bytes, u32 align) {
  u32 order = 0, wanted = bytes < align ? align : bytes;
  if (bytes == 0) return AC_REFUSED;
  while (((u32)FRAME << order) < wanted) order++;
  u32 found = order;
  while (found < ORDERS && buddy.list[found] == 0) found++;
  if (found >= ORDERS) return 0;
  u32 f = frame_of(buddy.list[found]);
  unlink(f, found);
  while (found > order) push(f + (1u << --found), found);
  buddy.order[f] = (u8)(order + 1);
  return (int)(buddy.base + f * FRAME);
}

int ac_free(u32 at) {
  u32 f = frame_of((void *)at);
  if (at < (u32)buddy.base || f >= buddy.frames || (at - (u32)buddy.base) % FRAME) return AC_REFUSED;
  if (buddy.order[f] == 0) return AC_REFUSED;
  u32 order = buddy.order[f] - 1u;
  buddy.order[f] = 0;
  give(f, order);
  return 0;
}
