/** Commands as they stand in a file. */
import { z } from "zod";
import { OF_A_RANGE, OF_A_SLOT, OF_NOTHING } from "./provenance-commands.js";

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
    z.strictObject({ kind: z.literal("derive"), from: range, range }),
    z.strictObject({ kind: z.enum(OF_A_RANGE), range }),
    z.strictObject({ kind: z.enum(OF_A_SLOT), slot: z.number().int().nonnegative() }),
    z.strictObject({ kind: z.enum(OF_NOTHING) }),
    z.strictObject({ kind: z.literal("write"), frame }),
  ]);
}
