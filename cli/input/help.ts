/** How help looks: examples first, and everything as wide as the terminal. */
import type { Command } from "commander";
import { columnsOf, wrap } from "../../report/lines/wrap.js";

/** What one would type after the tool's name, and what it is for. */
export type Example = readonly [command: string, purpose: string];

/** Where a purpose stands that found no room beside its command. */
const BELOW = 6;

/** The columns help may take: COLUMNS where it is set, else what the terminal has, else 80. */
export function helpWidth(): number {
  const asked = Number(process.env["COLUMNS"]);
  return Number.isInteger(asked) && asked >= 40 ? asked : columnsOf(process.stdout.columns);
}

/** Puts examples before the help of a command. */
export function addExamples(command: Command, examples: readonly Example[]): void {
  command.addHelpText("before", () => ["Examples:", ...exampleLines(examples, helpWidth()), ""].join("\n"));
}

/** Puts a paragraph after the help of a command. */
export function addNote(command: Command, text: string): void {
  command.addHelpText("after", () => `\n${wrap(text, helpWidth()).join("\n")}`);
}

/** The purposes stand beside the commands where all of them have room there, below where not. */
export function exampleLines(examples: readonly Example[], width: number): string[] {
  const rows = examples.map(([command, purpose]) => [`  $ allocheck ${command}`, purpose] as const);
  const room = width - 2 - Math.max(...rows.map(([, purpose]) => purpose.length));
  const column = Math.max(...rows.map(([command]) => (command.length > room ? 0 : command.length)));
  const below = " ".repeat(column > 0 ? column + 2 : BELOW);
  return rows.flatMap(([command, purpose]) =>
    command.length > column ? [command, `${below}${purpose}`] : [`${command.padEnd(column)}  ${purpose}`],
  );
}
