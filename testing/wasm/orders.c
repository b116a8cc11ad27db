/* Blocks of pages in lists by order, split and merged; with a bug where a test puts the number of one. */
#define NO_ALIGN
#include "abi.h"

#define PAGE 32
#define MOST 8
#define TOP 2

static volatile u32 planted[2] = {0x6b06b06b, 0};

struct page {
  struct page *next, *prev;
  u8 order, free;
};
static struct page page[MOST], heads[TOP + 1];
static u32 pages;

u32 ac_frame_size(void) { return PAGE; }
u32 ac_addresses(void) { return 1; }
static u8 *base;

static void put(u32 at, u32 order) {
  struct page *head = &heads[order], *p = &page[at];
  p->order = order, p->free = 1;
  p->next = head->next, p->prev = head;
  head->next->prev = p, head->next = p;
}
static void take(struct page *p) {
  p->prev->next = p->next, p->next->prev = p->prev;
  p->next = p->prev = 0;
  p->free = 0;
}

int ac_init(void *at, u32 frames, u32 owners, u32 slices) {
  base = at, pages = frames;
  if (frames > MOST) return AC_REFUSED;
  for (u32 order = 0; order <= TOP; order++) heads[order].next = heads[order].prev = &heads[order];
  for (u32 first = 0, order; first < frames; first += 1u << order) {
    for (order = TOP; first + (1u << order) > frames || first & ((1u << order) - 1);) order--;
    put(first, order);
  }
  return 0;
}

int ac_offers_block(u32 size, u32 align) {
  u32 count = size / PAGE;
  return (count & (count - 1)) == 0 && align == size && count <= 1u << TOP;
}

int ac_alloc_block(u32 size) {
  u32 order = 0, from;
  while (PAGE << order < size) order++;
  for (from = order; from <= TOP && heads[from].next == &heads[from];) from++;
  if (from > TOP) return 0;
  struct page *p = heads[from].next;
  take(p);
  /* Bug 3: the other half is lost. */
  while (from > order) from--, planted[1] == 3 ? 0 : (put(p - page + (1u << from), from), 0);
  p->order = order;
  return (int)(base + (p - page) * PAGE);
}

int ac_free_block(u32 at, u32 size) {
  u32 first = (at - (u32)base) / PAGE, order = page[first].order;
  for (; order < TOP; order++) {
    u32 other = first ^ 1u << order;
    /* Bug 2: what lies behind the pool is taken for free. */
    if (other >= pages) {
      if (planted[1] != 2) break;
    } else {
      /* Bug 1: a buddy that is free in part is taken for a whole one. */
      if (!page[other].free || (page[other].order != order && planted[1] != 1)) break;
      take(&page[other]);
    }
    first &= ~(1u << order);
  }
  put(first, order);
  return 0;
}
