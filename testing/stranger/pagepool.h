/*
 * pagepool.h - contiguous runs of pages out of one pool. One header, nothing else.
 *
 * In ONE source file:
 *
 *     #define PAGEPOOL_IMPLEMENTATION
 *     #include "pagepool.h"
 *
 * and elsewhere only the include. You hand over memory once; pagepool never asks for more and calls nobody.
 *
 *     static pagepool pool;
 *     pagepool_init(&pool, memory, sizeof memory);
 *     void *two = pagepool_get(&pool, 2);     // NULL when there is no run of two
 *     pagepool_put(&pool, two, 2);            // 0, or PAGEPOOL_EINVAL
 *
 * Free runs are kept in a list sorted by address, which lives in the free pages themselves. Neighbours are
 * merged when a run comes back. Not thread safe: take your own lock.
 */
#ifndef PAGEPOOL_H
#define PAGEPOOL_H

#include <stddef.h>
#include <stdint.h>

#ifndef PAGEPOOL_PAGE
#define PAGEPOOL_PAGE 4096u
#endif

#define PAGEPOOL_EINVAL (-22)

#ifndef PAGEPOOL_DEF
#define PAGEPOOL_DEF extern
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pagepool_run {
  struct pagepool_run *next;
  size_t pages;
} pagepool_run;

typedef struct pagepool {
  unsigned char *base;
  size_t pages;
  pagepool_run *runs;
} pagepool;

PAGEPOOL_DEF int pagepool_init(pagepool *pool, void *memory, size_t bytes);
PAGEPOOL_DEF void *pagepool_get(pagepool *pool, size_t pages);
PAGEPOOL_DEF int pagepool_put(pagepool *pool, void *at, size_t pages);
PAGEPOOL_DEF size_t pagepool_left(const pagepool *pool);

#ifdef __cplusplus
}
#endif
#endif /* PAGEPOOL_H */

#ifdef PAGEPOOL_IMPLEMENTATION

static unsigned char *pagepool__end(const pagepool_run *run) {
  return (unsigned char *)run + run->pages * PAGEPOOL_PAGE;
}

PAGEPOOL_DEF int pagepool_init(pagepool *pool, void *memory, size_t bytes) {
  size_t pages = bytes / PAGEPOOL_PAGE;
  if (pages == 0 || (uintptr_t)memory % sizeof(void *) != 0) return PAGEPOOL_EINVAL;
  pool->base = (unsigned char *)memory;
  pool->pages = pages;
  pool->runs = (pagepool_run *)memory;
  pool->runs->next = NULL;
  pool->runs->pages = pages;
  return 0;
}

PAGEPOOL_DEF void *pagepool_get(pagepool *pool, size_t pages) {
  pagepool_run **link = &pool->runs;
  pagepool_run *run;
  if (pages == 0) return NULL;
  while ((run = *link) != NULL && run->pages < pages) link = &run->next;
  if (run == NULL) return NULL;
  if (run->pages == pages) {
    *link = run->next;
  } else {
    pagepool_run *rest = (pagepool_run *)((unsigned char *)run + pages * PAGEPOOL_PAGE);
    rest->next = run->next;
    rest->pages = run->pages - pages;
    *link = rest;
  }
  return run;
}

PAGEPOOL_DEF int pagepool_put(pagepool *pool, void *at, size_t pages) {
  unsigned char *from = (unsigned char *)at, *to = from + pages * PAGEPOOL_PAGE;
  pagepool_run *below = NULL, *above = pool->runs, *run;
  if (pages == 0 || from < pool->base || to > pool->base + pool->pages * PAGEPOOL_PAGE) return PAGEPOOL_EINVAL;
  if ((size_t)(from - pool->base) % PAGEPOOL_PAGE != 0) return PAGEPOOL_EINVAL;
  while (above != NULL && (unsigned char *)above < from) {
    below = above;
    above = above->next;
  }
  /* freed before, all of it or a part */
  if (below != NULL && pagepool__end(below) > from) return PAGEPOOL_EINVAL;
  if (above != NULL && to > (unsigned char *)above) return PAGEPOOL_EINVAL;

  if (below != NULL && pagepool__end(below) == from) {
    below->pages += pages;
    run = below;
  } else {
    run = (pagepool_run *)at;
    run->pages = pages;
    run->next = above;
    if (below != NULL) below->next = run;
    else pool->runs = run;
  }
  if (above != NULL && to == (unsigned char *)above) {
    run->next = above->next;
    run->pages = pages + above->pages;
  }
  return 0;
}

PAGEPOOL_DEF size_t pagepool_left(const pagepool *pool) {
  size_t pages = 0;
  const pagepool_run *run;
  for (run = pool->runs; run != NULL; run = run->next) pages += run->pages;
  return pages;
}

#endif /* PAGEPOOL_IMPLEMENTATION */
