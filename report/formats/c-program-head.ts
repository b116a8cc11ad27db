/** The part of the C program that is the same for every counterexample. */
export const PROGRAM_HEAD = `#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

/* What a shim need not define. With ld64 of macOS: -Wl,-undefined,dynamic_lookup */
#pragma weak ac_frame_size
#pragma weak ac_pool
#pragma weak ac_memory
#pragma weak ac_observe
#pragma weak ac_audit
#pragma weak ac_count_free
#pragma weak ac_count_reserved
#pragma weak ac_count_allocated

/* A command that halts the machine is refused, and nothing follows it. */
static jmp_buf halted;
#define TRY(call) (setjmp(halted) == 0 ? (call) : AC_REFUSED)
void ac_halt(void) { longjmp(halted, 1); }

static int frames, steps, answered, broken, looks = 1;
static size_t frame_size;
static unsigned char *pool, *holders, *sharers; /* sharers: those beside the first */

#ifdef ALLOCHECK_ADDRESSES
#define PLACE(frame) ((void *)((uintptr_t)pool + (uintptr_t)((frame) * (double)frame_size)))
#define SIZE(count) ((ac_size)((count) * frame_size))
static inline int frame_of(intptr_t answer) {
  if (answer == 0) return AC_REFUSED;
  if (answer > -4096 && answer < 0) return (int)answer;
  return (int)(((uintptr_t)answer - (uintptr_t)pool) / frame_size);
}
#else
#define PLACE(frame) ((ac_place)(frame))
#define SIZE(count) ((ac_size)(count))
static inline int frame_of(int32_t answer) { return answer; }
#endif

#ifdef ALLOCHECK_UNALIGNED
#define ac_alloc_block(count, align) ac_alloc_block(count)
#endif

/* Whoever holds a frame keeps a pattern in it, and so does the frame before anybody has it. */
static unsigned char pattern(int frame) { return (unsigned char)(0xa5 ^ frame); }

static inline void hold(int start, int count, int holder) {
  for (int f = start < 0 ? 0 : start; f < start + count && f < frames; f++) {
    if (holder == AC_FREE && sharers[f] > 0) {
      sharers[f]--;
      continue;
    }
    holders[f] = (unsigned char)holder;
    for (size_t i = 0; holder != AC_FREE && i < frame_size; i++) pool[f * frame_size + i] = pattern(f);
  }
}

static inline void share(int frame) { sharers[frame]++; }

/* A block has another length, and perhaps another place: its holder finds in it what was in it. */
static inline void resized(int start, int count, int place, int to) {
  for (int f = 0; f < count && f < to && place + f < frames; f++)
    for (size_t i = 0; i < frame_size; i++) {
      if (pool[(place + f) * frame_size + i] == pattern(start + f)) continue;
      printf("    byte %d of frame %d is not what the block held\\n", (int)i, place + f);
      broken = 1;
      break;
    }
  hold(start, count, AC_FREE);
  hold(place, to, AC_ALLOCATED);
}

static void begin(int count, int owners, int slices, const unsigned char (*memory)[2]) {
  frames = count;
  frame_size = ac_frame_size ? ac_frame_size() : 4096;
  holders = calloc((size_t)frames, 1);
  sharers = calloc((size_t)frames, 1);
  size_t align = 4096; /* blocks are aligned by their addresses */
  while (align < frames * frame_size) align *= 2;
  void *place = ac_pool ? ac_pool() : 0;
  if (place == 0 && posix_memalign(&place, align, frames * frame_size) != 0) exit(2);
  pool = place;
  for (size_t i = 0; i < frames * frame_size; i++) pool[i] = pattern((int)(i / frame_size));
  for (int f = 0; f < frames; f++) {
    holders[f] = memory[f][0];
    if (ac_memory) ac_memory(PLACE(f), memory[f][0], memory[f][1]);
  }
  if (ac_init(pool, (uint32_t)frames, (uint32_t)owners, (uint32_t)slices) >= 0) return;
  puts("ac_init refuses");
  exit(2);
}

static void tell(const char *command, int answer) {
  printf("%2d  %-28s -> %d\\n", ++steps, command, answer);
  fflush(stdout);
}

/* What is not negative accepts, where no frame is asked for. */
static inline int done(int answer) { return answer < 0 ? answer : AC_OK; }

/* A refusal without a reason stands for any. */
static int same(int answer, int recorded) {
  return answer == recorded || (answer < 0 && recorded == AC_REFUSED);
}

static inline void step(const char *command, int answer, int recorded) {
  tell(command, answer);
  if (same(answer, recorded)) return;
  printf("    it was %d: this trace comes to nothing here\\n", recorded);
  exit(2);
}

/* The command whose answer breaks the rule. */
static inline void last(const char *command, int answer, int recorded, const char *was) {
  tell(command, answer);
  looks = 0;
  broken = same(answer, recorded);
  if (broken) printf("    %s\\n", was);
}

/* The command after which something is wrong. */
static inline int look_after(const char *command, int answer) {
  tell(command, answer);
  return answered = answer;
}

static void count(const char *what, int32_t (*counted)(void), int from, int to) {
  int there = 0;
  for (int f = 0; f < frames; f++) there += holders[f] >= from && holders[f] <= to;
  if (counted == 0 || counted() == there) return;
  printf("    %d frames are %s, and it counts %d\\n", there, what, (int)counted());
  broken = 1;
}

/* Whether everything is where it belongs. */
static inline void look(void) {
  for (int f = 0; f < frames; f++) {
    for (size_t i = 0; holders[f] != AC_FREE && i < frame_size; i++) {
      if (pool[f * frame_size + i] == pattern(f)) continue;
      printf("    byte %d of frame %d, which a client holds, was overwritten\\n", (int)i, f);
      broken = 1;
      break;
    }
    int seen = ac_observe ? ac_observe(PLACE(f)) : AC_UNKNOWN;
    if (seen == holders[f] || seen == AC_UNKNOWN || (seen == AC_TAKEN && holders[f] != AC_FREE)) continue;
    printf("    frame %d: %d is observed, and it is %d\\n", f, seen, holders[f]);
    broken = 1;
  }
  const char *wrong = ac_audit ? ac_audit() : 0;
  if (wrong) printf("    audit: %s\\n", wrong), broken = 1;
  count("free", ac_count_free, AC_FREE, AC_FREE);
  count("reserved", ac_count_reserved, 1, AC_ABSENT - 1);
  count("allocated", ac_count_allocated, AC_ALLOCATED, AC_ALLOCATED);
}

static int end(const char *rule, const char *expected) {
  if (looks) look();
  if (broken) printf("%s is broken; expected: %s\\n", rule, expected);
  else printf("%s is kept\\n", rule);
  return broken;
}

void ac_fail(const char *what, const char *file, int line) {
  printf("    %s:%d: %s does not hold\\n", file, line, what);
  exit(1);
}
`;

