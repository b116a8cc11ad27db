/* Reservations as a list of regions, sorted and merged where owners are the same, in an array of its own. */
#include "abi.h"

#define MOST 9

struct region { u8 start, end, owner, zero; };

static u32 frames, count;
static struct region region[MOST];

static u32 owner_of(u32 f) {
  for (u32 i = 0; i < count; i++)
    if (region[i].start <= f && f < region[i].end) return region[i].owner;
  return 0;
}

static void cut(u32 i) {
  for (count--; i < count; i++) region[i] = region[i + 1];
  region[count] = (struct region){0, 0, 0, 0};
}

static void put(u32 i, u32 start, u32 end, u32 owner) {
  for (u32 j = count++; j > i; j--) region[j] = region[j - 1];
  region[i] = (struct region){(u8)start, (u8)end, (u8)owner, 0};
}

u32 ac_frame_size(void) { return 4; }

int ac_init(void *base, u32 n, u32 owners, u32 slices) {
  if (n > MOST) return AC_REFUSED;
  frames = n;
  return 0;
}

int ac_reserve(u32 start, u32 n, u32 owner) {
  for (u32 f = start; f < start + n; f++)
    if (owner_of(f)) return AC_OVERLAPS_RESERVED;
  u32 i = 0;
  while (i < count && region[i].start < start) i++;
  put(i, start, start + n, owner);
  if (i + 1 < count && region[i + 1].start == region[i].end && region[i + 1].owner == owner) {
    region[i].end = region[i + 1].end;
    cut(i + 1);
  }
  if (i > 0 && region[i - 1].end == region[i].start && region[i - 1].owner == owner) {
    region[i - 1].end = region[i].end;
    cut(i);
  }
  return 0;
}

int ac_release(u32 start, u32 n, u32 owner) {
  for (u32 f = start; f < start + n; f++)
    if (owner_of(f) == 0) return AC_NOT_RESERVED;
  for (u32 f = start; f < start + n; f++)
    if (owner_of(f) != owner) return AC_FOREIGN_OWNER;
  u32 i = 0;
  while (region[i].end <= start) i++;
  u32 from = region[i].start, to = region[i].end;
  cut(i);
  if (start + n < to) put(i, start + n, to, owner);
  if (from < start) put(i, from, start, owner);
  return 0;
}

int ac_observe(u32 f) { return (int)owner_of(f); }
