/**
 * The state of the module `boot`: where the initrd lies, how far it has come, whether it is to be retained,
 * and one bit a unit for the crash kernel.
 *
 * What is reserved is the kernel's, owner 1. An initrd is reserved byte by byte, so whatever else lies in its
 * first and last frame has a reservation of its own there.
 */
import type { BoundEffect, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { bitsFor, placesOf, read } from "../../state/layout.js";
import { put, rangeBits } from "../../state/planes.js";
import { type CoreViews, planeOf, planesOf } from "../../state/views.js";
import { argumentFaults, type Command } from "../../words/commands.js";
import type { Scope } from "../../words/scope.js";
import { PHASE_VIEWS } from "../phases/views.js";
import { PROVENANCE_VIEWS } from "../provenance/views.js";
import { type Covered, coveredBy, imagesOf } from "./images.js";
import { BOOT_VIEWS } from "./views.js";

/** How far the initrd has come. What was given back lies nowhere any more. */
export const STAGES = { NONE: 0, PLACED: 1, RESERVED: 2, UNPACKING: 3, READ: 4, FREED: 5 } as const;

export const BOOT_STATE: ModuleState = {
  fields: (scope) => [
    { id: "initrd", entries: 1, bits: bitsFor(imagesOf(scope).length) },
    { id: "initrd-stage", entries: 1, bits: bitsFor(STAGES.FREED) },
    { id: "initrd-retained", entries: 1, bits: 1 },
    { id: "crash", ...planeOf(scope) },
  ],
  look: lookAtBoot,
  effect: effectOn,
};

/** What every image covers, under its number; 0 is none, and covers nothing. */
export function coverage(scope: Scope): readonly Covered[] {
  const nothing = coveredBy(scope, { start: 0, count: 0 });
  return [nothing, ...imagesOf(scope).map((image) => coveredBy(scope, image))];
}

function lookAtBoot(views: CoreViews, { scope, layout }: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(BOOT_VIEWS);
  const [image] = placesOf(layout, "initrd");
  const [stageAt] = placesOf(layout, "initrd-stage");
  const [retained] = placesOf(layout, "initrd-retained");
  const crash = placesOf(layout, "crash");
  const covered = coverage(scope);
  const bootOver = views.offset(PHASE_VIEWS["boot-over"]);
  const slices = [
    offsets.live,
    ...[PROVENANCE_VIEWS.stashed, PROVENANCE_VIEWS.shown, PROVENANCE_VIEWS.leaked]
      .filter((view) => views.has(view))
      .map((view) => views.offset(view)),
  ];
  const leaked = views.has(PROVENANCE_VIEWS.leaked) ? views.offset(PROVENANCE_VIEWS.leaked) : -1;
  return (words, at) => {
    const { bytes, outward, inward, edges, isBeyond } = covered[read(words, at, image!)]!;
    const stage = read(words, at, stageAt!);
    const isKept = stage >= STAGES.RESERVED && stage <= STAGES.READ;
    let taken = 0;
    let overrun = 0;
    let nobodys = 0;
    let lent = 0;
    let lost = read(words, at, retained!);
    let shared = 0;
    let crashed = 0;
    for (let w = 0; w < frameWords; w++) {
      const reserved = bits[offsets.reserved + w]!;
      const allocated = bits[offsets.allocated + w]!;
      const free = bits[offsets.free + w]!;
      const kept = isKept ? bytes[w]! : 0;
      const ofCrash = read(words, at, crash[w]!);
      taken |= outward[w]! & reserved;
      overrun |= outward[w]! & allocated;
      nobodys |= outward[w]! & ~(reserved | allocated | free);
      for (let i = 0; i < slices.length; i++) lent |= kept & bits[slices[i]! + w]!;
      if (leaked >= 0) lost |= kept & bits[leaked + w]!;
      if ((edges[0][w]! & ~bytes[w]! & ~free) !== 0) shared |= 1;
      if ((edges[1][w]! & ~bytes[w]! & ~free) !== 0) shared |= 2;
      crashed |= ofCrash;
      bits[own.initrd + w] = kept;
      bits[own["edge-bytes"] + w] = kept & ~inward[w]!;
      bits[own.crash + w] = ofCrash;
      bits[own.image + w] = kept | ofCrash;
      bits[own["crash-taken"] + w] = reserved & ~(isKept ? inward[w]! : 0);
      bits[own.edges + w] = 0;
    }
    for (let w = 0; w < frameWords; w++) bits[own.kept + w] = lost === 0 ? 0 : bits[own.initrd + w]!;
    const has = (edges[0].some(Boolean) ? 1 : 0) | (edges[1].some(Boolean) ? 2 : 0);
    const alone = has & ~shared;
    bits[own.edges] = 1 | (alone & 1 ? 2 : 0) | (alone & 2 ? 4 : 0) | (alone === 3 ? 8 : 0);
    bits[own["edge-shared"]] = shared === 0 ? 0 : 1;
    bits[own["no-initrd"]] = stage === STAGES.NONE ? 1 : 0;
    bits[own["initrd-placed"]] = stage === STAGES.NONE ? 0 : 1;
    bits[own["initrd-refused"]] = stage === STAGES.PLACED ? 1 : 0;
    bits[own["initrd-unread"]] = stage === STAGES.RESERVED || stage === STAGES.UNPACKING ? 1 : 0;
    bits[own["initrd-read"]] = stage === STAGES.UNPACKING || stage === STAGES.READ ? 1 : 0;
    bits[own["initrd-freed"]] = stage === STAGES.FREED ? 1 : 0;
    bits[own["initrd-idle"]] = stage === STAGES.UNPACKING ? 0 : 1;
    bits[own["initrd-lent"]] = lent === 0 ? 0 : 1;
    bits[own["initrd-beyond"]] = isBeyond || nobodys !== 0 ? 1 : 0;
    bits[own["initrd-taken"]] = taken === 0 ? 0 : 1;
    bits[own["initrd-overrun"]] = overrun === 0 ? 0 : 1;
    bits[own["initrd-retained"]] = read(words, at, retained!);
    bits[own["crash-placed"]] = crashed === 0 ? 0 : 1;
    bits[own.early] = 1 - bits[bootOver]!; // phases come first
  };
}

function effectOn(command: Command, laidOut: LaidOut): BoundEffect | null {
  const { scope, layout } = laidOut;
  const [image] = placesOf(layout, "initrd");
  const [stage] = placesOf(layout, "initrd-stage");
  const goOn =
    (to: number): BoundEffect =>
    (words, at) =>
      put(words, at, stage!, to);
  switch (command.kind) {
    case "place-initrd": {
      const { start, count } = command.image;
      const number = imagesOf(scope).findIndex((each) => each.start === start && each.count === count) + 1;
      return (words, at) => {
        put(words, at, image!, number);
        put(words, at, stage!, STAGES.PLACED);
      };
    }
    case "retain-initrd": {
      const [retained] = placesOf(layout, "initrd-retained");
      return (words, at) => put(words, at, retained!, 1);
    }
    case "reserve-crashkernel": {
      if (argumentFaults(scope, command).length > 0) return null;
      const planes = [placesOf(layout, "crash"), planesOf(scope, layout)[1]!];
      const within = rangeBits(scope, command.range);
      return (words, at) => {
        for (let p = 0; p < planes.length; p++)
          for (let w = 0; w < within.length; w++) {
            const { word, shift } = planes[p]![w]!;
            words[at + word]! |= within[w]! << shift;
          }
      };
    }
    case "reserve-initrd":
      return reserving(laidOut);
    case "unpack-initrd":
      return goOn(STAGES.UNPACKING);
    case "end-unpack":
      return goOn(STAGES.READ);
    case "free-initrd":
      return freeing(laidOut);
    default:
      return null;
  }
}

function reserving({ scope, layout }: LaidOut): BoundEffect {
  const owned = planesOf(scope, layout)[1]!;
  const [image] = placesOf(layout, "initrd");
  const [stage] = placesOf(layout, "initrd-stage");
  const covered = coverage(scope);
  return (words, at) => {
    const { bytes } = covered[read(words, at, image!)]!;
    for (let w = 0; w < owned.length; w++) words[at + owned[w]!.word]! |= bytes[w]! << owned[w]!.shift;
    put(words, at, stage!, STAGES.RESERVED);
  };
}

/** What lies wholly inside goes, and of the edge frames those that the answer names; nobody finds it then. */
function freeing({ scope, layout }: LaidOut): BoundEffect {
  const owned = planesOf(scope, layout)[1]!;
  const [image] = placesOf(layout, "initrd");
  const [stage] = placesOf(layout, "initrd-stage");
  const covered = coverage(scope);
  return (words, at, answer) => {
    const { bytes, inward, edges } = covered[read(words, at, image!)]!;
    for (let w = 0; w < owned.length; w++) {
      const first = (answer & 1) === 0 ? 0 : edges[0][w]!;
      const last = (answer & 2) === 0 ? 0 : edges[1][w]!;
      words[at + owned[w]!.word]! &= ~(((inward[w]! | first | last) & bytes[w]!) << owned[w]!.shift);
    }
    put(words, at, image!, 0);
    put(words, at, stage!, STAGES.FREED);
  };
}
