/* One page that is reserved, borrowed, dropped and released; release looks at the slices before it locks. */
byte status, pins;
byte reserved, live; /* what clients know */
bit lock;

active [2] proctype cpu() {
  byte pc, seen;
  bit ok;
  do
  /* reserve */
  :: d_step { pc == 0 && lock == 0 -> lock = 1; pc = 1 }
  :: d_step { pc == 1 -> ok = (status == 0); pc = (ok -> 2 : 3) }
  :: d_step { pc == 2 -> status = 2; pc = 3 }
  :: d_step { pc == 3 -> lock = 0; pc = 0; if :: ok -> reserved = 1 :: else fi }
  /* release */
  :: d_step { pc == 0 -> seen = pins; pc = 4 }
  :: d_step { pc == 4 && lock == 0 -> lock = 1; pc = 5 }
  :: d_step { pc == 5 -> ok = (status == 2 && seen == 0); pc = (ok -> 7 : (status == 2 -> 6 : 8)) }
  :: d_step { pc == 6 -> seen = pins; ok = (seen == 0); pc = (ok -> 7 : 8) }
  :: d_step { pc == 7 -> status = 0; pc = 8 }
  :: d_step { pc == 8 -> lock = 0; pc = 0; if :: ok -> assert(live == 0); reserved = 0 :: else fi }
  /* borrow, of one slice at most */
  :: d_step { pc == 0 && lock == 0 && live == 0 -> lock = 1; pc = 9 }
  :: d_step { pc == 9 -> ok = (status == 2); pc = (ok -> 10 : 12) }
  :: d_step { pc == 10 -> seen = pins; pc = 11 }
  :: d_step { pc == 11 -> pins = seen + 1; pc = 12 }
  :: d_step { pc == 12 -> lock = 0; pc = 0; if :: ok -> assert(reserved == 1); live = 1 :: else fi }
  /* drop */
  :: d_step { pc == 0 && lock == 0 -> lock = 1; pc = 13 }
  :: d_step { pc == 13 -> seen = pins; pc = (seen == 0 -> 15 : 14) }
  :: d_step { pc == 14 -> pins = seen - 1; pc = 15 }
  :: d_step { pc == 15 -> lock = 0; pc = 0; if :: seen > 0 -> live = 0 :: else fi }
  od
}
