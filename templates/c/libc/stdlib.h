/* An end of the program is the end of the command, and a finding. A heap of 32 kB is for nodes and the like. */
#ifndef ALLOCHECK_STDLIB_H
#define ALLOCHECK_STDLIB_H
#include <allocheck.h>
#ifdef __cplusplus
extern "C" {
#endif
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *p, size_t size);
void free(void *p);
#ifdef __cplusplus
}
#endif
#define abort() ac_fail("abort()", __FILE__, __LINE__)
#define exit(code) ac_fail("exit(" #code ")", __FILE__, __LINE__)
#endif
