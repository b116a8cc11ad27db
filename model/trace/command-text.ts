/** Commands in words, for programs and messages. */
import { KERNEL_VIRTUAL } from "../modules/foreign/rules.js";
import type { Command } from "../words/commands.js";
import { plural } from "../words/wording.js";

/** The number of each command of a specification, by its text. */
export function numbersByText(commands: readonly Command[]): ReadonlyMap<string, number> {
  return new Map(commands.map((command, c) => [describeCommand(command), c]));
}

/** A command as a line of a program: `reserve(0..1, owner 1)`. */
export function describeCommand(command: Command): string {
  switch (command.kind) {
    case "reserve":
    case "release":
      return `${command.kind}(${describeRange(command.range)}, owner ${command.owner})`;
    case "borrow":
    case "drop":
    case "free-block":
      return `${command.kind}(${describeRange(command.range)})`;
    case "alloc":
      return "alloc()";
    case "free":
      return `free(${describeFrame(command.frame)})`;
    case "alloc-block":
      return `alloc-block(${plural(command.count, "frame")}, align ${command.align})`;
    case "end-boot":
      return "end-boot()";
    case "add":
    case "set-node":
      return `${command.kind}(${describeRange(command.range)}${node(command.node)})`;
    case "remove":
    case "cap":
      return `${command.kind}(${describeRange(command.range)})`;
    case "alloc-range": {
      const { count, align, window, search } = command;
      const within = window === null ? "" : `, within ${describeRange(window)}`;
      return `alloc-range(${plural(count, "unit")}, align ${align}${within}${node(command.node)}, ${search})`;
    }
    case "set-direction":
      return `set-direction(${command.bottomUp ? "bottom-up" : "top-down"})`;
    case "set-limit":
    case "enforce-limit":
    case "limit-map":
      return `${command.kind}(${command.limit === 0 ? "none" : command.limit})`;
    case "trim":
      return `trim(align ${command.align})`;
    case "mark":
    case "clear":
      return `${command.kind}(${describeRange(command.range)}, ${command.flag})`;
    case "allow-resize":
      return "allow-resize()";
    case "derive":
      return `derive(${describeRange(command.range)} of ${describeRange(command.from)})`;
    case "write":
      return `write(${describeFrame(command.frame)})`;
    default:
      if ("range" in command) return `${command.kind}(${describeRange(command.range)})`;
      return "slot" in command ? `${command.kind}(handle ${command.slot})` : `${command.kind}()`;
  }
}

/** A range as its first and last frame: `0..1`, or `3` for one frame, or `3, no frames`. */
export function describeRange({ start, count }: { readonly start: number; readonly count: number }): string {
  if (count === 0) return `${describeFrame(start)}, no frames`;
  if (count === 1) return describeFrame(start);
  return Number.isInteger(count) ? `${start}..${start + count - 1}` : `half a frame at ${start}`;
}

function node(number: number): string {
  return number === 0 ? "" : `, node ${number}`;
}

/** A frame's number, or where in the kernel's linear map it is. */
function describeFrame(frame: number): string {
  return frame < KERNEL_VIRTUAL ? `${frame}` : `kernel-virtual ${frame - KERNEL_VIRTUAL}`;
}
