/** Commands as they stand in a file. */
import type { z as Schemas } from "zod";
import { SEARCHES } from "../words/commands.js";
import { OF_A_RANGE, OF_A_SLOT, OF_NOTHING } from "../words/provenance-commands.js";
import { zod } from "../words/zod.js";

/** Commands whose frames are numbers of one kind, and whose ranges are not shorter than `least`. */
export function commandsOf(frame: Schemas.ZodNumber, least: number) {
  const z = zod();
  const positive = z.number().int().positive();
  const whole = z.number().int().nonnegative();
  const flag = z.enum(["hotplug", "mirror", "nomap"]);
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
    z.strictObject({ kind: z.literal("add"), range, node: whole }),
    z.strictObject({ kind: z.literal("remove"), range }),
    z.strictObject({
      kind: z.literal("alloc-range"),
      count: z.number().int().min(least),
      align: positive,
      window: range.nullable(),
      node: whole,
      search: z.enum(SEARCHES),
    }),
    z.strictObject({ kind: z.literal("set-direction"), bottomUp: z.boolean() }),
    z.strictObject({ kind: z.enum(["set-limit", "enforce-limit", "limit-map"]), limit: whole }),
    z.strictObject({ kind: z.literal("cap"), range }),
    z.strictObject({ kind: z.literal("trim"), align: positive }),
    z.strictObject({ kind: z.literal("set-node"), range, node: whole }),
    z.strictObject({ kind: z.enum(["mark", "clear"]), range, flag }),
    z.strictObject({ kind: z.literal("allow-resize") }),
    z.strictObject({ kind: z.literal("derive"), from: range, range }),
    z.strictObject({ kind: z.enum(OF_A_RANGE), range }),
    z.strictObject({ kind: z.enum(OF_A_SLOT), slot: z.number().int().nonnegative() }),
    z.strictObject({ kind: z.enum(OF_NOTHING) }),
    z.strictObject({ kind: z.literal("write"), frame }),
  ]);
}
