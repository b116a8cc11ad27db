// A page pool of somebody else, as it came.
#define ALLOCHECK_ADDRESSES
#define ALLOCHECK_ERRNO
#define ALLOCHECK_UNALIGNED
#include "allocheck.h"
#define PAGEPOOL_IMPLEMENTATION
#include "pagepool.h"

static pagepool pool;
int32_t ac_init(void *base, uint32_t frames, uint32_t owners, uint32_t slices) {
  return (void)owners, (void)slices, pagepool_init(&pool, base, frames * PAGEPOOL_PAGE);
}
ac_frame ac_alloc_block(ac_size bytes) { return (ac_frame)pagepool_get(&pool, bytes / PAGEPOOL_PAGE); }
int32_t ac_free_block(ac_place at, ac_size bytes) { return pagepool_put(&pool, at, bytes / PAGEPOOL_PAGE); }
int32_t ac_count_free(void) { return (int32_t)pagepool_left(&pool); }
