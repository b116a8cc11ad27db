/* What the allocators here are made of: the names that a check calls, and what they answer. */
typedef unsigned char u8;
typedef unsigned int u32;

enum {
  AC_REFUSED = -1,
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
  AC_OUT_OF_RANGE = -17,
  AC_MISALIGNED = -18,
};

#define EXPORT(type, name) __attribute__((export_name(#name))) type name
EXPORT(int, ac_init)(void *base, u32 frames, u32 owners, u32 slices);
EXPORT(u32, ac_frame_size)(void);
EXPORT(u32, ac_header)(void);
EXPORT(u32, ac_addresses)(void);
EXPORT(int, ac_reserve)(u32 start, u32 count, u32 owner);
EXPORT(int, ac_release)(u32 start, u32 count, u32 owner);
EXPORT(int, ac_borrow)(u32 start, u32 count);
EXPORT(int, ac_drop)(u32 start, u32 count);
EXPORT(int, ac_alloc)(void);
EXPORT(int, ac_free)(u32 frame);
#ifdef NO_ALIGN
EXPORT(int, ac_alloc_block)(u32 count);
#else
EXPORT(int, ac_alloc_block)(u32 count, u32 align);
#endif
EXPORT(int, ac_offers_block)(u32 count, u32 align);
EXPORT(int, ac_free_block)(u32 start, u32 count);
EXPORT(int, ac_resize)(u32 start, u32 count, u32 to);
EXPORT(int, ac_realloc)(u32 start, u32 count, u32 to);
EXPORT(void, ac_memory)(u32 frame, u32 is, u32 zone);
EXPORT(u32, ac_fallback)(u32 zone, u32 turn);
EXPORT(int, ac_alloc_zone)(u32 zone);
EXPORT(int, ac_add)(u32 start, u32 count);
EXPORT(int, ac_remove)(u32 start, u32 count);
EXPORT(int, ac_share)(u32 frame);
EXPORT(int, ac_settle)(void);
EXPORT(int, ac_observe)(u32 frame);

__attribute__((import_module("allocheck"), import_name("fail"))) _Noreturn void ac_fail(
    const char *what, const char *file, int line);
void spin_lock(void);

#define AC_ASSERT(e) ((e) ? (void)0 : ac_fail(#e, __FILE__, __LINE__))
