/* Two locks, which one command takes in the one order and one in the other. */
bit lock, pinLock;

active [2] proctype cpu() {
  byte pc;
  do
  /* borrow */
  :: d_step { pc == 0 && lock == 0 -> lock = 1; pc = 1 }
  :: d_step { pc == 1 && pinLock == 0 -> pinLock = 1; pc = 2 }
  :: d_step { pc == 2 -> pinLock = 0; pc = 3 }
  :: d_step { pc == 3 -> lock = 0; pc = 0 }
  /* release */
  :: d_step { pc == 0 && pinLock == 0 -> pinLock = 1; pc = 4 }
  :: d_step { pc == 4 && lock == 0 -> lock = 1; pc = 5 }
  :: d_step { pc == 5 -> lock = 0; pc = 6 }
  :: d_step { pc == 6 -> pinLock = 0; pc = 0 }
  od
}
