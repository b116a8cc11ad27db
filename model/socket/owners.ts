/** Whether an allocator's commands say for whom they reserve and release, and how blocks are aligned. */
import type { Allocator } from "./allocator.js";

/** What a function reads as its source shows it: its parameters, and the code behind them. */
const SHAPE = /^[^(]*\(([^()]*)\)\s*(?:=>)?\s*([\s\S]*)$/;

/** Whether an allocator offers commands with an owner, and none of them takes one. */
export function namesNoOwner({ reserve, release, namesNoOwner: door }: Allocator): boolean {
  if (door !== undefined) return door;
  const methods = [reserve, release].filter((method) => method !== undefined);
  return methods.length > 0 && methods.every(takesTwo);
}

/** Whether a method of the socket has no third parameter and no other way to it. */
function takesTwo(method: (...given: never[]) => unknown): boolean {
  const [, parameters = "=", body = ""] = SHAPE.exec(sourceOf(method)) ?? [];
  return method.length === 2 && !/[=.{[]/.test(parameters) && !/\barguments\b/.test(body);
}

/**
 * Whether a call of the friendly door does not ask for a field: it takes what it is given apart, or reads
 * single fields of it, and none of them is that one. What cannot be told from the source asks.
 */
export function asksNo(field: "owner" | "align" | "bytes", call: (...given: never[]) => unknown): boolean {
  const [, parameters, body = ""] = SHAPE.exec(sourceOf(call)) ?? [];
  if (parameters === undefined) return false;
  if (new RegExp(`\\b(?:${field}|command|arguments)\\b`).test(parameters + body)) return false;
  if (parameters.includes("...")) return false;
  if (call.length < 2) return call.length === 1 && !parameters.includes(",");
  const given = parameters.slice(parameters.indexOf(",") + 1).trim();
  if (given.startsWith("{")) return true;
  return /^\w+$/.test(given) && !new RegExp(`\\b${given}\\b(?!\\.\\w)`).test(body);
}

function sourceOf(method: (...given: never[]) => unknown): string {
  return Function.prototype.toString.call(method);
}
