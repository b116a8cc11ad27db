/* What each page is stands in a table; the free pages are in a list that runs through them. */
#include "pmm.h"
#include <assert.h>

#define FREE 0
#define USED 255 /* between the two: the number of an owner */

/* At the beginning of each free page. */
struct node {
  struct node *next, *prev;
};

struct slice {
  unsigned start, count;
};

static char *memory;
static struct node *head;
static unsigned pages, slices;
static unsigned char holder[MAX_PAGES];
static struct slice slice[MAX_SLICES];

static struct node *node_of(unsigned page) { return (struct node *)(memory + page * PAGE_SIZE); }
static unsigned page_of(struct node *n) { return (unsigned)((char *)n - memory) / PAGE_SIZE; }

static void take(unsigned page, unsigned char for_whom) {
  struct node *n = node_of(page);
  assert(holder[page] == FREE);
  if (n->next) n->next->prev = n->prev;
  if (n->prev) n->prev->next = n->next;
  else head = n->next;
  holder[page] = for_whom;
}

static void give(unsigned page) {
  struct node *n = node_of(page), *above = head, *below = 0;
  for (; above && above < n; above = above->next) below = above;
  n->next = above;
  n->prev = below;
  if (above) above->prev = n;
  if (below) below->next = n;
  else head = n;
  holder[page] = FREE;
}

/* Whether one and the same holds all of a range. */
static int all(unsigned start, unsigned count, unsigned who) {
  for (unsigned p = start; p < start + count; p++)
    if (holder[p] != who) return 0;
  return 1;
}

void pmm_init(void *base, unsigned n) {
  memory = base;
  head = 0;
  pages = n;
  slices = 0;
  for (unsigned p = 0; p < pages; p++) give(p);
}

int pmm_alloc(void) {
  if (!head) return -1;
  unsigned page = page_of(head);
  take(page, USED);
  return (int)page;
}

int pmm_free(unsigned page) {
  if (holder[page] != USED) return -1;
  give(page);
  return 0;
}

int pmm_reserve(unsigned start, unsigned count, unsigned owner) {
  if (!all(start, count, FREE)) return -1;
  for (unsigned p = start; p < start + count; p++) take(p, (unsigned char)owner);
  return 0;
}

/* Nobody may read what is given back. */
int pmm_release(unsigned start, unsigned count, unsigned owner) {
  if (!all(start, count, owner)) return -1;
  for (unsigned s = 0; s < slices; s++)
    if (slice[s].start >= start && slice[s].start < start + count) return -1;
  for (unsigned p = start; p < start + count; p++) give(p);
  return 0;
}

int pmm_borrow(unsigned start, unsigned count) {
  unsigned owner = holder[start];
  if (owner == FREE || owner == USED || !all(start, count, owner) || slices == MAX_SLICES) return -1;
  slice[slices++] = (struct slice){start, count};
  return 0;
}

int pmm_drop(unsigned start, unsigned count) {
  for (unsigned s = 0; s < slices; s++) {
    if (slice[s].start != start || slice[s].count != count) continue;
    slice[s] = slice[--slices];
    return 0;
  }
  return -1;
}
