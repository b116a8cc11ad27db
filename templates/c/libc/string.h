/* What freestanding code still asks of a C library; libc.c has it. Headers of the kernel itself come first. */
#ifndef ALLOCHECK_STRING_H
#define ALLOCHECK_STRING_H
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
void *memset(void *to, int byte, size_t n);
void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *text);
#ifdef __cplusplus
}
#endif
#endif
