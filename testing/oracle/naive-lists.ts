/** A list of ranges as a person would first think of it: for each unit what covers it. */
import type { Regions } from "../../impl/memblock/regions.js";

/** What covers a unit, or `null`. */
export type Cover = { readonly nid: number; readonly flags: number } | null;

/** What may be done with a list. */
export type RegionCommand =
  | {
      readonly kind: "add";
      readonly base: number;
      readonly size: number;
      readonly nid: number;
      readonly flags: number;
    }
  | { readonly kind: "remove"; readonly base: number; readonly size: number }
  | {
      readonly kind: "flag";
      readonly base: number;
      readonly size: number;
      readonly set: boolean;
      readonly flag: number;
    }
  | { readonly kind: "node"; readonly base: number; readonly size: number; readonly nid: number };

/** What each command makes of a unit it names. */
function after(command: RegionCommand, cover: Cover): Cover {
  if (command.kind === "add") return cover ?? { nid: command.nid, flags: command.flags };
  if (command.kind === "remove" || cover === null) return null;
  if (command.kind === "node") return { ...cover, nid: command.nid };
  return { ...cover, flags: command.set ? cover.flags | command.flag : cover.flags & ~command.flag };
}

/** The units after a command: those of its range have changed. */
export function applied(units: readonly Cover[], command: RegionCommand): Cover[] {
  const named = (unit: number) => unit >= command.base && unit < command.base + command.size;
  return units.map((cover, unit) => (named(unit) ? after(command, cover) : cover));
}

/** Gives the command to a list. */
export function give(list: Regions, command: RegionCommand): number {
  const { base, size } = command;
  switch (command.kind) {
    case "add":
      return list.add_range(base, size, command.nid, command.flags);
    case "remove":
      return list.remove_range(base, size);
    case "flag":
      return list.setclr_flag(base, size, command.set, command.flag);
    case "node":
      return list.set_node(base, size, command.nid);
  }
}

/** The units as a list says. */
export function unitsOf(list: Regions, count: number): Cover[] {
  const units: Cover[] = new Array(count).fill(null);
  for (let i = 0; i < list.cnt; i++)
    for (let unit = list.base(i); unit < list.end(i); unit++)
      units[unit] = { nid: list.nid(i), flags: list.flags(i) };
  return units;
}

const isSame = (a: Cover, b: Cover) => a?.nid === b?.nid && a?.flags === b?.flags;

/** How many runs of units there are that are covered alike, which is how many entries a list should have. */
export function runsOf(units: readonly Cover[]): number {
  return units.filter((cover, unit) => cover !== null && !isSame(cover, units[unit - 1] ?? null)).length;
}

/** How many runs of units in a range are not covered. */
export function gapsOf(units: readonly Cover[], base: number, size: number): number {
  const isGap = (unit: number) => unit >= base && unit < base + size && (units[unit] ?? null) === null;
  return units.filter((_, unit) => isGap(unit) && !isGap(unit - 1)).length;
}
