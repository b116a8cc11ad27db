/**
 * fast-check's model-based runs of the same bitmap under the same rules, in a process of its own.
 *
 * The model is as fast as one can be: masks of frames and a list of slices. So what is measured is the
 * drawing of commands and the running of them. They are drawn in two ways: `arguments` draws a kind and
 * then its numbers, as fast-check's manual has it; `table` draws from all commands of the scope, made
 * beforehand, which is the least one can ask of it.
 *
 *     node dist/bench/model-run.js FRAMES OWNERS SLICES RUNS arguments|table
 */
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { bitmap } from "../impl/frames/bitmap.js";
import type { Allocator } from "../model/socket/allocator.js";
import { rangeNumber, rangesOf } from "../model/words/ranges.js";
import { reasons } from "../model/words/reasons.js";
import { type Scope, scopeOf } from "../model/words/scope.js";

/** How many commands were given in how many seconds. */
export interface ModelRunCounts {
  readonly commands: number;
  readonly accepted: number;
  readonly seconds: number;
}

/** Long enough for full scopes, short enough for many starts. */
const MOST_COMMANDS = 100;

const counts = { commands: 0, accepted: 0 };

class Model {
  allocated = 0;
  /** For each owner, from 1 on, the frames it holds. */
  readonly held: number[];
  /** The numbers of the ranges of the live slices. */
  readonly live: number[] = [];

  constructor(
    owners: number,
    readonly slices: number,
    readonly rangeBits: readonly number[],
    readonly all: number,
  ) {
    this.held = new Array<number>(owners + 1).fill(0);
  }

  get reserved(): number {
    let bits = 0;
    for (const held of this.held) bits |= held;
    return bits;
  }
}

/** A command with its rules: which refusals would be right, as bits, and what acceptance means. */
interface Rules {
  readonly text: string;
  readonly why: (model: Model) => number;
  readonly give: (real: Allocator) => number;
  readonly legal?: (model: Model, answer: number) => boolean;
  readonly apply: (model: Model, answer: number) => void;
  /** Whether it would go beyond a bound of the scope. */
  readonly beyond?: (model: Model) => boolean;
}

class Step implements fc.Command<Model, Allocator> {
  constructor(private readonly rules: Rules) {}

  check(model: Readonly<Model>): boolean {
    return this.rules.beyond?.(model) !== true;
  }

  run(model: Model, real: Allocator): void {
    const { why, give, legal, apply } = this.rules;
    const right = why(model);
    const answer = give(real);
    counts.commands++;
    if (right !== 0) {
      if (answer >= 0 || (right & bit(answer)) === 0) throw new Error(`${this} answered ${answer}`);
      return;
    }
    if (answer < 0 || legal?.(model, answer) === false) throw new Error(`${this} answered ${answer}`);
    counts.accepted++;
    apply(model, answer);
  }

  toString(): string {
    return this.rules.text;
  }
}

function bit(code: number): number {
  return 1 << -code;
}

function when(condition: boolean, code: number): number {
  return condition ? bit(code) : 0;
}

/** The commands over one range, given by its number and its frames. */
function overRange(start: number, count: number, r: number, owners: number): Rules[] {
  const bits = ((1 << count) - 1) << start;
  const notReserved = (m: Model) => when((m.reserved & bits) !== bits, reasons.NOT_RESERVED);
  const borrowed = (m: Model) =>
    notReserved(m) | when(m.held.filter((held) => (held & bits) !== 0).length > 1, reasons.MIXED_OWNERS);
  const byOwner = Array.from({ length: owners }, (_, i) => i + 1).flatMap((owner): Rules[] => [
    {
      text: `reserve(${start}, ${count}, ${owner})`,
      why: (m) =>
        when((m.reserved & bits) !== 0, reasons.OVERLAPS_RESERVED) |
        when((m.allocated & bits) !== 0, reasons.OVERLAPS_ALLOCATED),
      give: (real) => real.reserve!(start, count, owner),
      apply: (m) => {
        m.held[owner]! |= bits;
      },
    },
    {
      text: `release(${start}, ${count}, ${owner})`,
      why: (m) =>
        notReserved(m) |
        when((m.reserved & ~m.held[owner]! & bits) !== 0, reasons.FOREIGN_OWNER) |
        when(
          m.live.some((slice) => (m.rangeBits[slice]! & bits) !== 0),
          reasons.LIVE_SLICE,
        ),
      give: (real) => real.release!(start, count, owner),
      apply: (m) => {
        m.held[owner]! &= ~bits;
      },
    },
  ]);
  return [
    ...byOwner,
    {
      text: `borrow(${start}, ${count})`,
      why: borrowed,
      give: (real) => real.borrow!(start, count),
      apply: (m) => void m.live.push(r),
      beyond: (m) => m.live.length === m.slices && borrowed(m) === 0,
    },
    {
      text: `drop(${start}, ${count})`,
      why: (m) => when(!m.live.includes(r), reasons.NO_SUCH_SLICE),
      give: (real) => real.drop!(start, count),
      apply: (m) => void m.live.splice(m.live.indexOf(r), 1),
    },
  ];
}

