/** One suite for every sound allocator of blocks: whatever is added to the registry has to pass it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownScope } from "../../explore/check/own-scope.js";
import { Replayer } from "../../explore/replay/replayer.js";
import { isOffered } from "../../explore/systems/calls.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { COMMAND_KINDS, type CommandKind, describeCommand } from "../../model/words/commands.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { ALLOCATORS } from "../registry.js";

const SOUND = ALLOCATORS.filter(
  ({ class: kind, offers }) => kind === "sound" && offers["alloc-block"] !== undefined,
);
/** By night there are so many times as many walks. */
const TIMES = Number(process.env["ALLOCHECK_TIMES"] ?? 1);
const LARGE = [
  { frames: 8, runs: 40 * TIMES, length: 60 },
  { frames: 33, runs: 4 * TIMES, length: 80 },
  { frames: 64, runs: 2 * TIMES, length: 60 },
];
/** A command for each range and each length it may have: their number grows with the cube of the frames. */
const LESS = [
  { frames: 8, runs: 20 * TIMES, length: 60 },
  { frames: 12, runs: 4 * TIMES, length: 80 },
];
const sizesFor = ({ offers }: AllocatorDefinition) => (offers.resize === undefined ? LARGE : LESS);
/** What gives something back; given until none is legal, everything is free. */
const BACK: readonly CommandKind[] = ["drop", "release", "free", "free-block"];

const step = fc.record({ kind: fc.nat(1000), wild: fc.nat(3), pick: fc.nat(1_000_000) });

/** Walks at random, and then all the way back; returns how often each outcome came up. */
class RandomWalk {
  readonly seen = new Map<string, number>();
  private readonly walk: Replayer;
  private readonly offered: readonly (readonly number[])[];
  private readonly kinds: readonly CommandKind[];

  constructor(definition: AllocatorDefinition, scope: Scope, mode: "restored" | "straight") {
    this.walk = new Replayer(definition, definition.contract, scope, mode);
    expect(this.walk.begin()).toBeNull();
    const { commands } = this.walk.specification;
    this.offered = COMMAND_KINDS.map((kind) =>
      commands.flatMap((command, c) =>
        command.kind === kind && isOffered(definition, command, scope) ? [c] : [],
      ),
    );
    this.kinds = COMMAND_KINDS.filter((kind, k) => kind !== "end-boot" && this.offered[k]!.length > 0);
  }

  /** The offered commands of a kind that are legal now. */
  legal(kind: CommandKind): number[] {
    const { specification, state } = this.walk;
    specification.look(state, 0);
    return this.offered[COMMAND_KINDS.indexOf(kind)]!.filter((c) => specification.judge(c) === 0);
  }

  take(c: number): void {
    const command = this.walk.specification.commands[c]!;
    const walked = this.walk.take(c);
    if (walked.kind === "broke") expect({ command: describeCommand(command), ...walked }).toBe("unbroken");
    if (walked.kind !== "went") return;
    const { answer } = walked;
    const outcome = `${command.kind} ${answer.kind === "refused" ? answer.reason : answer.kind}`;
    this.seen.set(outcome, (this.seen.get(outcome) ?? 0) + 1);
  }

  atRandom({ kind, wild, pick }: { kind: number; wild: number; pick: number }): void {
    const chosen = this.kinds[kind % this.kinds.length]!;
    const all = this.offered[COMMAND_KINDS.indexOf(chosen)]!;
    const among = wild === 0 ? all : this.legal(chosen);
    if (among.length > 0) this.take(among[pick % among.length]!);
  }

  /** Gives everything back; every such command must be accepted, and in the end all is free. */
  back(): void {
    for (const kind of BACK)
      for (let [c] = this.legal(kind); c !== undefined; [c] = this.legal(kind)) this.take(c);
    const { specification, state } = this.walk;
    const frames = Array.from({ length: specification.scope.frames }, (_, f) =>
      specification.kindOf(state, 0, f),
    );
    // What nobody offers to take back stays: bump never frees, and boot-bitmap never releases.
    if (this.takesBack("free", "free-block")) expect(frames).not.toContain(ALLOCATED);
    if (this.takesBack("release"))
      expect(frames.filter((kind) => kind !== ALLOCATED && kind !== FREE)).toEqual([]);
  }

  private takesBack(...kinds: readonly CommandKind[]): boolean {
    return kinds.some((kind) => this.kinds.includes(kind));
  }
}

test("there are such allocators", () => {
  expect(SOUND.map(({ name }) => name)).toContain("pages");
});

describe.each(SOUND)("$name", (definition) => {
  test.each(sizesFor(definition))(
    "random commands never break it, and nothing is lost: $frames frames",
    ({ frames, runs, length }) => {
      const scope = ownScope(scopeOf(frames, 2, 4, "foreign"), definition);
      const seen = new Set<string>();
      const property = fc.property(
        fc.array(step, { minLength: 20, maxLength: length, size: "max" }),
        fc.boolean(),
        (steps, restored) => {
          const walk = new RandomWalk(definition, scope, restored ? "restored" : "straight");
          for (const each of steps) walk.atRandom(each);
          walk.back();
          for (const kind of ["alloc-block", "alloc"] as const) {
            const whole = walk.legal(kind).at(-1); // the largest block there can be, where there is one
            if (whole !== undefined) walk.take(whole);
          }
          for (const outcome of walk.seen.keys()) seen.add(outcome);
        },
      );
      fc.assert(property, { numRuns: runs });
      expect(seen).toContain("alloc-block accepted");
      expect(seen.size).toBeGreaterThan(1);
    },
  );

  test("it holds with every argument from outside the pool", () => {
    const scope = ownScope(scopeOf(3, 2, 1, "foreign"), definition);
    expect(runToEnd({ definition, scope })).toMatchObject({ verdict: "holds", closed: true });
  });
});
