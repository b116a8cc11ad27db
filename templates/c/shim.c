// What allocheck calls, and what stands for it here. pmm.c itself knows nothing of it.
// allocheck: sources pmm.c
#include "allocheck.h"
#include "pmm.h"

int32_t ac_init(void *base, uint32_t frames, uint32_t owners, uint32_t slices) {
  return pmm_init(base, frames), (void)owners, (void)slices, AC_OK;
}
uint32_t ac_frame_size(void) { return PAGE_SIZE; }
int32_t ac_reserve(ac_place start, ac_size count, uint32_t owner) { return pmm_reserve(start, count, owner); }
int32_t ac_release(ac_place start, ac_size count, uint32_t owner) { return pmm_release(start, count, owner); }
int32_t ac_borrow(ac_place start, ac_size count) { return pmm_borrow(start, count); }
int32_t ac_drop(ac_place start, ac_size count) { return pmm_drop(start, count); }
ac_frame ac_alloc(void) { return pmm_alloc(); }
int32_t ac_free(ac_place frame) { return pmm_free(frame); }
