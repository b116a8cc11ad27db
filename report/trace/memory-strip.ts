/** What memory looks like after each step of a trace, for people to look at. */

import { STRICT } from "../../model/contracts/named.js";
import { BLOCK_VIEWS } from "../../model/modules/blocks/views.js";
import type { Layer } from "../../model/rules/module.js";
import { commandsFor } from "../../model/specification/named-commands.js";
import type { Specification } from "../../model/specification/specification.js";
import { placesOf, read } from "../../model/state/layout.js";
import { type Counterexample, contractIn, type TraceStep } from "../../model/trace/trace.js";
import type { FrameRange } from "../../model/words/frames.js";
import { gridOf, originOf, unitsOf } from "../../model/words/scope.js";
import { ALWAYS_RULES } from "../../properties/can-always.js";
import { INVARIANTS } from "../../properties/invariants.js";
import { BESIDE_ANSWERS } from "../../properties/several-cpus.js";
import { STATE_PROPERTIES } from "../../properties/state-properties.js";
import { layersOf } from "./layers.js";
import { AbstractMachine } from "./machine.js";

/** A frame of a block that is not its first. */
export const FURTHER_ON = 252;

/** The frames (as in `observe`, or `FURTHER_ON`) and the live slices at one moment. */
export interface Memory {
  readonly frames: readonly number[];
  readonly slices: readonly FrameRange[];
  /** The frame of the pool that is the first of these, in a window. */
  readonly origin?: number;
  /** How many of these a frame has, where they are its units. */
  readonly units?: number;
  /** What modules know beyond that. */
  readonly layers?: readonly Layer[];
}

const ABOUT_STATES = new Set(
  [...STATE_PROPERTIES, ...ALWAYS_RULES, ...INVARIANTS, ...BESIDE_ANSWERS].map(({ id }) => id),
);

/** What of a counterexample tells how memory fared. */
export type Story = Pick<Counterexample, "allocator" | "scope" | "steps" | "rule"> &
  Partial<Pick<Counterexample, "format" | "contract" | "terms">>;

/** Memory after each step, by the specification. */
export function memoryAlong(story: Story): Memory[] {
  const machine = machineOf(story);
  return statesAlong(story, machine).map((state) => memoryOf(machine.specification, state));
}

/** The specification of a story, under the contract that it was recorded with. */
export function machineOf(story: Story): AbstractMachine {
  const commands = commandsFor(
    story.scope,
    story.steps.map(({ command }) => command),
  );
  return new AbstractMachine(story.scope, contractIn({ contract: STRICT.id, ...story }) ?? STRICT, commands);
}

/**
 * The state after each step. A last step that should have been refused has changed nothing, and so has what
 * is accepted on the way against the specification: the contract let it be ignored.
 */
export function statesAlong(
  { format, allocator, steps, rule }: Story,
  machine: AbstractMachine,
): Int32Array[] {
  const isWitness = format === "allocheck-witness"; // its last step is as it should be
  let state = machine.start();
  return steps.map((step, i) => {
    const { command, answer } = step;
    const c = machine.numberOf(command);
    const wrong = !isWitness && i === steps.length - 1 && isAboutAnswer(step, rule);
    // The specification alone has no contract: without one of its rules it does what the rule forbids.
    if (c !== undefined && !wrong && answer.kind === "accepted")
      state = machine.accept(c, answer, state, allocator === null);
    return state;
  });
}

/** Whether a rule is about the answer to a step, and not about the state it led to. */
export function isAboutAnswer({ command }: TraceStep, rule: string): boolean {
  return rule.startsWith(`${command.kind}/`) || !ABOUT_STATES.has(rule);
}

/** What memory looks like in a packed state. */
export function memoryOf(specification: Specification, state: Int32Array): Memory {
  const { scope, layout, views, ranges } = specification;
  const frames = gridOf(scope);
  views.look(state, 0);
  const isInside = (frame: number) => {
    if (!views.has(BLOCK_VIEWS.inside)) return false;
    return ((views.bits[views.offset(BLOCK_VIEWS.inside) + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  };
  const layers = layersOf(specification, state);
  return {
    frames: Array.from({ length: frames }, (_, frame) =>
      isInside(frame) ? FURTHER_ON : specification.kindOf(state, 0, frame),
    ),
    slices: placesOf(layout, "slices")
      .flatMap((place) => ranges.ranges[read(state, 0, place) - 1] ?? [])
      .reverse(),
    ...(originOf(scope) === 0 ? {} : { origin: originOf(scope) }),
    ...(unitsOf(scope) === 1 ? {} : { units: unitsOf(scope) }),
    ...(layers.length === 0 ? {} : { layers }),
  };
}
