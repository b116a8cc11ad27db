/** Who made which access when, a column for each CPU. */
import type { CpuTrace } from "../../model/trace/cpu-trace.js";
import { describeAnswer } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";

/** A line of one CPU. */
interface CpuLine {
  readonly cpu: number;
  readonly text: string;
}

/** Spaces between two columns. */
const GAP = 2;

/**
 * The lines of the columns, at most `width` wide: where a command begins its name stands, under it its
 * accesses with what they read, and where it ends its answer. Where columns do not fit, each line names its
 * CPU.
 */
export function cpuColumns(trace: CpuTrace, width: number): string[] {
  const lines = cpuLines(trace);
  const cpus = Math.max(...trace.commands.map(({ cpu }) => cpu)) + 1;
  const widths = Array.from({ length: cpus }, (_, cpu) =>
    Math.max(5, ...lines.filter((line) => line.cpu === cpu).map(({ text }) => text.length)),
  );
  const whole = widths.reduce((sum, one) => sum + one + GAP, -GAP);
  if (whole > width) return lines.map(({ cpu, text }) => `${cpu}  ${text}`);
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, cpu) => cell.padEnd(widths[cpu]! + GAP))
      .join("")
      .trimEnd();
  return [
    row(widths.map((_, cpu) => `CPU ${cpu}`)),
    ...lines.map((line) => row(widths.map((_, cpu) => (cpu === line.cpu ? line.text : "")))),
  ];
}

function cpuLines({ commands, accesses }: CpuTrace): CpuLine[] {
  return accesses.flatMap(({ command, access, read }, i): CpuLine[] => {
    const { cpu, command: given, answer } = commands[command]!; // the trace numbers its commands
    const begins = accesses.findIndex((other) => other.command === command) === i;
    const ends =
      answer.kind !== "pending" && accesses.findLastIndex((other) => other.command === command) === i;
    const reads = read === undefined ? "" : ` -> ${read}`;
    return [
      ...(begins ? [{ cpu, text: describeCommand(given) }] : []),
      ...(access === "" ? [] : [{ cpu, text: `  ${access}${reads}` }]),
      ...(ends ? [{ cpu, text: `  = ${describeAnswer(answer)}` }] : []),
    ];
  });
}
