/**
 * The methods of an allocator that knows who may still touch bytes: the modules from `provenance` on. What
 * is said here of one goes before what its command says, so those of all commands come in here.
 */
import type { CommandMethods } from "./command-methods.js";

/** The methods an allocator has for them, and what it can say of what its frames hold. */
export interface ProvenanceMethods extends CommandMethods {
  /** Take a sub-slice from a slice of exactly the range `from`; it then lives on its own. */
  deriveSlice?(fromStart: number, fromCount: number, start: number, count: number): number;
  /** Keep one slice of exactly this range beyond the call that borrowed it. */
  stashSlice?(start: number, count: number): number;
  /** End one kept slice of exactly this range. */
  unstashSlice?(start: number, count: number): number;
  /** Keep one slice of exactly this range for ever. */
  leakSlice?(start: number, count: number): number;
  /** Let a file show the frames of one slice of exactly this range, without a copy. */
  insertSlice?(start: number, count: number): number;
  /** The file that shows exactly this range lets go of it. */
  evictSlice?(start: number, count: number): number;
  /** Copy the bytes of a slice of exactly this range out: nothing of it stays. */
  copyOut?(start: number, count: number): number;
  /** The call ends, and every slice that nobody kept ends with it. */
  endCall?(): number;
  /** Give frames a purpose of their own for good: a release no longer gives them back. */
  protectRange?(start: number, count: number): number;
  /** As `alloc`; the lowest empty slot holds the handle. */
  allocHandle?(): number;
  /** Take back the frame whose handle a slot holds. */
  freeHandle?(slot: number): number;
  /** Begin a slice of reserved frames that the lowest empty slot holds. */
  holdSlice?(start: number, count: number): number;
  /** Keep the address of reserved frames as a number in the lowest empty slot. */
  exposeAddress?(start: number, count: number): number;
  /** Read or write through what a slot holds. */
  touchHandle?(slot: number): number;
  /** Empty a slot, and end its slice where it holds one. */
  forgetHandle?(slot: number): number;
  /** Empty every slot whose handle is stale. */
  sweepHandles?(): number;
  /** As `alloc`, but what the frame holds does not matter. */
  allocRaw?(): number;
  /** Bytes arrive in reserved frames. */
  loadRange?(start: number, count: number): number;
  /** Whoever allocated a frame writes to it. */
  writeFrame?(frame: number): number;
  /** Overwrite reserved frames, so that a late reader is found out. */
  poisonRange?(start: number, count: number): number;
  /** A boot loader puts an initrd into memory; it may end behind the pool. */
  placeInitrd?(start: number, count: number): number;
  /** The command line says that the initrd is to be kept. */
  retainInitrd?(): number;
  /** Reserve frames for the kernel that is started after a crash, perhaps inside the initrd. */
  reserveCrashkernel?(start: number, count: number): number;
  /** Look whether the initrd that was placed can be kept, and reserve it. */
  reserveInitrd?(): number;
  /** Begin to unpack the initrd. */
  unpackInitrd?(): number;
  /** The initrd is no longer read; `how` is an index of `UNPACKINGS`. */
  endUnpack?(how: number): number;
  /**
   * Give the initrd back, and answer which of its edge frames came back as well: 0 none, 1 the first, 2 the
   * last, 3 both. A frame in which it both begins and ends is the first.
   */
  freeInitrd?(): number;
  /** Make a file of rootfs of an allocated frame, which is rootfs's from then on. */
  createFile?(frame: number): number;
  /** Let a file of rootfs show a frame of the initrd, in place. */
  showFile?(frame: number): number;
  /** Somebody opens the file of a frame. */
  openFile?(frame: number): number;
  /** They close it. Where it was deleted and nobody else uses it, its frame becomes free. */
  closeFile?(frame: number): number;
  /** A loop device reads the file of a frame. */
  attachLoop?(frame: number): number;
  /** It does so no longer, which gives back as a close does. */
  detachLoop?(frame: number): number;
  /** Mount something over the directory in which the file of a frame lies. */
  mountOver?(frame: number): number;
  /** Unmount it. */
  unmountFrom?(frame: number): number;
  /** Delete the files of rootfs, but for those below mounts, and go on with another root. */
  switchRoot?(): number;
  /** What a frame holds, as `CONTENTS` numbers it. It must not change the state. */
  contentsOf?(frame: number): number;
}
