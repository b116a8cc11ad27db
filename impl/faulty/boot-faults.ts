/** Faulty kernels: some overlook one thing they should look at, others are as Linux or solaya once were. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { CommandKind } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { UNPACKINGS } from "../../model/words/frames.js";
import { codeOf, type ReasonId, reasons } from "../../model/words/reasons.js";
import { booted, linuxGeneric, solayaReleased } from "../boot/definitions.js";
import { ACCEPTED, edgesOf, outward, type Span } from "../boot/kernel.js";
import { LinuxBoot } from "../boot/linux.js";
import { SolayaReleased } from "../boot/solaya.js";
import { faulty } from "./version.js";

/** A Linux that goes on where only one reason says that it must not. */
function overlooking(kind: CommandKind, reason: ReasonId): AllocatorDefinition["make"] {
  return booted(
    class extends LinuxBoot {
      protected override against(command: CommandKind, range?: FrameRange): readonly number[] {
        const all = super.against(command, range);
        return command === kind ? all.filter((code) => code !== codeOf(reason)) : all;
      }
    },
  );
}

/** What is overlooked, of which command, under which name. */
const OVERLOOKED: readonly (readonly [name: string, CommandKind, ReasonId, summary: string])[] = [
  ["places-twice", "place-initrd", "present", "takes a second initrd from the boot loader"],
  ["places-late", "place-initrd", "boot-over", "takes an initrd from a boot loader that is gone"],
  ["retains-late", "retain-initrd", "boot-over", "reads the command line once more when boot is over"],
  ["crashes-over", "reserve-crashkernel", "overlaps-reserved", "puts the crash kernel over what is reserved"],
  [
    "crashes-into",
    "reserve-crashkernel",
    "overlaps-allocated",
    "puts the crash kernel over what is allocated",
  ],
  ["crashes-twice", "reserve-crashkernel", "present", "reserves memory for a second crash kernel"],
  ["crashes-late", "reserve-crashkernel", "boot-over", "reserves memory for the crash kernel after boot"],
  ["reserves-none", "reserve-initrd", "absent", "reserves an initrd at address 0 where there is none"],
  ["reserves-beyond", "reserve-initrd", "out-of-range", "keeps an initrd of which a part is no memory"],
  ["reserves-over", "reserve-initrd", "overlaps-reserved", "keeps an initrd that others lie over"],
  [
    "reserves-allocated",
    "reserve-initrd",
    "overlaps-allocated",
    "keeps an initrd over which memory was handed out before it was reserved",
  ],
  [
    "reserves-late",
    "reserve-initrd",
    "boot-over",
    "reserves the initrd when its frames have been given away",
  ],
  ["unpacks-early", "unpack-initrd", "boot", "unpacks before there are pages for the files"],
  ["unpacks-none", "unpack-initrd", "absent", "unpacks an initrd at address 0 where there is none"],
  ["unpacks-refused", "unpack-initrd", "not-reserved", "unpacks an initrd that it could not keep"],
  ["unpacks-twice", "unpack-initrd", "present", "unpacks an initrd that is being unpacked"],
  ["finds-it-again", "unpack-initrd", "already-free", "finds the initrd by its old address when it is gone"],
  ["ends-nothing", "end-unpack", "absent", "tells those who wait for files that were never unpacked"],
  ["frees-none", "free-initrd", "absent", "frees an initrd at address 0 where there is none"],
  ["frees-refused", "free-initrd", "not-reserved", "frees the frames of an initrd that it could not keep"],
  ["frees-unread", "free-initrd", "unread", "frees the initrd while the job that unpacks it reads on"],
  ["frees-retained", "free-initrd", "retained", "frees an initrd that is to be retained"],
  [
    "frees-twice",
    "free-initrd",
    "already-free",
    "frees the initrd on the failing path, and once more at the end",
  ],
];

/** The job returned before its end. */
const RETURNED = 4;

class KeepsTheFailed extends LinuxBoot {
  /** Returns where the packed bytes could not be written to a file either (before 54c7a8916a88). */
  protected override unpacked(how: number): void {
    super.unpacked(how);
    if (UNPACKINGS[how] === "image-file") this.job = RETURNED;
  }

  protected override againstFreeing(): readonly number[] {
    return this.job === RETURNED ? [reasons.REFUSED] : super.againstFreeing();
  }
}

class StaysReserved extends LinuxBoot {
  /** Gives frames to the page allocator and leaves them on the list of memblock (32-bit ARM in 2014). */
  protected override giveBack({ start, end }: Span): void {
    const { page } = this;
    for (let frame = Math.ceil(start / page); (frame + 1) * page <= end; frame++)
      this.memblock.pool.release(frame + 1, 1, 1);
  }
}

class FreesEdges extends LinuxBoot {
  /** Frees by whole frames, since they were reserved so. */
  protected override giveBack(span: Span): void {
    super.giveBack(outward(span, this.page));
  }

  protected override edgesGiven(initrd: Span): number {
    return edgesOf(initrd, this.page);
  }
}

class FreesCrashkernelEnd extends LinuxBoot {
  /** Takes the last address of the crash kernel for the one behind it, and rounds down to a frame. */
  protected override spared(initrd: Span): readonly Span[] {
    const { end } = this.crashk;
    return super
      .spared(initrd)
      .map((span) => (span.start === end && end !== 0 ? { ...span, start: end - this.page } : span));
  }
}

class FreesCrashkernel extends LinuxBoot {
  /** Knows of no crash kernel. */
  protected override spared(initrd: Span): readonly Span[] {
    return [initrd];
  }
}

class IgnoresStashes extends SolayaReleased {
  /** Thinks that every slice ended with extract. */
  protected override againstFreeing(): readonly number[] {
    return super.againstFreeing().filter((code) => code !== codeOf("live-slice"));
  }
}

class ReleasesParts extends SolayaReleased {
  /** Gives a part of the initrd back as any area. */
  override release(start: number, count: number): number {
    const answer = super.release(start, count);
    if (answer !== codeOf("image")) return answer;
    this.giveBack({ start, end: start + count });
    return ACCEPTED;
  }
}

export const BOOT_FAULTS: readonly AllocatorDefinition[] = [
  ...OVERLOOKED.map(([name, kind, reason, summary]) =>
    faulty(linuxGeneric, name, summary, overlooking(kind, reason)),
  ),
  faulty(
    linuxGeneric,
    "keeps-the-failed",
    "keeps an initrd that could not be unpacked",
    booted(KeepsTheFailed),
  ),
  faulty(
    linuxGeneric,
    "stays-reserved",
    "gives the frames away and leaves them reserved in memblock",
    booted(StaysReserved),
  ),
  faulty(
    linuxGeneric,
    "frees-edges",
    "gives the edge frames away with what else lies there",
    booted(FreesEdges),
  ),
  faulty(
    linuxGeneric,
    "frees-crashkernel-end",
    "gives the last frame of the crash kernel away",
    booted(FreesCrashkernelEnd),
  ),
  faulty(
    linuxGeneric,
    "frees-crashkernel",
    "gives away what the initrd has in common with the crash kernel",
    booted(FreesCrashkernel),
  ),
  faulty(
    solayaReleased,
    "ignores-stashes",
    "releases the initrd while somebody has stored a slice of it",
    (scope) => new IgnoresStashes(scope),
  ),
  faulty(
    solayaReleased,
    "releases-parts",
    "releases a part of the initrd as any other area",
    (scope) => new ReleasesParts(scope),
  ),
];
