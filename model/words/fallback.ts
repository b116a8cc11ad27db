/** Which other zones serve a request for one: as an allocator states it, and as a scope says it. */

import { Misuse } from "../basics/misuse.js";
import { show } from "../basics/wording.js";
import { BOUNDS } from "./bounds.js";

/**
 * The zones that a request for one falls back to, the most preferred first: those of lower numbers, from the
 * next lower one down; all others, from the lowest up; or those that a function answers.
 */
export type Fallback = "lower" | "any" | ((zone: number, zones: number) => readonly number[]);

/** The ways of falling back that have a name. */
const NAMED: Readonly<Record<string, (zone: number, zones: number) => readonly number[]>> = {
  lower: (zone) => Array.from({ length: zone - 1 }, (_, i) => zone - 1 - i),
  any: (zone, zones) => upTo(zones).filter((other) => other !== zone),
};
const REMEDY =
  'leave it out, use "lower" or "any", or give a function: (zone) => the zones that it falls back to';

/** A way of falling back as it is given. Throws a `Misuse` for what is none. */
export function requireFallback(name: string, fallback: unknown): Fallback | undefined {
  if (fallback === undefined || typeof fallback === "function") return fallback as Fallback | undefined;
  if (typeof fallback === "string" && fallback in NAMED) return fallback as Fallback; // one of its keys
  throw new Misuse("bad-definition", `fallback of ${name} is ${show(fallback)}`, REMEDY);
}

/**
 * The order of each of so many zones as a scope has it: `2>1, 3>2>1`. A zone that falls back to none is left
 * out; `undefined` where that is so of all. Throws a `Misuse` for what a function must not answer.
 */
export function ordersText(name: string, fallback: Fallback, zones: number): string | undefined {
  const othersOf = typeof fallback === "function" ? fallback : NAMED[fallback]!;
  const orders = upTo(zones).flatMap((zone) => {
    const others: unknown = othersOf(zone, zones);
    if (!isOrder(zone, others, zones))
      throw new Misuse("bad-definition", `fallback of ${name} for zone ${zone} is ${show(others)}`, REMEDY);
    return others.length === 0 ? [] : [[zone, ...others].join(">")];
  });
  return orders.length === 0 ? undefined : orders.join(", ");
}

/** Whether a text is what `ordersText` gives for some zones. */
export function areOrders(text: string): boolean {
  const orders = text.split(", ").map((order) => order.split(">").map(Number));
  const firsts = orders.map(([zone = 0]) => zone);
  return (
    orders.every(([zone = 0, ...others]) => others.length > 0 && isOrder(zone, others, BOUNDS.zones.most)) &&
    firsts.every((zone, i) => i === 0 || zone > firsts[i - 1]!) &&
    text === orders.map((order) => order.join(">")).join(", ")
  );
}

/** For each of so many zones all that serve it, itself first. */
export function ordersIn(text: string | undefined, zones: number): readonly (readonly number[])[] {
  const given = (text ?? "").split(", ").map((order) => order.split(">").map(Number));
  return upTo(zones).map((zone) => given.find(([first]) => first === zone) ?? [zone]);
}

function isOrder(zone: number, others: unknown, zones: number): others is readonly number[] {
  const isZone = (other: unknown) => upTo(zones).includes(other as number);
  if (!Array.isArray(others) || ![zone, ...others].every(isZone)) return false;
  return new Set([zone, ...others]).size === others.length + 1;
}

function upTo(zones: number): number[] {
  return Array.from({ length: zones }, (_, i) => i + 1);
}
