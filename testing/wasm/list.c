/* A list of free pages inside the pages, the last that came back first; pages are told by their addresses. */
#include "abi.h"

#define PAGE 32
#define MOST 8

struct page { struct page *next; };

static u8 *base;
static u32 pages;
static struct page *head;
static u8 taken[MOST];

u32 ac_frame_size(void) { return PAGE; }
u32 ac_addresses(void) { return 1; }

int ac_init(void *at, u32 frames, u32 owners, u32 slices) {
  if (frames > MOST) return AC_REFUSED;
  base = at;
  pages = frames;
  for (u32 p = frames; p-- > 0;) {
    struct page *page = (struct page *)(base + p * PAGE);
    page->next = head;
    head = page;
  }
  return 0;
}

int ac_alloc(void) {
  struct page *page = head;
  if (page == 0) return 0;
  head = page->next;
  taken[((u8 *)page - base) / PAGE] = 1;
  return (int)page;
}

int ac_free(u32 at) {
  u32 offset = at - (u32)base;
  if (at < (u32)base || offset >= pages * PAGE) return AC_OUT_OF_RANGE;
  if (offset % PAGE) return AC_MISALIGNED;
  if (!taken[offset / PAGE]) return AC_ALREADY_FREE;
  taken[offset / PAGE] = 0;
  struct page *page = (struct page *)at;
  page->next = head;
  head = page;
  return 0;
}
