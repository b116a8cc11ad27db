/** Who can have a frame, as `--can-always` tells them apart and as contracts name what is taken for ever. */

/** `free` is nobody: it stands for what can always be handed out. */
export const HOLDER_IDS = [
  "free",
  "allocated",
  "reserved",
  "initrd",
  "initrd-edge",
  "crashkernel",
  "retained",
  "rootfs",
  "out-of-reach",
  "protected",
  "leaked",
] as const;
export type HolderId = (typeof HOLDER_IDS)[number];
