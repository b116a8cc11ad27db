/* The bitmap with bugs in it: which one is a number among its data, that a test puts there. */
typedef unsigned int planted_t;
static volatile planted_t planted[2] = {0x6b06b06b, 0};
#define BUG(n) (planted[1] == n)
#include "bitmap.c"
