/**
 * Commands as they stand in a file: derived from the commands of all modules, and from what each parameter
 * may be there.
 */
import type { z as Schemas } from "zod";
import { zod } from "../basics/zod.js";
import { COMMAND_KINDS, COMMANDS, type CommandKind, type CommandOf } from "../words/commands.js";
import { FLAGS, SEARCHES, UNPACKINGS } from "../words/frames.js";
import type { ParameterName, ParameterTypes } from "../words/parameters.js";

type ParameterSchemas = { readonly [P in ParameterName]: Schemas.ZodType<ParameterTypes[P]> };

/** Commands whose frames are numbers of one kind, and whose ranges are not shorter than `least`. */
export function commandsOf(frame: Schemas.ZodNumber, least: number) {
  const z = zod();
  const parameters = parametersOf(frame, least);
  const [first, ...others] = COMMAND_KINDS.map((kind) => commandOf(kind, parameters));
  return z.discriminatedUnion("kind", [first!, ...others]); // there is at least one kind
}

function commandOf<K extends CommandKind>(kind: K, parameters: ParameterSchemas) {
  const z = zod();
  const fields = COMMANDS[kind].names.map((name) => [name, parameters[name]]);
  const shape: Record<string, Schemas.ZodType> = { kind: z.literal(kind), ...Object.fromEntries(fields) };
  return z.strictObject(shape) as unknown as CommandSchema<K>; // a field for each parameter, of its type
}

/** The schema of one command, as far as a union must know it. */
type CommandSchema<K extends CommandKind> = Schemas.ZodObject<{ readonly kind: Schemas.ZodLiteral<K> }> &
  Schemas.ZodType<CommandOf<K>>;

function parametersOf(frame: Schemas.ZodNumber, least: number): ParameterSchemas {
  const z = zod();
  const range = z.strictObject({ start: frame, count: frame.min(least) });
  const positive = z.number().int().positive();
  const whole = z.number().int().nonnegative();
  return {
    range,
    from: range,
    frame,
    owner: positive,
    count: z.number().int().min(least),
    to: z.number().int().min(least),
    align: positive,
    window: range.nullable(),
    node: whole,
    search: z.enum(SEARCHES),
    bottomUp: z.boolean(),
    limit: whole,
    flag: z.enum(FLAGS),
    slot: whole,
    zone: positive,
    image: range,
    how: z.enum(UNPACKINGS),
    chore: z.strictObject({ number: whole, name: z.string() }),
  };
}
