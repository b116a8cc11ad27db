/*
 * allocheck.h: what an allocator of page frames defines so that allocheck can run it.
 *
 * Define ac_init and the commands that you have. What you do not define is not tried, and a definition with
 * other parameters than here is a compile error. Frames are numbered from 0. What differs is defined before this
 * file is included:
 *
 *   ALLOCHECK_ADDRESSES  places are addresses, sizes are bytes, and an allocation answers an address
 *   ALLOCHECK_ERRNO      negative answers are errno values, such as -ENOMEM: refusals without a reason
 *   ALLOCHECK_UNALIGNED  ac_alloc_block is told a size alone
 */
#ifndef ALLOCHECK_H
#define ALLOCHECK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Answers. What is not negative accepts; an allocation answers its frame. What is negative refuses. */
enum {
  AC_OK = 0,
  AC_REFUSED = -1, /* without a reason: it is right when any reason is true */
  AC_OVERLAPS_RESERVED = -2,
  AC_OVERLAPS_ALLOCATED = -3,
  AC_NOT_RESERVED = -4,
  AC_FOREIGN_OWNER = -5,
  AC_LIVE_SLICE = -6,
  AC_MIXED_OWNERS = -7,
  AC_NO_SUCH_SLICE = -8,
  AC_EXHAUSTED = -9,
  AC_ALREADY_FREE = -10,
  AC_RESERVED = -11,
  AC_INTERIOR = -12,
  AC_PARTIAL = -13,
  AC_FOREIGN_BLOCK = -14,
  AC_BOOT_OVER = -15,
  AC_EMPTY = -16,
  AC_OUT_OF_RANGE = -17,
  AC_MISALIGNED = -18
};

/* What ac_observe says of a frame; where it is reserved, the number of its owner (from 1). */
enum { AC_FREE = 0, AC_ABSENT = 251, AC_UNKNOWN = 253, AC_TAKEN = 254, AC_ALLOCATED = 255 };

#ifdef __wasm__
#define AC_EXPORT(name) __attribute__((export_name(#name)))
#define AC_IMPORT(name) __attribute__((import_module("allocheck"), import_name(#name)))
#else
/* A native build, such as that of a reproducer. */
#define AC_EXPORT(name)
#define AC_IMPORT(name)
#endif

#ifdef ALLOCHECK_ADDRESSES
typedef void *ac_place;
typedef size_t ac_size;
typedef intptr_t ac_frame; /* an address, or a refusal; a null pointer refuses as well */
#else
typedef uint32_t ac_place;
typedef uint32_t ac_size;
typedef int32_t ac_frame;
#endif

/* Say what this header is, and what it speaks of, to whoever loads the module. */
AC_EXPORT(ac_version) int32_t ac_version(void);
__attribute__((weak)) int32_t ac_version(void) { return 1; }
#ifdef ALLOCHECK_ADDRESSES
AC_EXPORT(ac_addresses) int32_t ac_addresses(void);
__attribute__((weak)) int32_t ac_addresses(void) { return 1; }
#endif

#ifdef ALLOCHECK_ERRNO
AC_EXPORT(ac_errno) int32_t ac_errno(void);
__attribute__((weak)) int32_t ac_errno(void) { return 1; }
#endif

/* Makes a fresh allocator of so many frames, all free. They lie one behind the other from `base` on. */
AC_EXPORT(ac_init) int32_t ac_init(void *base, uint32_t frames, uint32_t owners, uint32_t slices);
/* How large a frame is in this build, in bytes: 4096 when it is not defined. */
AC_EXPORT(ac_frame_size) uint32_t ac_frame_size(void);
/* How many bytes before each block are the allocator's own, in whole frames: blocks are counted with them. */
AC_EXPORT(ac_header) uint32_t ac_header(void);
/* Where frame 0 begins, for an allocator that has its pool already. Asked before ac_init. */
AC_EXPORT(ac_pool) void *ac_pool(void);

