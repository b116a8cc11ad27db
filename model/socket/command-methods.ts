/** The methods of an allocator, as the commands of all modules name them. */
import type { CommandTable } from "../words/all-words.js";
import type { FrameRange } from "../words/frames.js";
import type { ParameterName, ParameterTypes } from "../words/parameters.js";

/** What a method is given for its parameters: two numbers for a range, and one for anything else. */
type Numbers<Names> = Names extends readonly [infer Name extends ParameterName, ...infer Others]
  ? FrameRange extends ParameterTypes[Name]
    ? [number, number, ...Numbers<Others>]
    : [number, ...Numbers<Others>]
  : [];

/** A method for each command. What there is to say of one stands beside its name in `Allocator`. */
export type CommandMethods = {
  [Kind in keyof CommandTable as CommandTable[Kind]["method"]]?: (
    ...given: Numbers<CommandTable[Kind]["names"]>
  ) => number;
};
