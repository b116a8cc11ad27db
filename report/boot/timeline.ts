/** A boot as it was run: who holds each part of RAM after each step. What text, SVG and page are made of. */

/** Who can hold a frame: the letter of a strip, the shade of a drawing, and what it is. */
export const HOLDERS = {
  free: { letter: ".", shade: "#ffffff", text: "free" },
  kernel: { letter: "K", shade: "#4d4d4d", text: "kernel image" },
  tables: { letter: "T", shade: "#6e6e6e", text: "page tables" },
  fdt: { letter: "D", shade: "#8c8c8c", text: "device tree (fdt)" },
  crashkernel: { letter: "C", shade: "#a3a3a3", text: "crashkernel" },
  initrd: { letter: "I", shade: "#b8d4ea", text: "packed archive (initrd)" },
  rootfs: { letter: "R", shade: "#f3d9a6", text: "unpacked files (rootfs)" },
  squashfs: { letter: "S", shade: "#cfe5c4", text: "squashfs buffers" },
  system: { letter: "U", shade: "#dcdcdc", text: "the running system" },
} as const;
export type HolderId = keyof typeof HOLDERS;
export const HOLDER_IDS = Object.keys(HOLDERS) as readonly HolderId[]; // they are its keys

/** Bytes of a page frame. */
export const FRAME_BYTES = 4096;

/** Frames from `start` up to `end` that one holder has. */
export interface Band {
  readonly holder: HolderId;
  readonly start: number;
  readonly end: number;
}

/** Memory after a step. */
export interface Moment {
  /** The step in a few words. */
  readonly step: string;
  /** What happened. */
  readonly said: string;
  /** All frames, upwards. */
  readonly bands: readonly Band[];
  /** Holders that no longer need what they hold. */
  readonly dead: readonly HolderId[];
}

/** A question of those who look for their memory, and what this boot answers. */
export interface Answer {
  readonly question: string;
  readonly answer: string;
}

export interface Timeline {
  readonly flavour: string;
  /** The options that tell this boot, as a command line has them. */
  readonly command: string;
  readonly frames: number;
  readonly moments: readonly Moment[];
  /** What the allocators did that they should not have done, or why the boot came to its end. */
  readonly findings: readonly string[];
  readonly answers: readonly Answer[];
  /** Which figures are assumptions. */
  readonly assumptions: readonly string[];
}

/** Which frames each holder has, in the order of `HOLDERS`. */
export function framesOf({ bands }: Moment): ReadonlyMap<HolderId, number> {
  const sums = new Map<HolderId, number>();
  for (const { holder, start, end } of bands) sums.set(holder, (sums.get(holder) ?? 0) + end - start);
  return new Map(HOLDER_IDS.flatMap((id) => (sums.has(id) ? [[id, sums.get(id) ?? 0] as const] : [])));
}

/** Which frames each holder has in the end. */
export function framesAtEnd(moments: readonly Moment[]): ReadonlyMap<HolderId, number> {
  const last = moments.at(-1);
  return last === undefined ? new Map() : framesOf(last);
}

/** How much frames are: MB of 2^20 bytes, or KB where that is less than one. */
export function sizeOf(frames: number): string {
  const bytes = frames * FRAME_BYTES;
  return frames > 0 && bytes < 2 ** 20 ? `${bytes / 2 ** 10} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

/** Which part is run and which is assumed; the same for every boot. */
export const WHAT_RUNS =
  "Run: reserving and refusing, rounding, hand-over, release and the switch of the root are done by the kernels " +
  "that `allocheck check` explores (of solaya: by its page allocator), and a page allocator of this package hands " +
  "out every frame. Assumed: how large things are. A figure counts these frames.";
