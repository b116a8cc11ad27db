/** The commands around a trace: every kind that is offered over the arguments that it names. */
import { rulesOf } from "../../model/modules/all.js";
import { COMMANDS, type Command, describeCommand } from "../../model/words/commands.js";
import { PARAMETERS, type ParameterName } from "../../model/words/parameters.js";
import type { Subject, Trace } from "./subject.js";

/** Parameters whose values are those that the trace names; all values of the others are tried. */
const NAMED: readonly ParameterName[] = [
  "range",
  "from",
  "frame",
  "count",
  "align",
  "window",
  "limit",
  "image",
];
/** So many commands of a kind at most: a trace that names much is not reduced this way. */
const MOST_OF_KIND = 400;

/** Those commands, and the trace's own. */
export function commandsAround({ scope, commands }: Trace, { definition }: Subject): Command[] {
  const named = new Map<ParameterName, Map<string, unknown>>();
  const note = (name: ParameterName, value: unknown) => {
    const values = named.get(name) ?? new Map<string, unknown>();
    values.set(JSON.stringify(value), value);
    named.set(name, values);
  };
  for (const command of commands)
    for (const name of COMMANDS[command.kind].names) {
      const value = (command as unknown as Readonly<Record<string, unknown>>)[name]; // it has its parameters
      note(name, value);
      if (name === "range" || name === "from") {
        note("range", value);
        note("from", value);
      }
    }
  const valuesOf = (name: ParameterName): readonly unknown[] =>
    NAMED.includes(name) ? [...(named.get(name)?.values() ?? [])] : PARAMETERS[name].all(scope);
  const around = new Map<string, Command>();
  for (const command of commands) around.set(describeCommand(command), command);
  for (const { kind } of rulesOf(scope.modules)) {
    if (definition.offers[kind] === undefined || definition.offers[kind] === false) continue;
    const names: readonly ParameterName[] = COMMANDS[kind].names;
    const rows = names.reduce<object[]>(
      (made, name) =>
        made
          .flatMap((row) => valuesOf(name).map((value) => ({ ...row, [name]: value })))
          .slice(0, MOST_OF_KIND),
      [{ kind }],
    );
    for (const row of rows) {
      const command = row as Command; // a value for each parameter
      around.set(describeCommand(command), command);
    }
  }
  return [...around.values()];
}
