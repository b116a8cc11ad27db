/** Faulty versions of rootfs: some overlook one thing they should look at, others give back too much. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { CommandKind } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { codeOf, type ReasonId, reasons } from "../../model/words/reasons.js";
import { linuxRootfs, rootfsInPlace } from "../boot/definitions.js";
import { when } from "../boot/kernel.js";
import { FILE, LinuxRootfs, RootfsInPlace } from "../boot/rootfs.js";
import { faulty } from "./version.js";

/** What is overlooked, of which command, under which name. */
const OVERLOOKED: readonly (readonly [name: string, CommandKind, ReasonId, summary: string])[] = [
  ["opens-nothing", "open-file", "absent", "opens a file that was deleted, or never was"],
  ["closes-nothing", "close-file", "absent", "closes a file that nobody has open"],
  ["attaches-nothing", "attach-loop", "absent", "puts a loop device before a file that is not there"],
  ["detaches-nothing", "detach-loop", "absent", "detaches a loop device from a file that has none"],
  ["unmounts-nothing", "unmount", "absent", "unmounts where nothing is mounted, or nobody gets to"],
  ["switches-early", "switch-root", "unread", "switches the root while the initrd is being unpacked"],
  ["switches-twice", "switch-root", "absent", "deletes what it finds below the new root"],
];

function overlooking(kind: CommandKind, reason: ReasonId): AllocatorDefinition["make"] {
  class Overlooks extends LinuxRootfs {
    protected override against(command: CommandKind, range?: FrameRange): readonly number[] {
      const all = super.against(command, range);
      return command === kind ? all.filter((code) => code !== codeOf(reason)) : all;
    }
  }
  return (scope) => new Overlooks(scope);
}

class ForgetsLoops extends LinuxRootfs {
  /** Counts who has a file open, and not the device behind which it is. */
  protected override isUsed(frame: number): boolean {
    return this.has(frame, FILE.OPEN);
  }
}

class FreesOpen extends LinuxRootfs {
  /** Frees the pages with the name. */
  protected override isUsed(): boolean {
    return false;
  }
}

class CrossesMounts extends LinuxRootfs {
  /** Deletes whatever device it is on. */
  protected override isFound(frame: number): boolean {
    return this.has(frame, FILE.COPY);
  }
}

class FreesShown extends RootfsInPlace {
  /** Takes files that show the packed bytes for copies of them. */
  protected override get isShown(): boolean {
    return false;
  }
}

class ShowsAnything extends RootfsInPlace {
  /** Shows whatever lies in the frame. */
  protected override against(kind: CommandKind, range?: FrameRange): readonly number[] {
    return kind === "show-file" ? [] : super.against(kind, range);
  }
}

class TakesCopiesForShown extends RootfsInPlace {
  /** Keeps the initrd for files that have a copy of it. */
  protected override againstFreeing(): readonly number[] {
    const isFile = this.files.some((file) => file !== 0);
    return [...super.againstFreeing(), ...when(isFile, reasons.INSERTED)];
  }
}

class KeepsTheDeleted extends LinuxRootfs {
  /** Gives back what nobody uses at the switch, and forgets whoever closes a file later. */
  override closeFile(frame: number): number {
    const wrong = this.refuse("close-file", { start: frame, count: 1 });
    if (wrong === 0) this.files[frame]! &= ~FILE.OPEN;
    return wrong;
  }
}

export const ROOTFS_FAULTS: readonly AllocatorDefinition[] = [
  ...OVERLOOKED.map(([name, kind, reason, summary]) =>
    faulty(linuxRootfs, name, summary, overlooking(kind, reason)),
  ),
  faulty(
    linuxRootfs,
    "frees-open",
    "gives the frame of a deleted file back while somebody has it open",
    (scope) => new FreesOpen(scope),
  ),
  faulty(
    linuxRootfs,
    "forgets-loops",
    "gives the frame of a deleted file back that is behind a loop device",
    (scope) => new ForgetsLoops(scope),
  ),
  faulty(
    linuxRootfs,
    "crosses-mounts",
    "deletes what lies below a mount with the old root",
    (scope) => new CrossesMounts(scope),
  ),
  faulty(
    linuxRootfs,
    "keeps-the-deleted",
    "loses the frame of a deleted file that is closed after the switch",
    (scope) => new KeepsTheDeleted(scope),
  ),
  faulty(
    rootfsInPlace,
    "frees-shown",
    "gives the initrd back while a file shows it in place",
    (scope) => new FreesShown(scope),
  ),
  faulty(
    rootfsInPlace,
    "shows-anything",
    "shows a frame that is not of the initrd",
    (scope) => new ShowsAnything(scope),
  ),
  faulty(
    rootfsInPlace,
    "takes-copies-for-shown",
    "keeps the initrd while a file has a copy of it",
    (scope) => new TakesCopiesForShown(scope),
  ),
];
