/* A bitmap of free frames with a list inside the free frames, lowest first; reservations have owners. */
#include "abi.h"

#ifndef BUG /* bugs.c plants some */
#define BUG(n) 0
#endif
#ifndef FRAME /* the bench has larger ones, with POISON in those that are free */
#define FRAME 16
#endif
#define MOST 8
#define SLICES 3
#define ALLOCATED 255

struct node { struct node *next, *prev; };
struct slice { u8 start, count; };

static struct {
  u8 *base;
  struct node *head;
  u32 frames, slices, free;
  u8 holder[MOST];
  struct slice slice[SLICES];
} pmm;

static int is_free(u32 f) { return pmm.free >> f & 1; }
static struct node *node_of(u32 f) { return (struct node *)(pmm.base + f * FRAME); }

static void take(u32 f, u8 who) {
  struct node *n = node_of(f);
  AC_ASSERT(n->next == 0 || n->next->prev == n);
  if (n->next) n->next->prev = n->prev;
  if (n->prev) n->prev->next = n->next;
  else pmm.head = n->next;
  pmm.free &= ~(1u << f);
  pmm.holder[f] = who;
}

__attribute__((noinline)) static u32 deep(u32 f, const u32 *above) {
  volatile u32 here[16] = {f};
  if (above == (const u32 *)here) return 0;
  return deep(f + 1, (const u32 *)here) + here[f & 15];
}

/* As many calls as two to the depth, and no loop. */
__attribute__((noinline)) static u32 tree(u32 depth) {
  volatile u32 here = depth;
  return depth == 0 ? here : tree(depth - 1) + tree(depth - 1) + here;
}

static const u32 limits[4] = {1, 2, 3, 4};

/* What goes wrong while a frame becomes free. */
static inline void plant(u32 f, struct node *n) {
  u32 lent = pmm.slices > 0;
  if (BUG(3) && f + 1 < pmm.frames) node_of(f + 1)->prev = n; /* into the frame above, whoever has it */
  if (BUG(4) && lent) { /* through a null pointer */
    struct node *p = 0;
    __asm__ volatile("" : "+r"(p));
    p->next = n;
  }
  if (BUG(5) && f == 2 && lent) n->next = (struct node *)0xc0000000; /* which the next walk follows */
  if (BUG(6) && f + 1 == pmm.frames && lent) node_of(f + 1)->prev = n; /* behind the last frame */
  if (BUG(7) && f == 2 && lent) __builtin_wasm_memory_grow(0, 1);
  if (BUG(8) && f == 1 && lent) deep(f, 0);
  if (BUG(9)) AC_ASSERT(f != 2 || !lent);
  if (BUG(10) && f == 2 && lent) __builtin_trap();
  if (BUG(11) && f == 1 && lent) { /* into a constant */
    u32 *p = (u32 *)limits;
    __asm__ volatile("" : "+r"(p));
    *p = 7;
  }
  if (BUG(12) && f == 1 && lent) spin_lock(); /* which nobody supplies */
  if (BUG(15) && f == 1 && lent) /* goes round for long, and calls nobody */
    for (volatile u32 turn = 0; turn < 100000; turn = turn + 1)
      ;
  if (BUG(16) && f == 1 && lent) n->prev = tree(15) ? n->prev : 0; /* calls for long, and goes round nowhere */
  if (BUG(18) && f == 0 && lent) node_of(0)[-1].prev = n; /* before the first frame */
  if (BUG(13)) AC_ASSERT(pmm.frames != 4); /* in the midst of the beginning */
}

static void give(u32 f) {
  struct node *n = node_of(f);
  u32 below = f;
  while (below > 0 && !is_free(below - 1)) below--;
  n->prev = below > 0 ? node_of(below - 1) : 0;
  n->next = n->prev ? n->prev->next : pmm.head;
  if (n->next) n->next->prev = n;
  if (n->prev) n->prev->next = n;
  else pmm.head = n;
#ifdef POISON
  for (u32 *w = (u32 *)(n + 1); w < (u32 *)(pmm.base + (f + 1) * FRAME); w++) *w = POISON;
#endif
  plant(f, n);
  pmm.free |= 1u << f;
  pmm.holder[f] = 0;
}

u32 ac_frame_size(void) { return FRAME; }