function overFrame(frame: number): Rules {
  const at = 1 << frame;
  return {
    text: `free(${frame})`,
    why: (m) =>
      when((m.reserved & at) !== 0, reasons.RESERVED) |
      when(((m.reserved | m.allocated) & at) === 0, reasons.ALREADY_FREE),
    give: (real) => real.free!(frame),
    apply: (m) => {
      m.allocated &= ~at;
    },
  };
}

const alloc: Rules = {
  text: "alloc()",
  why: (m) => when((m.reserved | m.allocated) === m.all, reasons.EXHAUSTED),
  give: (real) => real.alloc!(),
  legal: (m, frame) => (((m.all & ~m.reserved & ~m.allocated) >>> frame) & 1) === 1,
  apply: (m, frame) => {
    m.allocated |= 1 << frame;
  },
};

/** How commands are drawn. */
export type Drawing = "arguments" | "table";

/** Every command of the scope: those of each range, those of each frame. */
function rulesOf(frames: number, owners: number) {
  return {
    ranges: rangesOf(frames).map(({ start, count }, r) => overRange(start, count, r, owners)),
    frames: Array.from({ length: frames }, (_, frame) => overFrame(frame)),
  };
}

/** A kind, then its arguments; nothing is made in a draw but the command. */
function drawn(frames: number, owners: number): fc.Arbitrary<Step>[] {
  const rules = rulesOf(frames, owners);
  const start = fc.nat({ max: frames - 1 });
  const range = start.chain((s) =>
    fc.integer({ min: 1, max: frames - s }).map((count) => rangeNumber(frames, { start: s, count })),
  );
  return [
    ...rules.ranges[0]!.map((_, which) => range.map((r) => new Step(rules.ranges[r]![which]!))),
    fc.constant(new Step(alloc)),
    start.map((frame) => new Step(rules.frames[frame]!)),
  ];
}

/** One of all commands there are. */
function listed(frames: number, owners: number): fc.Arbitrary<Step>[] {
  const rules = rulesOf(frames, owners);
  const all = [...rules.ranges.flat(), alloc, ...rules.frames];
  return [fc.constantFrom(...all.map((rule) => new Step(rule)))];
}

/** Draws and runs so many sequences of commands, always the same ones. Throws when the two part. */
export function modelRuns(
  { frames, owners, slices }: Pick<Scope, "frames" | "owners" | "slices">,
  runs: number,
  drawing: Drawing,
): ModelRunCounts {
  const scope = scopeOf({ frames, owners, slices });
  const rangeBits = rangesOf(frames).map(({ start, count }) => ((1 << count) - 1) << start);
  const steps = drawing === "table" ? listed(frames, owners) : drawn(frames, owners);
  counts.commands = 0;
  counts.accepted = 0;
  const setup = () => ({
    model: new Model(owners, slices, rangeBits, (1 << frames) - 1),
    real: bitmap.make(scope),
  });
  const begun = performance.now();
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: MOST_COMMANDS, size: "max" }), (commands) =>
      fc.modelRun(setup, commands),
    ),
    { numRuns: runs, seed: 1 },
  );
  return { ...counts, seconds: (performance.now() - begun) / 1000 };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [frames = 0, owners = 0, slices = 0, runs = 0] = process.argv.slice(2, 6).map(Number);
  const drawing = process.argv[6] === "table" ? "table" : "arguments";
  process.stdout.write(`${JSON.stringify(modelRuns({ frames, owners, slices }, runs, drawing))}\n`);
}
