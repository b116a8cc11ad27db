/* Pages of several zones, each with a word of bits; with a bug where a test puts the number of one. */
#include "abi.h"

#define PAGE 32
#define MOST 8
#define ZONES 4

static volatile u32 planted[2] = {0x6b06b06b, 0};

static u32 pages;
static u8 zone_of[MOST];
static u32 taken, members[ZONES + 1];

u32 ac_frame_size(void) { return PAGE; }

void ac_memory(u32 page, u32 is, u32 zone) {
  if (page >= MOST) return;
  zone_of[page] = zone;
  members[zone] |= 1u << page;
}

/* Those below it, from the next one down. */
u32 ac_fallback(u32 zone, u32 turn) { return turn + 1 < zone ? zone - 1 - turn : 0; }

int ac_init(void *at, u32 frames, u32 owners, u32 slices) {
  pages = frames;
  return frames <= MOST ? 0 : AC_REFUSED;
}

/* Bug 1: the lowest zone serves nobody. */
int ac_alloc_zone(u32 zone) {
  u32 last = planted[1] == 1 ? 2 : 1;
  for (u32 from = zone; from >= last && from > 0; from--)
    for (u32 page = 0; page < pages; page++)
      if ((members[from] & ~taken) >> page & 1) {
        taken |= 1u << page;
        return (int)page;
      }
  return AC_EXHAUSTED;
}

int ac_free(u32 page) {
  if (!(taken >> page & 1)) return AC_ALREADY_FREE;
  taken &= ~(1u << page);
  /* Bug 2: the page goes to the zone before its own. */
  if (planted[1] == 2 && zone_of[page] > 1) {
    members[zone_of[page]] &= ~(1u << page);
    members[--zone_of[page]] |= 1u << page;
  }
  return 0;
}