int ac_init(void *base, u32 frames, u32 owners, u32 slices) {
  if (frames > MOST || slices > SLICES) return AC_REFUSED;
  pmm.base = base;
  pmm.frames = frames;
  for (u32 f = 0; f < frames; f++) give(f);
  return 0;
}

int ac_reserve(u32 start, u32 count, u32 owner) {
  for (u32 f = start; f < start + count; f++) {
    if (pmm.holder[f] == ALLOCATED) return AC_OVERLAPS_ALLOCATED;
    if (pmm.holder[f] != 0) return AC_OVERLAPS_RESERVED;
  }
  for (u32 f = start; f < start + count; f++) take(f, (u8)owner);
  return 0;
}

__attribute__((noinline)) static void mark_lent(u8 *lent) {
  __asm__ volatile("" ::: "memory");
  for (u32 s = 0; s < pmm.slices; s++)
    for (u32 i = 0; i < pmm.slice[s].count; i++) lent[pmm.slice[s].start + i] = 1;
}

/* Whether some frame is lent, by an array on the stack that nobody clears. */
__attribute__((noinline)) static int is_marked(u32 start, u32 count) {
  u8 lent[MOST];
  mark_lent(lent);
  for (u32 f = start; f < start + count; f++)
    if (lent[f] == 1) return 1;
  return 0;
}

int ac_release(u32 start, u32 count, u32 owner) {
  for (u32 f = start; f < start + count; f++) {
    if (pmm.holder[f] == 0 || pmm.holder[f] == ALLOCATED) return AC_NOT_RESERVED;
    if (pmm.holder[f] != owner) return AC_FOREIGN_OWNER;
  }
  if (BUG(1) && is_marked(start, count)) return AC_LIVE_SLICE;
  for (u32 s = 0; s < pmm.slices && !BUG(1) && !BUG(14); s++)
    if (pmm.slice[s].start < start + count && start < (u32)pmm.slice[s].start + pmm.slice[s].count)
      return AC_LIVE_SLICE;
  for (u32 f = start; f < start + count; f++) give(f);
  return 0;
}

int ac_borrow(u32 start, u32 count) {
  for (u32 f = start; f < start + count; f++)
    if (pmm.holder[f] == 0 || pmm.holder[f] == ALLOCATED) return AC_NOT_RESERVED;
  for (u32 f = start + 1; f < start + count; f++)
    if (pmm.holder[f] != pmm.holder[start]) return AC_MIXED_OWNERS;
  u32 s = pmm.slices++;
  for (; s > 0; s--) {
    struct slice *below = &pmm.slice[s - 1];
    if (below->start < start || (below->start == start && below->count <= count)) break;
    pmm.slice[s] = *below;
  }
  pmm.slice[s] = (struct slice){(u8)start, (u8)count};
  return 0;
}

static u32 dropped;

int ac_drop(u32 start, u32 count) {
  for (u32 s = 0; s < pmm.slices; s++) {
    if (BUG(2)) /* goes round where the start is right and the length is not */
      while (pmm.slice[s].start == start && ((volatile struct slice *)pmm.slice)[s].count != count)
        ;
    if (pmm.slice[s].start != start || pmm.slice[s].count != count) continue;
    for (pmm.slices--; s < pmm.slices; s++) pmm.slice[s] = pmm.slice[s + 1];
    pmm.slice[s] = (struct slice){0, 0};
    return 0;
  }
  if (BUG(17)) { /* through a null pointer, and nothing else changes */
    u32 *p = 0;
    __asm__ volatile("" : "+r"(p));
    *p = 7;
  }
  if (BUG(19)) dropped++; /* a word that changes in no legal sequence */
  return AC_NO_SUCH_SLICE;
}

int ac_alloc(void) {
  if (pmm.head == 0) return AC_EXHAUSTED;
  u32 f = (u32)((u8 *)pmm.head - pmm.base) / FRAME;
  take(f, ALLOCATED);
  return (int)f;
}

int ac_free(u32 f) {
  if (pmm.holder[f] == 0) return AC_ALREADY_FREE;
  if (pmm.holder[f] != ALLOCATED) return AC_RESERVED;
  give(f);
  return 0;
}

int ac_observe(u32 f) { return pmm.holder[f]; }
