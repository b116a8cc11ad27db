/** What a method of the socket is given, as a call of a person's class wants it: in every form. */

import { Misuse } from "../basics/misuse.js";
import { BLOCK_KINDS } from "../socket/headers.js";
import { COMMANDS, type Command, type CommandKind, commandGiven } from "../words/commands.js";
import { PARAMETERS, type ParameterName } from "../words/parameters.js";
import type { Addresses, Call, Place } from "./object-door.js";

/** A class that speaks of frame numbers has frames of size 1 from 0 on. */
export const FRAME_NUMBERS: Addresses = { base: 0, frameSize: 1 };

/** A range of frames in every form. */
export function placeOf(start: number, count: number, { base, frameSize } = FRAME_NUMBERS): Place {
  const address = base + start * frameSize;
  const bytes = count * frameSize;
  return { start, frame: start, count, align: 1, owner: 0, address, end: address + bytes, bytes };
}

/** Turns what the method for a command is given into a call. */
export function callsOf(kind: CommandKind, addresses = FRAME_NUMBERS): (given: readonly number[]) => Call {
  const at = (name: ParameterName) => positionOf(kind, name);
  const start = Math.max(at("range"), at("frame"));
  const count = at("range") < 0 ? at("count") : at("range") + 1;
  const alone = at("frame") < 0 ? 0 : 1;
  const [owner, align, to, zone] = [at("owner"), at("align"), at("to"), at("zone")];
  // A method is given all its arguments.
  return (given) =>
    new GivenCall(
      start < 0 ? 0 : given[start]!,
      count < 0 ? alone : given[count]!,
      align < 0 ? 1 : given[align]!,
      owner < 0 ? 0 : given[owner]!,
      to < 0 ? 0 : given[to]!,
      zone < 0 ? 0 : given[zone]!,
      addresses,
      kind,
      given,
    );
}

/** Where the first number of a parameter stands among those a method is given; -1 when it has none. */
function positionOf(kind: CommandKind, name: ParameterName): number {
  const names: readonly ParameterName[] = COMMANDS[kind].names;
  const index = names.indexOf(name);
  return index < 0 ? -1 : names.slice(0, index).reduce((sum, before) => sum + PARAMETERS[before].width, 0);
}

class GivenCall implements Call {
  readonly frame: number;
  readonly address: number;
  readonly end: number;
  readonly bytes: number;
  readonly toBytes: number;
  readonly #kind: CommandKind;
  readonly #given: readonly number[];

  constructor(
    readonly start: number,
    readonly count: number,
    readonly align: number,
    readonly owner: number,
    readonly to: number,
    readonly zone: number,
    { base, frameSize, short = 0 }: Addresses,
    kind: CommandKind,
    given: readonly number[],
  ) {
    this.frame = start;
    this.address = base + start * frameSize;
    const less = BLOCK_KINDS.includes(kind) ? short : 0;
    this.bytes = count === 0 ? 0 : count * frameSize - less;
    this.toBytes = to === 0 ? 0 : to * frameSize - less;
    this.end = this.address + this.bytes;
    this.#kind = kind;
    this.#given = given;
  }

  /** Taken for a number it would be the index of nothing, and the class be blamed for that. */
  [Symbol.toPrimitive](): never {
    throw new Misuse(
      "bad-call",
      `the call for ${this.#kind} takes what it is given for a number, and it is an object of several`,
      `name what it wants of it: ${this.#kind}: (object, { frame }) => ...`,
    );
  }

  /** Made when it is asked for: few calls want more than the place. */
  get command(): Command {
    return commandGiven(this.#kind, this.#given);
  }
}
