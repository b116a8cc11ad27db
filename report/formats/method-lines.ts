/** Where in an allocator's source the method of each command begins, as far as its text tells. */
import { exportOf } from "../../model/wasm/abi.js";
import { type CommandKind, METHODS } from "../../model/words/commands.js";

/**
 * The lines on which some commands begin, from 1. A method of a class wins over an entry of a table
 * (`release: ...`), which may only call it. What is imported from elsewhere is not looked at.
 */
export function methodLines(
  source: string,
  kinds: readonly CommandKind[],
): Partial<Record<CommandKind, number>> {
  const lines = source.split("\n");
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const line = lineOf(METHODS[kind], lines) ?? lineOf(kind, lines) ?? exportedLine(kind, lines);
      return line === null ? [] : [[kind, line]];
    }),
  );
}

/** The line on which a shim in C, Rust or Zig defines what stands for a command. */
function exportedLine(kind: CommandKind, lines: readonly string[]): number | null {
  const definition = new RegExp(`^[^;/]*\\b${exportOf(kind)}\\s*\\([^;]*\\)[^;]*\\{`);
  const at = lines.findIndex((line) => definition.test(line));
  return at < 0 ? null : at + 1;
}

const MODIFIERS =
  "(?:(?:public|private|protected|static|override|readonly|async|function|const)\\s+)*\\*?\\s*";

function lineOf(method: string, lines: readonly string[]): number | null {
  const name = method.replace(/[^\w-]/g, "");
  const ways = [
    new RegExp(`^\\s*${MODIFIERS}${name}\\s*\\([^;]*\\)[^;]*\\{`),
    new RegExp(`^\\s*${MODIFIERS}"?${name}"?\\s*[:=]`),
    new RegExp(`^\\s*${MODIFIERS}${name}\\s*\\(\\s*$`),
  ];
  for (const way of ways) {
    const at = lines.findIndex((line) => way.test(line));
    if (at >= 0) return at + 1;
  }
  return null;
}
