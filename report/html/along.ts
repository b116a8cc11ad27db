/** What an allocator did along a recorded trace where a page cannot run it: told by whoever could. */
import { type Pulse, WALK } from "../../explore/search/pulse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample, TraceStep } from "../../model/trace/trace.js";
import { HANGS } from "../../properties/answers.js";
import { type Answerer, OwnAnswers, type OwnMoment } from "./own-answers.js";
import { Trail } from "./trail.js";

/** A moment as it can be written down; its bytes are in hex. */
export interface ToldMoment extends Omit<OwnMoment, "bytes"> {
  readonly bytes: string | null;
}

/** The moments of an allocator along a trace, the beginning first, as far as it goes that way. */
export function toldAlong(
  counterexample: Counterexample,
  definition: AllocatorDefinition,
  pulse: Pulse,
): ToldMoment[] {
  pulse.begin(WALK);
  const { steps, rule } = counterexample;
  const own = new OwnAnswers(new Trail(counterexample), definition, pulse);
  const told: ToldMoment[] = [];
  const last = rule === HANGS.id ? steps.length - 1 : steps.length; // that call does not return
  for (let n = 0; n <= last; n++) {
    const moment = own.after(steps, n);
    if (moment === null) break;
    const { own: answer, bytes, fields, changes, along } = moment;
    const hex = bytes === null ? null : Buffer.from(bytes).toString("hex");
    told.push({ own: answer, bytes: hex, fields, changes, along });
  }
  return told;
}

/** What was told of an allocator, asked in a page. */
export class Along implements Answerer {
  readonly astray = "It ran along the recorded steps when the page was written, and here it is not asked.";
  private readonly moments: readonly OwnMoment[];

  constructor(
    readonly name: string,
    told: readonly ToldMoment[],
    private readonly steps: readonly TraceStep[],
  ) {
    this.moments = told.map((moment) => ({
      ...moment,
      bytes: moment.bytes === null ? null : fromHex(moment.bytes),
    }));
  }

  after(steps: readonly TraceStep[], count: number): OwnMoment | null {
    const isRecorded = steps.slice(0, count).every((step, n) => step === this.steps[n]);
    return isRecorded ? (this.moments[count] ?? null) : null;
  }

  toAll(): null {
    return null;
  }
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
