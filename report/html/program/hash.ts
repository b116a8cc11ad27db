/** Where one is, as the address of the page says it: by names and command texts, so that a link lasts. */
import type { TraceStep } from "../../../model/trace/trace.js";
import { describeAnswer } from "../../../model/trace/trace.js";
import { describeCommand } from "../../../model/words/commands.js";
import { namesOf, type PageData } from "../data.js";
import type { Trail } from "../trail.js";
import { answersTo, choicesAt } from "../what-if.js";

/** A place in a page. */
export interface Here {
  readonly trace: number;
  readonly step: number;
  readonly frame: number | null;
  /** The recorded step from which another way was taken; `null` where none was. */
  readonly base: number | null;
  readonly taken: readonly TraceStep[];
}

/** Before a trace is chosen. */
export const NOWHERE: Here = { trace: -1, step: 0, frame: null, base: null, taken: [] };

/** A place as an address. */
export function hashOf({ trace, step, frame, base, taken }: Here, { traces }: PageData): string {
  const said = new URLSearchParams({ trace: namesOf(traces)[trace] ?? "", step: String(step) });
  if (frame !== null) said.set("frame", String(frame));
  if (base !== null) {
    said.set("from", String(base));
    for (const one of taken) said.append("then", textOf(one));
  }
  return `#${said}`;
}

function textOf({ command, answer }: TraceStep): string {
  return `${describeCommand(command)} -> ${describeAnswer(answer)}`;
}

/** The place that an address names; `null` where there is no such place in the page. */
export function placeIn(hash: string, { traces }: PageData, trailOf: (trace: number) => Trail): Here | null {
  const said = new URLSearchParams(hash.slice(1));
  const numbered = /^#trace-(\d+)$/.exec(hash);
  const trace = numbered !== null ? Number(numbered[1]) : namesOf(traces).indexOf(said.get("trace") ?? "");
  if (traces[trace] === undefined) return null;
  const trail = trailOf(trace);
  const most = trail.recorded.length - 1;
  const base = said.has("from") ? whole(said.get("from"), most) : null;
  const taken = base === null ? [] : takenIn(trail, base, said.getAll("then"));
  const end = base === null ? most : base + taken.length;
  const frames = trail.recorded[0]!.memory.frames.length;
  const frame = said.has("frame") ? whole(said.get("frame"), frames - 1) : null;
  return { trace, step: whole(said.get("step"), end), frame, base: taken.length === 0 ? null : base, taken };
}

function whole(text: string | null, most: number): number {
  const number = Number(text ?? most);
  return Number.isInteger(number) ? Math.min(most, Math.max(0, number)) : most;
}

/** The steps of some texts, as far as each is right where it stands. */
function takenIn(trail: Trail, base: number, texts: readonly string[]): TraceStep[] {
  const { machine } = trail;
  const taken: TraceStep[] = [];
  for (const text of texts) {
    const { state } = trail.along(base, taken).at(-1)!; // the base itself is always there
    const next = choicesAt(machine, state)
      .filter((choice) => text.startsWith(`${choice.text} -> `))
      .flatMap((choice) =>
        answersTo(machine, choice, state).map((answer) => ({
          command: machine.specification.commands[choice.c]!,
          answer,
        })),
      )
      .find((step) => textOf(step) === text);
    if (next === undefined) break;
    taken.push(next);
  }
  return taken;
}
