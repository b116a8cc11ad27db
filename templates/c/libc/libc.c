/*
 * Weak, so that functions of a kernel with these names win. Without builtins, or a loop here would become a call
 * of itself.
 */
#include <stdint.h>

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
