/* Page frames of physical memory: handed out one at a time, or kept for owners who lend parts of them. */
#ifndef PMM_H
#define PMM_H

#include <stddef.h>

#define PAGE_SIZE 4096
#define MAX_PAGES 64
#define MAX_SLICES 16

/* Every page is free from here on. */
void pmm_init(void *base, unsigned pages);

/* A page, or -1 when there is none. */
int pmm_alloc(void);
int pmm_free(unsigned page);

/* Ranges of pages for an owner, who is not 0. All answer 0, or -1 and have done nothing. */
int pmm_reserve(unsigned start, unsigned count, unsigned owner);
int pmm_release(unsigned start, unsigned count, unsigned owner);

/* A slice: somebody reads a reserved range. The same may be read more than once. */
int pmm_borrow(unsigned start, unsigned count);
int pmm_drop(unsigned start, unsigned count);

#endif
