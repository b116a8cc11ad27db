/* Blocks of bytes, each behind a header in the pool; with a bug where a test puts the number of one. */
#define NO_ALIGN
#include "abi.h"

#define UNIT 8

static volatile u32 planted[2] = {0x6b06b06b, 0};

/* Before each piece, with which its size counts. */
struct header {
  u32 size;
  u32 used;
};

static u8 *base;
static u32 length;

u32 ac_frame_size(void) { return UNIT; }
u32 ac_header(void) { return sizeof(struct header); }
u32 ac_addresses(void) { return 1; }

static struct header *piece(u32 at) { return (struct header *)(base + at); }

int ac_init(void *at, u32 frames, u32 owners, u32 slices) {
  base = at;
  length = frames * UNIT;
  *piece(0) = (struct header){length, 0};
  return 0;
}

/* What is free and follows is one with it. */
static void merge(struct header *one) {
  u32 next = (u8 *)one - base + one->size;
  if (!one->used && next < length && !piece(next)->used) one->size += piece(next)->size;
}

int ac_alloc_block(u32 size) {
  u32 need = ((size + UNIT - 1) & -UNIT) + sizeof(struct header);
  if (size == 0 || (planted[1] != 2 && size > length)) return 0;
  for (u32 at = 0; at < length; at += piece(at)->size) {
    struct header *one = piece(at);
    if (one->used || one->size < need) continue;
    u32 rest = one->size - need;
    if (rest >= sizeof(struct header) + UNIT) {
      u32 next = planted[1] == 1 ? at + need - sizeof(struct header) : at + need;
      *piece(next) = (struct header){length < next + rest ? length - next : rest, 0};
      one->size = next - at;
    }
    one->used = 1;
    return (int)(one + 1);
  }
  return 0;
}

int ac_free(u32 at) {
  struct header *before = piece(0);
  for (u32 p = 0; p < length; p += piece(p)->size) {
    struct header *one = piece(p);
    if (one->used && (u32)(one + 1) == at) {
      one->used = 0;
      merge(one);
      merge(before);
      return 0;
    }
    before = one;
  }
  return AC_REFUSED;
}
