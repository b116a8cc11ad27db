/*
 * Weak, so that functions of a kernel with these names win. Without builtins, or a loop here would become a call
 * of itself.
 */
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
