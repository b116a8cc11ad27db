/*
 * Weak, so that functions of a kernel with these names win. Without builtins, or a loop here would become a call
 * of itself.
 */
#include <stdint.h>

#include "stdlib.h"
#include "string.h"

#define WEAK __attribute__((weak))

WEAK void *memset(void *to, int byte, size_t n) {
  for (unsigned char *p = to; n > 0; n--) *p++ = (unsigned char)byte;
  return to;
}

WEAK void *memmove(void *to, const void *from, size_t n) {
  unsigned char *p = to;
  const unsigned char *q = from;
  if (p <= q)
    for (size_t i = 0; i < n; i++) p[i] = q[i];
  else
    while (n-- > 0) p[n] = q[n];
  return to;
}

WEAK void *memcpy(void *to, const void *from, size_t n) {
  return memmove(to, from, n);
}

WEAK int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *p = a, *q = b;
  for (; n > 0; n--, p++, q++)
    if (*p != *q) return *p - *q;
  return 0;
}

WEAK size_t strlen(const char *text) {
  size_t n = 0;
  while (text[n] != 0) n++;
  return n;
}

/*
 * A heap for what an allocator keeps of its pool elsewhere, such as nodes. The lowest place is taken, and what is freed
 * is cleared: so the same nodes at the same places are the same state, whatever was there before.
 */
enum { UNIT = 16, UNITS = 2048 };
static _Alignas(UNIT) unsigned char heap[UNITS][UNIT];
static uint16_t held[UNITS]; /* how many units begin here as one */

WEAK void *malloc(size_t size) {
  size_t units = size / UNIT + (size % UNIT != 0 || size == 0), run = 0;
  for (size_t at = 0; at < UNITS; at += held[at] ? held[at] : 1) {
    run = held[at] ? 0 : run + 1;
    if (run < units) continue;
    held[at + 1 - units] = (uint16_t)units;
    return heap[at + 1 - units];
  }
  return 0;
}

WEAK void free(void *p) {
  if (p == 0) return;
  size_t at = (size_t)((unsigned char *)p - heap[0]) / UNIT;
  if (at >= UNITS || p != heap[at] || held[at] == 0) ac_fail("free of what malloc has not given", "", 0);
  memset(p, 0, (size_t)held[at] * UNIT);
  held[at] = 0;
}

WEAK void *calloc(size_t count, size_t size) {
  return size != 0 && count > SIZE_MAX / size ? 0 : malloc(count * size); /* all of it is clear */
}

WEAK void *realloc(void *p, size_t size) {
  void *to = malloc(size);
  if (p == 0 || to == 0) return to;
  size_t had = (size_t)held[((unsigned char *)p - heap[0]) / UNIT] * UNIT;
  memcpy(to, p, had < size ? had : size);
  free(p);
  return to;
}

/*
 * What the checks of -fsanitize call: each is told the place, and of what type it was. Taken by allocheck for the
 * text of a trap. A trap itself has neither once a compiler has made one of several.
 */
typedef struct { const char *file; uint32_t line, column; } Place;
typedef struct { uint16_t kind, bits; char name[]; } Type; /* bits: twice the logarithm, and 1 with a sign */
typedef struct { Place place; const Type *type, *of; } Check;

#define CHECK(name) WEAK __attribute__((noreturn, no_sanitize("undefined"))) void __ubsan_handle_##name
__attribute__((import_module("allocheck"), import_name("undefined"), noreturn)) void undefined(
    int kind, const char *type, double value, const char *file, int line);

/* A number is passed as it is, or by its address where it has more bits than a pointer. */
static double number(uintptr_t value, const Type *of) {
  if (of->bits >> 1 <= 5) return of->bits & 1 ? (double)(int32_t)value : (double)value;
  return of->bits & 1 ? (double)*(int64_t *)value : (double)*(uint64_t *)value;
}

static __attribute__((noreturn)) void fails(int kind, const Check *at, const char *type, double value) {
  undefined(kind, type, value, at->place.file, (int)at->place.line);
}

CHECK(type_mismatch_v1_abort)(const Check *at, uintptr_t to) { fails(0, at, at->type->name, to); }
CHECK(out_of_bounds_abort)(const Check *at, uintptr_t index) {
  fails(1, at, at->type->name, number(index, at->of));
}
CHECK(shift_out_of_bounds_abort)(const Check *at, uintptr_t value, uintptr_t by) {
  fails(2, at, at->type->name, ((void)value, number(by, at->of)));
}
CHECK(divrem_overflow_abort)(const Check *at, uintptr_t value, uintptr_t by) {
  fails(3, at, ((void)value, (void)by, at->type->name), 0);
}
CHECK(builtin_unreachable)(const Check *at) { fails(4, at, "", 0); }
