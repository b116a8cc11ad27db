/* An end of the program is the end of the command, and a finding. */
#ifndef ALLOCHECK_STDLIB_H
#define ALLOCHECK_STDLIB_H
#include <allocheck.h>
#define abort() ac_fail("abort()", __FILE__, __LINE__)
#define exit(code) ac_fail("exit(" #code ")", __FILE__, __LINE__)
#endif