/* Told of each frame before ac_init: what it is (AC_FREE, owner 1, AC_ABSENT), and of which zone, from 1. */
AC_EXPORT(ac_memory) void ac_memory(ac_place frame, uint32_t is, uint32_t zone);
/* The zone that serves a request for a zone after `turn` others, from 0 on; 0 for no more. None when undefined. */
AC_EXPORT(ac_fallback) uint32_t ac_fallback(uint32_t zone, uint32_t turn);

/* Whether there are blocks of so many frames at multiples of `align`: all are asked for when it is not defined. A
   buddy has (count & (count - 1)) == 0 && align == count. */
AC_EXPORT(ac_offers_block) int32_t ac_offers_block(ac_size count, ac_size align);

/* The commands. */
AC_EXPORT(ac_reserve) int32_t ac_reserve(ac_place start, ac_size count, uint32_t owner);
AC_EXPORT(ac_release) int32_t ac_release(ac_place start, ac_size count, uint32_t owner);
AC_EXPORT(ac_borrow) int32_t ac_borrow(ac_place start, ac_size count);
AC_EXPORT(ac_drop) int32_t ac_drop(ac_place start, ac_size count);
AC_EXPORT(ac_alloc) ac_frame ac_alloc(void);
AC_EXPORT(ac_free) int32_t ac_free(ac_place frame); /* a frame, or a block by its first, which goes whole */
#ifdef ALLOCHECK_UNALIGNED
AC_EXPORT(ac_alloc_block) ac_frame ac_alloc_block(ac_size count);
#else
AC_EXPORT(ac_alloc_block) ac_frame ac_alloc_block(ac_size count, ac_size align);
#endif
AC_EXPORT(ac_free_block) int32_t ac_free_block(ac_place start, ac_size count);
AC_EXPORT(ac_resize) int32_t ac_resize(ac_place start, ac_size count, ac_size to);
AC_EXPORT(ac_realloc) ac_frame ac_realloc(ac_place start, ac_size count, ac_size to);
AC_EXPORT(ac_alloc_zone) ac_frame ac_alloc_zone(uint32_t zone); /* zones are numbered from 1 */
AC_EXPORT(ac_add) int32_t ac_add(ac_place start, ac_size count); /* these frames become memory */
AC_EXPORT(ac_remove) int32_t ac_remove(ac_place start, ac_size count); /* and these are none any more */
AC_EXPORT(ac_share) int32_t ac_share(ac_place frame); /* one more holds it: ac_free then ends the hold of one */
AC_EXPORT(ac_settle) int32_t ac_settle(void); /* drains what waits: caches, lazy frees, a quarantine */
AC_EXPORT(ac_end_boot) int32_t ac_end_boot(void);

/* Questions. None is needed, and none may change anything. */
AC_EXPORT(ac_observe) int32_t ac_observe(ac_place frame);
AC_EXPORT(ac_audit) const char *ac_audit(void); /* what is wrong with the books, or a null pointer */
AC_EXPORT(ac_count_free) int32_t ac_count_free(void);
AC_EXPORT(ac_count_reserved) int32_t ac_count_reserved(void);
AC_EXPORT(ac_count_allocated) int32_t ac_count_allocated(void);

/* Clears what no longer matters, such as statistics or entries past the last. Only allocheck calls it. */
AC_EXPORT(ac_scrub) void ac_scrub(void);

/* Ends the command with a finding that shows the text and the place: for asserts and panics of your own. */
AC_IMPORT(fail) __attribute__((noreturn)) void ac_fail(const char *what, const char *file, int line);
/* Ends the command as one that is refused, with memory as it was: for a panic by which a kernel refuses. */
AC_IMPORT(halt) __attribute__((noreturn)) void ac_halt(void);

#define AC_ASSERT(e) ((e) ? (void)0 : ac_fail(#e, __FILE__, __LINE__))

#ifdef __cplusplus
}
#endif

#endif
