/* An assertion that fails ends the command, and is a finding with its text and its place. */
#include <allocheck.h>
#undef assert
#ifdef NDEBUG
#define assert(e) ((void)0)
#else
#define assert(e) AC_ASSERT(e)
#endif
#if !defined(__cplusplus) && !defined(static_assert)
#define static_assert _Static_assert
#endif
