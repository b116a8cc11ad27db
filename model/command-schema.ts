/** Commands as they stand in a file. */
import { z } from "zod";

const positive = z.number().int().positive();

/** Commands whose frames are numbers of one kind, and whose ranges are not shorter than `least`. */
export function commandsOf(frame: z.ZodNumber, least: number) {
  const range = z.strictObject({ start: frame, count: frame.min(least) });
  return z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("reserve"), range, owner: positive }),
    z.strictObject({ kind: z.literal("release"), range, owner: positive }),
    z.strictObject({ kind: z.literal("borrow"), range }),
    z.strictObject({ kind: z.literal("drop"), range }),
    z.strictObject({ kind: z.literal("alloc") }),
    z.strictObject({ kind: z.literal("free"), frame }),
    z.strictObject({ kind: z.literal("alloc-block"), count: z.number().int().min(least), align: positive }),
    z.strictObject({ kind: z.literal("free-block"), range }),
    z.strictObject({ kind: z.literal("end-boot") }),
  ]);
}
