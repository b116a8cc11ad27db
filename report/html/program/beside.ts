/** The allocators that a page carries, each beside the traces that are its own. */
import type { AllocatorDefinition } from "../../../model/socket/allocator.js";
import type { TraceStep } from "../../../model/trace/trace.js";
import { Along } from "../along.js";
import type { PageData } from "../data.js";
import type { Markup } from "../markup.js";
import { besideMarkup, type OwnHere } from "../own.js";
import { type Answerer, OwnAnswers } from "../own-answers.js";
import type { Moment, Trail } from "../trail.js";

export class Beside {
  private readonly known = new Map<number, Answerer | string>();

  constructor(
    private readonly data: PageData,
    private readonly definitionOf: (name: string) => AllocatorDefinition | undefined,
    private readonly trailOf: (trace: number) => Trail,
  ) {}

  /** The allocator at a moment, or why it is not asked. */
  at(trace: number, step: number, moments: readonly Moment[]): OwnHere | string {
    const own = this.of(trace);
    if (typeof own === "string") return own;
    const steps = stepsOf(moments);
    return {
      name: own.name,
      astray: own.astray,
      now: own.after(steps, step),
      before: step === 0 ? null : own.after(steps, step - 1),
      all: own.toAll(steps, step),
    };
  }

  /** What it answers to the step that led to a moment, as it stands in the row of that. */
  inRow(trace: number, n: number, moments: readonly Moment[]): Markup | null {
    const own = this.of(trace);
    const step = moments[n]?.step ?? null;
    if (typeof own === "string" || step === null) return null;
    return besideMarkup(own.after(stepsOf(moments), n)?.own ?? null, step.answer, own.name);
  }

  private of(trace: number): Answerer | string {
    const known = this.known.get(trace) ?? this.begin(trace);
    this.known.set(trace, known);
    return known;
  }

  private begin(trace: number): Answerer | string {
    const { answering } = this.data.traces[trace]!; // one of the page
    if ("none" in answering) return answering.none;
    if ("along" in answering) {
      const { steps } = this.trailOf(trace).counterexample;
      return new Along(answering.name, answering.along, steps);
    }
    try {
      const definition = this.definitionOf(answering.carried);
      if (definition === undefined) return `a page cannot run ${answering.carried}`;
      return new OwnAnswers(this.trailOf(trace), definition);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** The steps that led from moment to moment. */
export function stepsOf(moments: readonly Moment[]): TraceStep[] {
  return moments.flatMap(({ step }) => step ?? []);
}
