/* Pages up to an end, which grows and shrinks; with a bug where a test puts the number of one. */
#include "abi.h"

#define PAGE 32
#define MOST 8

static volatile u32 planted[2] = {0x6b06b06b, 0};

static u8 *base;
static u32 end;
static u8 taken[MOST];

u32 ac_frame_size(void) { return PAGE; }

/* The end is where the first page begins that is no memory. */
void ac_memory(u32 page, u32 is, u32 zone) {
  if (is == 0 && page == end) end++;
}

int ac_init(void *at, u32 frames, u32 owners, u32 slices) {
  base = at;
  return frames <= MOST ? 0 : AC_REFUSED;
}

int ac_alloc(void) {
  for (u32 page = 0; page < end; page++)
    if (!taken[page]) {
      taken[page] = 1;
      return (int)page;
    }
  return AC_EXHAUSTED;
}

int ac_free(u32 page) {
  if (page >= end || !taken[page]) return AC_REFUSED;
  taken[page] = 0;
  return 0;
}

int ac_add(u32 start, u32 count) {
  if (start != end) return AC_REFUSED;
  if (planted[1] == 2 && start + count < MOST) base[(start + count) * PAGE] = 1;
  end += count;
  return 0;
}

/* Bug 1: looks at the last page alone. Bug 2, above: a mark behind the end. */
int ac_remove(u32 start, u32 count) {
  if (start + count != end) return AC_REFUSED;
  u32 from = planted[1] == 1 ? end - 1 : start;
  for (u32 page = from; page < end; page++)
    if (taken[page]) return AC_REFUSED;
  for (u32 page = start; page < end; page++) taken[page] = 0;
  end = start;
  return 0;
}

int ac_observe(u32 page) {
  return page >= end ? 251 : taken[page] ? 255 : 0;
}
