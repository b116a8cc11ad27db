/**
 * Draws the commands of a run in a pool that has too many to lay out all.
 *
 * Ranges are the point: some lie anywhere, most where others lie already, at their ends, one frame longer or
 * shorter, inside them or beside them, so that they meet. Where they lie is drawn for a whole run: in a few
 * spots, with the places where words of 8, 32 or 64 bits end among them, or all over the pool.
 */
import { MODULES } from "../../model/modules/all.js";
import { COMMANDS, type Command, type CommandKind, describeCommand } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { PARAMETERS, type ParameterName } from "../../model/words/parameters.js";
import { gridOf, type Scope } from "../../model/words/scope.js";
import type { Random } from "../systems/random.js";

/** Commands of each kind at most; of `free` as many as there are frames in a small pool. */
const MOST_OF_KIND = 160;
/** Where words end, and so do the mistakes about them. */
const WORD_BITS = [8, 32, 64];

/** The pool of one run as its commands see it: where they lie, and over which ranges and frames. */
export class DrawnArguments {
  private readonly grid: number;
  private readonly ranges: readonly FrameRange[];
  private readonly frames: readonly number[];

  constructor(
    private readonly scope: Scope,
    private readonly random: Random,
  ) {
    this.grid = gridOf(scope);
    this.ranges = this.drawRanges();
    this.frames = this.drawFrames();
  }

  /** The commands of a kind: every combination of arguments where these are few, else some. */
  commandsOf(kind: CommandKind): Command[] {
    const { random } = this;
    const names: readonly ParameterName[] = COMMANDS[kind].names;
    const values = names.map((name) => [name, this.valuesOf(name)] as const);
    const all = values.reduce((product, [, each]) => product * each.length, 1);
    const made = new Map<string, Command>();
    const tries = Math.min(all, MOST_OF_KIND);
    for (let i = 0; i < tries; i++) {
      let rest = all <= MOST_OF_KIND ? i : random.draw() % all;
      const fields = values.map(([name, each]) => {
        const value = each[rest % each.length];
        rest = Math.floor(rest / each.length);
        return [name, value] as const;
      });
      const command = { kind, ...Object.fromEntries(fields) } as Command; // a value for each parameter
      made.set(describeCommand(command), command);
    }
    for (const id of this.scope.modules)
      for (const command of MODULES[id].instances?.(kind, this.scope) ?? [])
        made.set(describeCommand(command), command);
    return [...made.values()];
  }

  private valuesOf(name: ParameterName): readonly unknown[] {
    switch (name) {
      case "range":
      case "from":
      case "image":
        return this.ranges;
      case "window":
        return [null, ...this.ranges.slice(0, 6)];
      case "frame":
        return this.frames;
      case "count":
        return this.lengths();
      case "limit":
        return [0, ...this.frames.slice(0, 8)];
      default:
        return PARAMETERS[name].all(this.scope);
    }
  }

  /** Lengths near powers of two, where rounding shows. */
  private lengths(): number[] {
    const around = [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 32, 33, 64, this.grid >> 1, this.grid];
    return [...new Set(around)].filter((count) => count >= 1 && count <= this.grid);
  }

  private drawRanges(): FrameRange[] {
    const { random, grid } = this;
    const spots = this.drawSpots();
    const longest = Math.min(grid, [1, 2, 4, 8, 16, 40, grid >> 1, grid][random.draw() & 7] ?? 1) || 1;
    const wanted = 2 + (random.draw() % 24);
    const drawn = new Map<string, FrameRange>();
    const add = (start: number, count: number) => {
      const first = Math.max(0, Math.min(grid - 1, start));
      const range = { start: first, count: Math.max(1, Math.min(count, grid - first)) };
      drawn.set(`${range.start}+${range.count}`, range);
    };
    for (let tries = 0; drawn.size < wanted && tries < 4 * wanted; tries++) {
      const known = [...drawn.values()];
      const near = known[random.draw() % (known.length + 1)];
      if (near === undefined || random.draw() % 4 === 0) {
        const at = spots.length === 0 ? random.draw() % grid : (spots[random.draw() % spots.length] ?? 0);
        add(at - (random.draw() % 3), 1 + (random.draw() % longest));
        continue;
      }
      const { start, count } = near;
      const part = 1 + (random.draw() % count);
      const beside: readonly (readonly [number, number])[] = [
        [start, part],
        [start + count - part, part],
        [start, count + 1],
        [start - 1, count + 1],
        [start + count, 1 + (random.draw() % longest)],
        [start - 1, 1],
        [start + 1, Math.max(1, count - 2)],
        [start + (random.draw() % count), longest],
      ];
      const [at, many] = beside[random.draw() & 7] ?? [start, count];
      add(at, many);
    }
    return [...drawn.values()];
  }

  /** Where ranges lie; nowhere in particular where there is no spot. */
  private drawSpots(): number[] {
    const { random, grid } = this;
    const how = random.draw() % 4;
    if (how === 0) return [];
    return Array.from({ length: 1 + (random.draw() & 3) }, () => {
      const bits = WORD_BITS[random.draw() % WORD_BITS.length] ?? 8;
      const edge = bits * (random.draw() % (Math.floor(grid / bits) + 1));
      return how === 1 ? random.draw() % grid : how === 2 ? 0 : Math.min(edge, grid - 1);
    });
  }

  /** Frames that are named by themselves: all of a small pool, else the lowest, the last and some others. */
  private drawFrames(): number[] {
    const { frames } = this.scope;
    if (frames <= MOST_OF_KIND) return Array.from({ length: frames }, (_, frame) => frame);
    const ends = this.ranges.flatMap(({ start, count }) => [start, start + count - 1]);
    const others = Array.from({ length: 32 }, () => this.random.draw() % frames);
    const low = Array.from({ length: 32 }, (_, frame) => frame);
    return [...new Set([...low, ...ends, frames - 1, ...others])].filter((frame) => frame < frames);
  }
}