/** What comes before a window: the rest of the pool is taken by what the shim has, as a check takes it. */
export const TAKES_THE_REST = `
#pragma weak ac_reserve
#pragma weak ac_alloc
#pragma weak ac_free
#pragma weak ac_alloc_block
#pragma weak ac_free_block
#pragma weak ac_settle

static void reserve_all(int start, int count, int owner) {
  if (count == 0) return;
  if (ac_reserve(PLACE(start), SIZE(count), (uint32_t)owner) < 0) puts("the rest is not reserved"), exit(2);
  hold(start, count, owner);
}

static int one_frame(void) {
  if (ac_alloc && ac_free) return frame_of(ac_alloc());
  return frame_of(ac_alloc_block(SIZE(1), SIZE(1)));
}

/* All but a window, which begins at a frame. */
static void take_the_rest(int at, int count, int owner) {
  if (ac_reserve) {
    reserve_all(0, at, owner);
    reserve_all(at + count, frames - at - count, owner);
    return;
  }
  for (int i = 0; i < frames; i++) {
    int frame = one_frame();
    if (frame < 0 || frame >= frames) puts("the rest is not handed out"), exit(2);
    hold(frame, 1, AC_ALLOCATED);
  }
  for (int frame = at; frame < at + count; frame++) {
    int whole = ac_free && (ac_alloc || !ac_free_block);
    int freed = whole ? ac_free(PLACE(frame)) : ac_free_block(PLACE(frame), SIZE(1));
    if (freed < 0) puts("the window is not freed"), exit(2);
    hold(frame, 1, AC_FREE);
  }
  if (ac_settle) ac_settle();
}
`;
