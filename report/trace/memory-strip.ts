/** What memory looks like after each step of a trace, for people to look at. */

import { ContractedEffects } from "../../explore/systems/contracted-effects.js";
import { ACCEPT, MAY_REFUSE, OTHER_EFFECT, VerdictTable } from "../../explore/systems/verdict-table.js";
import { STRICT } from "../../model/contracts/named.js";
import { BLOCK_VIEWS } from "../../model/modules/blocks/views.js";
import { givenIn } from "../../model/modules/growth/rules.js";
import type { Layer } from "../../model/rules/module.js";
import { growthOf } from "../../model/specification/growth-moves.js";
import { Specification } from "../../model/specification/specification.js";
import { placesOf, read } from "../../model/state/layout.js";
import { type Counterexample, contractIn, numberIn, type TraceStep } from "../../model/trace/trace.js";
import { describeCommand, numbersByText } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { rangesOf } from "../../model/words/ranges.js";
import { gridOf } from "../../model/words/scope.js";
import { INVARIANTS } from "../../properties/invariants.js";
import { STATE_PROPERTIES } from "../../properties/state-properties.js";
import { layersOf } from "./layers.js";

/** A frame of a block that is not its first. */
export const FURTHER_ON = 252;

/** The frames (as in `observe`, or `FURTHER_ON`) and the live slices at one moment. */
export interface Memory {
  readonly frames: readonly number[];
  readonly slices: readonly FrameRange[];
  /** What modules know beyond that. */
  readonly layers?: readonly Layer[];
}

const ABOUT_STATES = new Set([...STATE_PROPERTIES, ...INVARIANTS].map(({ id }) => id));

/** What of a counterexample tells how memory fared. */
type Story = Pick<Counterexample, "allocator" | "scope" | "steps" | "rule"> &
  Partial<Pick<Counterexample, "format" | "contract" | "terms">>;

/**
 * Memory after each step, by the specification. A last step that should have been refused has changed
 * nothing, and so has what is accepted on the way against the specification: the contract let it be ignored.
 */
export function memoryAlong(story: Story): Memory[] {
  const { format, allocator, contract = STRICT.id, scope, steps, rule } = story;
  const specification = new Specification(scope);
  const known = contractIn({ ...story, contract }) ?? STRICT;
  const { asked, base } = new VerdictTable(specification, known);
  const effects = new ContractedEffects(specification, known);
  const growth = growthOf(specification);
  const numbers = numbersByText(specification.commands);
  const { words } = specification.layout;
  const isWitness = format === "allocheck-witness"; // its last step is as it should be
  let state = new Int32Array(words);
  return steps.map((step, i) => {
    const c = numbers.get(describeCommand(step.command));
    const wrong = !isWitness && i === steps.length - 1 && isAboutAnswer(step, rule);
    if (c !== undefined && !wrong && step.answer.kind === "accepted") {
      specification.look(state, 0);
      const demanded = asked[base[c]! + specification.judge(c)]!;
      // The specification alone has no contract: without one of its rules it does what the rule forbids.
      const goes = demanded === ACCEPT || demanded === MAY_REFUSE || demanded === OTHER_EFFECT;
      const next = new Int32Array(words);
      if (goes || allocator === null) {
        effects.apply(c, numberIn(step.answer), goes ? demanded : ACCEPT, state, 0, next, 0);
        growth?.move(givenIn(step.answer), next, 0);
        state = next;
      }
    }
    return memoryOf(specification, state);
  });
}

/** Whether a rule is about the answer to a step, and not about the state it led to. */
function isAboutAnswer({ command }: TraceStep, rule: string): boolean {
  return rule.startsWith(`${command.kind}/`) || !ABOUT_STATES.has(rule);
}

function memoryOf(specification: Specification, state: Int32Array): Memory {
  const { scope, layout, views } = specification;
  const frames = gridOf(scope);
  views.look(state, 0);
  const isInside = (frame: number) => {
    if (!views.has(BLOCK_VIEWS.inside)) return false;
    return ((views.bits[views.offset(BLOCK_VIEWS.inside) + (frame >>> 5)]! >>> (frame & 31)) & 1) === 1;
  };
  const ranges = rangesOf(frames);
  const layers = layersOf(specification, state);
  return {
    frames: Array.from({ length: frames }, (_, frame) =>
      isInside(frame) ? FURTHER_ON : specification.kindOf(state, 0, frame),
    ),
    slices: placesOf(layout, "slices")
      .flatMap((place) => ranges[read(state, 0, place) - 1] ?? [])
      .reverse(),
    ...(layers.length === 0 ? {} : { layers }),
  };
}
