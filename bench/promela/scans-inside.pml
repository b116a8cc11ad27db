/* The same, but alloc locks before it looks. */
byte status[2];
byte held[2];
bit lock;

active [2] proctype cpu() {
  byte pc, page;
  bit used;
  do
  /* alloc */
  :: d_step { pc == 0 && lock == 0 -> lock = 1; pc = 1 }
  :: d_step { pc == 1 -> page = 0; used = status[0]; pc = (used -> 2 : 3) }
  :: d_step { pc == 2 -> page = 1; used = status[1]; pc = (used -> 8 : 3) }
  :: d_step { pc == 3 -> status[page] = 1; pc = 4 }
  :: d_step { pc == 4 -> lock = 0; pc = 0; assert(held[page] == 0); held[page] = 1 }
  :: d_step { pc == 8 -> lock = 0; pc = 0; assert(held[0] == 1 && held[1] == 1) }
  /* free */
  :: d_step { pc == 0 && lock == 0 -> lock = 1; page = 0; pc = 5 }
  :: d_step { pc == 0 && lock == 0 -> lock = 1; page = 1; pc = 5 }
  :: d_step { pc == 5 -> used = status[page]; pc = (used -> 6 : 7) }
  :: d_step { pc == 6 -> status[page] = 0; pc = 7 }
  :: d_step { pc == 7 -> lock = 0; pc = 0; assert(used == held[page]); held[page] = 0 }
  od
}
