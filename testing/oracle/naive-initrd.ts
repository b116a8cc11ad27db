/**
 * The module `boot` beside any other, for frames of one unit, so that an image ends where a frame does: where
 * the initrd lies, how far it has come, and what is the crash kernel's, around the naive model of the rest.
 * Frames of several units are in `naive-boot.ts`.
 *
 * Written from the sentences of the rules and from nothing in model/ but the names of commands.
 */
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { Naive } from "./naive-enumeration.js";
import type { ProvenanceState } from "./naive-provenance.js";

type Stage = "none" | "placed" | "reserved" | "unpacking" | "read" | "freed";

interface Initrd<S> {
  readonly rest: S;
  /** The frames of the initrd, of which the last may lie behind memory. */
  readonly initrd: readonly number[];
  readonly stage: Stage;
  readonly retained: boolean;
  readonly crash: readonly number[];
}

/** What the module offers. */
const OWN = new Set<string>([
  "place-initrd",
  "retain-initrd",
  "reserve-crashkernel",
  "reserve-initrd",
  "unpack-initrd",
  "end-unpack",
  "free-initrd",
]);

/** The model with the module `boot`; `pagesOf` is what it is told of the rest. */
export function naiveInitrd<S>(
  { frames }: Scope,
  naive: Naive<S>,
  pagesOf: (rest: S) => ProvenanceState,
): Naive<Initrd<S>> {
  const framesIn = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i);
  const kept = ({ initrd, stage }: Initrd<S>) =>
    ["reserved", "unpacking", "read"].includes(stage) ? initrd : [];

  /** Why the module refuses what it offers. */
  function against(state: Initrd<S>, command: Command): (string | false)[] {
    const { initrd, stage, retained, crash } = state;
    const { base, stashed, shown, leaked, slots } = pagesOf(state.rest);
    const isOwned = (frame: number) => typeof base.frames[frame] === "number";
    const is = (what: string) => (frame: number) => base.frames[frame] === what;
    const tooLate = base.bootOver && "boot-over";
    switch (command.kind) {
      case "place-initrd":
        return [stage !== "none" && "present", tooLate];
      case "reserve-crashkernel": {
        const named = framesIn(command.range.start, command.range.count);
        const isGone = (frame: number) => base.memory?.ground[frame]?.memory === false;
        return [
          named.some((frame) => isOwned(frame) && !kept(state).includes(frame)) && "overlaps-reserved",
          named.some(is("allocated")) && "overlaps-allocated",
          named.some(isGone) && "absent",
          named.some(is("array")) && "metadata",
          crash.length > 0 && "present",
          tooLate,
        ];
      }
      case "reserve-initrd":
        return [
          stage === "none" && "absent",
          initrd.some((frame) => frame >= frames || is("none")(frame) || is("array")(frame)) &&
            "out-of-range",
          initrd.some(isOwned) && "overlaps-reserved",
          initrd.some(is("allocated")) && "overlaps-allocated",
          tooLate,
        ];
      case "unpack-initrd":
        return [
          !base.bootOver && "boot",
          stage === "none" && "absent",
          stage === "placed" && "not-reserved",
          (stage === "unpacking" || stage === "read") && "present",
          stage === "freed" && "already-free",
        ];
      case "end-unpack":
        return [stage !== "unpacking" && "absent"];
      case "free-initrd": {
        const held = slots.flatMap((slot) => (slot?.how === "slice" ? [slot.range] : []));
        const lent = [...base.slices, ...stashed, ...shown, ...held].flatMap(({ start, count }) =>
          framesIn(start, count),
        );
        return [
          stage === "none" && "absent",
          stage === "placed" && "not-reserved",
          (stage === "reserved" || stage === "unpacking") && "unread",
          kept(state).some((frame) => lent.includes(frame) || leaked[frame] === true) && "live-slice",
          retained && "retained",
          stage === "freed" && "already-free",
        ];
      }
      default:
        return [tooLate];
    }
  }

  function reasonsAgainst(state: Initrd<S>, command: Command): string[] {
    if (OWN.has(command.kind))
      return against(state, command)
        .filter((reason) => reason !== false)
        .sort();
    const reasons = naive.reasonsAgainst(state.rest, command);
    if (command.kind !== "release" || reasons.includes("empty") || reasons.includes("out-of-range"))
      return reasons;
    const { start, count } = command.range;
    const isNamed = (frame: number) => frame > start - 1 && frame < start + count;
    return [...kept(state), ...state.crash].some(isNamed) ? [...reasons, "image"].sort() : reasons;
  }

  /** The rest once the kernel has, or gives back, some frames. */
  function changed(rest: S, kind: "reserve" | "release", named: readonly number[]): S {
    const change = (before: S, start: number) =>
      naive.after(before, { kind, range: { start, count: 1 }, owner: 1 }, 0);
    return named.reduce(change, rest);
  }

  function after(state: Initrd<S>, command: Command, answer: number): Initrd<S> {
    const { rest, initrd, crash } = state;
    switch (command.kind) {
      case "place-initrd":
        return { ...state, initrd: framesIn(command.image.start, command.image.count), stage: "placed" };
      case "retain-initrd":
        return { ...state, retained: true };
      case "reserve-crashkernel": {
        const named = framesIn(command.range.start, command.range.count);
        return { ...state, rest: changed(rest, "reserve", named), crash: named };
      }
      case "reserve-initrd":
        return { ...state, rest: changed(rest, "reserve", initrd), stage: "reserved" };
      case "unpack-initrd":
        return { ...state, stage: "unpacking" };
      case "end-unpack":
        return { ...state, stage: "read" };
      case "free-initrd": {
        const goes = initrd.filter((frame) => !crash.includes(frame));
        return { ...state, rest: changed(rest, "release", goes), initrd: [], stage: "freed" };
      }
      default:
        return { ...state, rest: naive.after(rest, command, answer) };
    }
  }

  const ranges = framesIn(0, frames).flatMap((start) =>
    framesIn(1, frames + 1 - start).map((count) => ({ start, count })),
  );
  const { moves } = naive;
  return {
    initial: { rest: naive.initial, initrd: [], stage: "none", retained: false, crash: [] },
    commands: [
      ...naive.commands,
      ...ranges.map((image): Command => ({ kind: "place-initrd", image })),
      ...ranges
        .filter(({ start, count }) => start + count <= frames)
        .map((range): Command => ({ kind: "reserve-crashkernel", range })),
      ...(["retain-initrd", "reserve-initrd", "unpack-initrd", "free-initrd"] as const).map((kind) => ({
        kind,
      })),
      ...(["files", "failure", "image-file"] as const).map((how) => ({ kind: "end-unpack", how }) as const),
    ],
    reasonsAgainst,
    answersTo: ({ rest }, command) => (OWN.has(command.kind) ? [0] : naive.answersTo(rest, command)),
    after,
    keyOf: ({ rest, ...own }) => `${naive.keyOf(rest)} ${JSON.stringify(own)}`,
    isBeyond: ({ rest }, command) => !OWN.has(command.kind) && naive.isBeyond(rest, command),
    ...(moves === undefined
      ? {}
      : { moves: ({ rest, ...own }) => moves(rest).map((moved) => ({ rest: moved, ...own })) }),
  };
}
