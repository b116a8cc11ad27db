#ifndef ALLOCHECK_SYS_TYPES_H
#define ALLOCHECK_SYS_TYPES_H
#include <stddef.h>
#include <stdint.h>
typedef intptr_t ssize_t;
#endif
