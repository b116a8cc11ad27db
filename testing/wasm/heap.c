/* Blocks of pages that are resized and moved; with a bug where a test puts the number of one. */
#include "abi.h"

#define PAGE 32
#define MOST 8

static volatile u32 planted[2] = {0x6b06b06b, 0};

static u8 *base;
static u32 pages;
/* How many pages the block that begins here has; 255 for its others. */
static u8 lengths[MOST];

u32 ac_frame_size(void) { return PAGE; }
u32 ac_addresses(void) { return 1; }

int ac_init(void *at, u32 frames, u32 owners, u32 slices) {
  base = at;
  pages = frames;
  return frames <= MOST ? 0 : AC_REFUSED;
}

static int fits(u32 page, u32 count) {
  if (page + count > pages) return 0;
  for (u32 p = page; p < page + count; p++)
    if (lengths[p] != 0) return 0;
  return 1;
}

static void mark(u32 page, u32 count, u8 first, u8 rest) {
  for (u32 p = page; p < page + count; p++) lengths[p] = p == page ? first : rest;
}

int ac_alloc_block(u32 size, u32 align) {
  u32 count = planted[1] == 2 ? (size + PAGE - 1) / PAGE : size / PAGE; /* rounded up, the last sizes wrap */
  for (u32 page = 0; page < pages; page++)
    if ((u32)(base + page * PAGE) % align == 0 && fits(page, count)) {
      mark(page, count, count, 255);
      return (int)(base + page * PAGE);
    }
  return 0;
}

static int refuse(u32 page, u32 count) {
  return lengths[page] == count ? 0 : AC_REFUSED;
}

int ac_free_block(u32 at, u32 size) {
  u32 page = (at - (u32)base) / PAGE;
  int refused = refuse(page, size / PAGE);
  if (refused) return refused;
  mark(page, size / PAGE, 0, 0);
  return 0;
}

int ac_resize(u32 at, u32 size, u32 to) {
  u32 page = (at - (u32)base) / PAGE, count = size / PAGE, wanted = to / PAGE;
  int refused = refuse(page, count);
  if (refused) return refused;
  if (wanted > count && !fits(page + count, wanted - count)) return AC_EXHAUSTED;
  mark(page, count, 0, 0);
  mark(page, wanted, wanted, 255);
  return 0;
}

int ac_realloc(u32 at, u32 size, u32 to) {
  if (ac_resize(at, size, to) == 0) return (int)at;
  u32 page = (at - (u32)base) / PAGE;
  if (refuse(page, size / PAGE)) return 0;
  int place = ac_alloc_block(to, PAGE);
  if (place == 0) return 0;
  u32 copied = planted[1] == 1 ? size / 2 : size;
  for (u32 i = 0; i < copied; i++) ((u8 *)place)[i] = ((u8 *)at)[i];
  mark(page, size / PAGE, 0, 0);
  return place;
}
