/* Pages that several may hold, with a cache before the bits; with a bug where a test puts the number of one. */
#include "abi.h"

#define PAGE 32
#define MOST 8
#define FULL 3 /* a count of two bits */

static volatile u32 planted[2] = {0x6b06b06b, 0};

static u8 *memory;
static u32 pages, taken;
static u8 counts[MOST];
static u32 cached; /* a page that was given back, and one more than its number */

u32 ac_frame_size(void) { return PAGE; }

int ac_init(void *at, u32 frames, u32 owners, u32 slices) {
  memory = at;
  pages = frames;
  return frames <= MOST ? 0 : AC_REFUSED;
}

int ac_alloc(void) {
  for (u32 page = 0; page < pages; page++)
    if (!(taken >> page & 1)) {
      taken |= 1u << page;
      counts[page] = 1;
      return (int)page;
    }
  return AC_EXHAUSTED;
}

/* Bug 1: the count goes round. */
int ac_share(u32 page) {
  if (counts[page] == FULL && planted[1] != 1) return AC_REFUSED;
  counts[page] = (counts[page] + 1) & FULL;
  return 0;
}

/* Bug 3: the cache is lost. */
int ac_settle(void) {
  if (cached != 0 && planted[1] != 3) taken &= ~(1u << (cached - 1));
  cached = 0;
  return 0;
}

int ac_free(u32 page) {
  if (counts[page] == 0) return AC_ALREADY_FREE;
  /* Bug 2: the page is wiped for the next one, while others read it. */
  if (planted[1] == 2 || counts[page] == 1) memory[page * PAGE] = 0;
  if (--counts[page] != 0) return 0;
  ac_settle();
  cached = page + 1;
  return 0;
}
