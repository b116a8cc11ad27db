/**
 * The module `boot` once more, as plainly as it can be said: a holder for each unit, and where the initrd
 * lies, how far it has come, and what is the crash kernel's.
 *
 * Written from the sentences of the rules and from nothing in model/ but the names of commands.
 */
import type { Command } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import type { Naive } from "./naive-enumeration.js";

type Holder = "nobody" | "client" | number;
type Stage = "none" | "placed" | "reserved" | "unpacking" | "read" | "freed";

export interface Boot {
  readonly units: readonly Holder[];
  readonly slices: readonly FrameRange[];
  readonly over: boolean;
  /** The units of the initrd, of which some may lie behind memory. */
  readonly initrd: readonly number[];
  readonly stage: Stage;
  readonly retained: boolean;
  readonly crash: readonly number[];
}

const unitsIn = ({ start, count }: FrameRange) => Array.from({ length: count }, (_, i) => start + i);

/** The naive model of the core, phases and boot, for frames of any number of units. */
export function naiveBoot(scope: Scope): Naive<Boot> {
  const { frames, owners, units: size = 1 } = scope;
  const grid = frames * size;
  const initial: Boot = {
    units: new Array<Holder>(grid).fill("nobody"),
    slices: [],
    over: false,
    initrd: [],
    stage: "none",
    retained: false,
    crash: [],
  };
  const unitsOfFrame = (frame: number) => unitsIn({ start: frame * size, count: size });
  const framesOf = (units: readonly number[]) => [...new Set(units.map((unit) => Math.floor(unit / size)))];
  const around = (units: readonly number[]) => framesOf(units).flatMap(unitsOfFrame);
  const isWhole = (units: readonly number[], frame: number) =>
    unitsOfFrame(frame).every((unit) => units.includes(unit));
  const edgesOf = (initrd: readonly number[]) => {
    const touched = framesOf(initrd);
    const edges = touched.filter((frame) => !isWhole(initrd, frame));
    if (edges.length === 0) return { first: null, last: null };
    const first = isWhole(initrd, touched[0]!) && touched.length > 1 ? null : touched[0]!;
    const last = edges.find((frame) => frame !== first) ?? null;
    return { first, last };
  };
  const isKept = (stage: Stage) => ["reserved", "unpacking", "read"].includes(stage);
  const vacant = ({ units }: Boot, frame: number) => unitsOfFrame(frame).every((u) => units[u] === "nobody");

  function commands(): Command[] {
    const all: Command[] = [{ kind: "alloc" }, { kind: "end-boot" }];
    for (let frame = 0; frame < frames; frame++) all.push({ kind: "free", frame });
    for (let start = 0; start < grid; start++)
      for (let end = start + 1; end <= grid + 1; end++) {
        const range = { start, count: end - start };
        all.push({ kind: "place-initrd", image: range });
        if (end > grid) continue;
        all.push({ kind: "borrow", range }, { kind: "drop", range });
        for (let owner = 1; owner <= owners; owner++)
          all.push({ kind: "reserve", range, owner }, { kind: "release", range, owner });
        if (start % size === 0 && end % size === 0) all.push({ kind: "reserve-crashkernel", range });
      }
    all.push({ kind: "retain-initrd" }, { kind: "reserve-initrd" }, { kind: "unpack-initrd" });
    for (const how of ["files", "failure", "image-file"] as const) all.push({ kind: "end-unpack", how });
    all.push({ kind: "free-initrd" });
    return all;
  }

  function reasons(state: Boot, command: Command): (string | false)[] {
    const { units, slices, over, initrd, stage, retained, crash } = state;
    const holders = (named: readonly number[]) => named.map((unit) => units[unit]);
    const isOwner = (holder: Holder | undefined) => typeof holder === "number";
    const tooLate = over && "boot-over";
    switch (command.kind) {
      case "reserve": {
        const named = holders(unitsIn(command.range));
        return [
          named.some(isOwner) && "overlaps-reserved",
          named.includes("client") && "overlaps-allocated",
          tooLate,
        ];
      }
      case "release": {
        const named = unitsIn(command.range);
        const held = holders(named);
        const kept = isKept(stage) ? initrd : [];
        return [
          !held.every(isOwner) && "not-reserved",
          held.some((holder) => isOwner(holder) && holder !== command.owner) && "foreign-owner",
          slices.some((slice) => unitsIn(slice).some((unit) => named.includes(unit))) && "live-slice",
          named.some((unit) => kept.includes(unit) || crash.includes(unit)) && "image",
        ];
      }
      case "borrow": {
        const held = holders(unitsIn(command.range));
        return [
          !held.every(isOwner) && "not-reserved",
          new Set(held.filter(isOwner)).size > 1 && "mixed-owners",
        ];
      }
      case "drop":
        return [!slices.some((slice) => same(slice, command.range)) && "no-such-slice"];
      case "alloc":
        return [answers(state, command).length === 0 && "exhausted"];
      case "free": {
        const held = holders(unitsOfFrame(command.frame));
        return [held.includes("nobody") && "already-free", held.some(isOwner) && "reserved"];
      }
      case "end-boot":
      case "retain-initrd":
        return [tooLate];
      case "place-initrd":
        return [stage !== "none" && "present", tooLate];
      case "reserve-crashkernel": {
        const named = unitsIn(command.range);
        const own = isKept(stage) ? initrd : [];
        const isTaken = (unit: number) => isOwner(units[unit]) && !isWhole(own, Math.floor(unit / size));
        return [
          named.some(isTaken) && "overlaps-reserved",
          holders(named).includes("client") && "overlaps-allocated",
          crash.length > 0 && "present",
          tooLate,
        ];
      }
      case "reserve-initrd": {
        const held = holders(around(initrd));
        return [
          stage === "none" && "absent",
          initrd.some((unit) => unit >= grid) && "out-of-range",
          held.some(isOwner) && "overlaps-reserved",
          held.includes("client") && "overlaps-allocated",
          tooLate,
        ];
      }
      case "unpack-initrd":
        return [
          !over && "boot",
          stage === "none" && "absent",
          stage === "placed" && "not-reserved",
          (stage === "unpacking" || stage === "read") && "present",
          stage === "freed" && "already-free",
        ];
      case "end-unpack":
        return [stage !== "unpacking" && "absent"];
      case "free-initrd":
        return [
          stage === "none" && "absent",
          stage === "placed" && "not-reserved",
          (stage === "reserved" || stage === "unpacking") && "unread",
          isKept(stage) &&
            slices.some((slice) => unitsIn(slice).some((unit) => initrd.includes(unit))) &&
            "live-slice",
          retained && "retained",
          stage === "freed" && "already-free",
        ];
      default:
        throw new Error(`no naive ${command.kind}`);
    }
  }

  /** Every way to give an initrd back: the edge frames that come with it are nobody else's. */
  function waysToFree({ units, initrd }: Boot): number[] {
    const { first, last } = edgesOf(initrd);
    const alone = (frame: number | null) =>
      frame !== null &&
      unitsOfFrame(frame).every((unit) => initrd.includes(unit) || units[unit] === "nobody");
    return [0, 1, 2, 3].filter(
      (way) => ((way & 1) === 0 || alone(first)) && ((way & 2) === 0 || alone(last)),
    );
  }

  function answers(state: Boot, { kind }: Command): number[] {
    if (kind === "free-initrd") return waysToFree(state);
    if (kind !== "alloc") return [0];
    return Array.from({ length: frames }, (_, frame) => frame).filter((frame) => vacant(state, frame));
  }

  function after(state: Boot, command: Command, answer: number): Boot {
    const marked = (named: readonly number[], holder: Holder): Boot => ({
      ...state,
      units: state.units.map((was, unit) => (named.includes(unit) ? holder : was)),
    });
    switch (command.kind) {
      case "reserve":
        return marked(unitsIn(command.range), command.owner);
      case "release":
        return marked(unitsIn(command.range), "nobody");
      case "borrow":
        return { ...state, slices: [...state.slices, command.range] };
      case "drop": {
        const gone = state.slices.findIndex((slice) => same(slice, command.range));
        return { ...state, slices: state.slices.filter((_, i) => i !== gone) };
      }
      case "alloc":
        return marked(unitsOfFrame(answer), "client");
      case "free":
        return marked(unitsOfFrame(command.frame), "nobody");
      case "end-boot":
        return { ...state, over: true };
      case "place-initrd":
        return { ...state, initrd: unitsIn(command.image), stage: "placed" };
      case "retain-initrd":
        return { ...state, retained: true };
      case "reserve-crashkernel": {
        const crash = unitsIn(command.range);
        return { ...marked(crash, 1), crash };
      }
      case "reserve-initrd":
        return { ...marked(state.initrd, 1), stage: "reserved" };
      case "unpack-initrd":
        return { ...state, stage: "unpacking" };
      case "end-unpack":
        return { ...state, stage: "read" };
      case "free-initrd": {
        const { initrd, crash } = state;
        const { first, last } = edgesOf(initrd);
        const goes = (frame: number) =>
          isWhole(initrd, frame) ||
          ((answer & 1) !== 0 && frame === first) ||
          ((answer & 2) !== 0 && frame === last);
        const free = initrd.filter((unit) => goes(Math.floor(unit / size)) && !crash.includes(unit));
        return { ...marked(free, "nobody"), initrd: [], stage: "freed" };
      }
      default:
        throw new Error(`no naive ${command.kind}`);
    }
  }

  return {
    initial,
    commands: commands(),
    reasonsAgainst: (state: Boot, command: Command) =>
      reasons(state, command)
        .filter((reason) => reason !== false)
        .sort(),
    answersTo: answers,
    after,
    keyOf: ({ slices, ...rest }: Boot) =>
      JSON.stringify([rest, slices.map(({ start, count }) => `${start}+${count}`).sort()]),
    isBeyond: ({ slices }: Boot, { kind }: Command) => kind === "borrow" && slices.length === scope.slices,
  };
}

function same(a: FrameRange, b: FrameRange): boolean {
  return a.start === b.start && a.count === b.count;
}
