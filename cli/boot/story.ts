/** Runs one boot on the allocators, step by step, and keeps what memory was like after each. */
import {
  FRAME_BYTES,
  framesAtEnd,
  framesOf,
  HOLDER_IDS,
  type HolderId,
  type Moment,
  sizeOf,
  type Timeline,
} from "../../report/boot/timeline.js";
import { answersOf, assumptionsOf, type Outcome } from "./answers.js";
import {
  type Boot,
  type BootOptions,
  bootOf,
  commandOf,
  type ImageName,
  isSolaya,
  TABLE_BYTES,
} from "./description.js";
import { switchedRoot } from "./files.js";
import { Linux, Solaya } from "./machines.js";
import { type Bytes, Ledger, type Machine, outward } from "./memory.js";

/** Half of the files are there when the unpacking fails: an assumption. */
const UNPACKED_AT_FAILURE = 0.5;

/** Where the images lie. */
interface Images {
  readonly kernel: Bytes;
  readonly tables: Bytes;
  readonly fdt: Bytes;
  readonly crashkernel: Bytes;
  readonly initrd: Bytes;
}

function imagesOf(boot: Boot): Images {
  const range = (name: ImageName): Bytes => ({ start: boot.at[name], end: boot.at[name] + boot[name] });
  const { kernel } = boot.at;
  const crashkernel = outward(range("crashkernel"));
  return {
    kernel: range("kernel"),
    tables: isSolaya(boot) ? { start: 0, end: 0 } : { start: kernel - TABLE_BYTES, end: kernel },
    fdt: range("fdt"),
    crashkernel: { start: crashkernel.start * FRAME_BYTES, end: crashkernel.end * FRAME_BYTES },
    initrd: range("initrd"),
  };
}

function machineOf(boot: Boot, images: Images): Machine {
  const { as, memory, retain } = boot;
  const frames = memory / FRAME_BYTES;
  return as === "solaya" || as === "solaya-released"
    ? new Solaya(frames, as === "solaya-released", retain)
    : new Linux(frames, Object.values(images).filter(isSome), as, retain);
}

const isSome = ({ start, end }: Bytes) => start < end;
const framesIn = (bytes: number) => Math.ceil(bytes / FRAME_BYTES);

/** Tells a boot. Throws a `Misuse` where the options are no boot. */
export function tell(options: BootOptions): Timeline {
  return new Telling(bootOf(options)).timeline(commandOf(options));
}

class Telling {
  private readonly images: Images;
  private readonly ledger: Ledger;
  private readonly moments: Moment[] = [];
  private readonly dead = new Set<HolderId>();
  private readonly troubles: string[] = [];
  private readonly outcome: Outcome = { initrd: "absent", refusal: null, files: "none", stopped: null };

  constructor(private readonly boot: Boot) {
    this.images = imagesOf(boot);
    this.ledger = new Ledger(machineOf(boot, this.images), boot.memory / FRAME_BYTES);
  }

  timeline(command: string): Timeline {
    this.run();
    const { boot, outcome, moments } = this;
    return {
      flavour: boot.as,
      command,
      frames: this.ledger.frames,
      moments,
      findings: [...this.troubles, ...this.ledger.findings],
      answers: answersOf(boot, outcome, framesAtEnd(moments)),
      assumptions: assumptionsOf(boot, outcome, UNPACKED_AT_FAILURE),
    };
  }

  private run(): void {
    const isLinux = !isSolaya(this.boot);
    if (!this.keepImages(isLinux)) return;
    this.ledger.machine.handOver();
    if (isLinux)
      this.after("memblock hands over", "What nobody reserved goes to the page allocator, in whole frames.");
    if (this.outcome.initrd === "kept") {
      if (!this.unpack()) return;
      this.giveBack(isLinux);
    }
    if (isLinux) this.switchRoot();
  }

  /** The order of ARM: kernel, initrd with its checks, page tables, fdt; the crashkernel last. */
  private keepImages(isLinux: boolean): boolean {
    const { kernel, initrd, tables, fdt, crashkernel } = this.images;
    const refused: string[] = [];
    const keep = (image: HolderId, bytes: Bytes, over = false) => {
      if (!isSome(bytes)) return;
      const wrong = this.ledger.machine.keep(image, bytes);
      if (wrong === null) this.ledger.note(image, bytes, over);
      else if (isLinux)
        this.troubles.push(wrong); // it goes on without a crash kernel
      else refused.push(wrong);
    };
    keep("kernel", kernel);
    if (!isLinux) keep("fdt", fdt); // the order of its list
    if (isSome(initrd)) {
      const refusal = this.ledger.machine.keepInitrd(initrd);
      this.outcome.initrd = refusal === null ? "kept" : "refused";
      this.outcome.refusal = refusal;
      if (refusal === null) this.ledger.note("initrd", initrd);
      else if (!isLinux) refused.push(refusal);
    }
    keep("tables", tables);
    if (isLinux) keep("fdt", fdt, true);
    keep("crashkernel", crashkernel, true);
    const { refusal } = this.outcome;
    this.outcome.stopped = refused[0] ?? null;
    if (refusal !== null) this.troubles.push(refusal);
    else this.troubles.push(...refused);
    const loaded = isSome(initrd) ? "the initrd" : "no initrd";
    this.after(
      "images reserved",
      `The boot loader left the kernel, ${loaded} and the fdt; each is reserved in turn.`,
    );
    return refused.length === 0;
  }

  private unpack(): boolean {
    const { unpacked, unpackFails, initrd } = this.boot;
    const solaya = isSolaya(this.boot);
    const wanted = framesIn(unpackFails ? unpacked * UNPACKED_AT_FAILURE : unpacked);
    const got = this.ledger.take("rootfs", wanted);
    this.outcome.files = unpackFails || got < wanted ? "some" : "all";
    if (got < wanted) {
      this.troubles.push(
        `unpacking ran out of memory: ${sizeOf(got)} of ${sizeOf(wanted)} of files have frames`,
      );
      this.outcome.stopped = solaya ? "the kernel is out of memory" : null;
    }
    const failed = unpackFails || got < wanted;
    const image = failed && !solaya ? this.ledger.take("rootfs", framesIn(initrd)) : 0;
    this.dead.add("initrd");
    this.after(
      failed ? "unpacking fails" : "unpacked",
      failed
        ? `${sizeOf(got)} of files are there; ${sizeOf(image)} are written to /initrd.image.`
        : "The files are a copy in frames of their own. Nobody needs the packed archive any more.",
    );
    return this.outcome.stopped === null;
  }

  private giveBack(isLinux: boolean): void {
    const { retain, unpackFails } = this.boot;
    const { initrd, crashkernel } = this.images;
    if (!isLinux && unpackFails) {
      this.after("archive kept", "The release comes after a successful extract, and this one failed.");
      return;
    }
    const how = this.outcome.files === "all" ? "files" : "image-file";
    const refused = this.ledger.machine.giveInitrd(initrd, how);
    this.ledger.settle("initrd");
    if (refused !== null && isLinux && retain) {
      this.outcome.initrd = "retained";
      this.dead.delete("initrd"); // /sys/firmware/initrd shows it
      this.after(
        "archive retained",
        "retain_initrd keeps the bytes, and /sys/firmware/initrd shows them for ever.",
      );
      return;
    }
    this.outcome.initrd = refused === null ? "released" : "kept";
    if (refused !== null) this.outcome.refusal = refused;
    const overlaps = isSome(crashkernel) && crashkernel.start < initrd.end && initrd.start < crashkernel.end;
    this.after(
      refused === null ? "archive given back" : "archive kept",
      refused === null
        ? `${isLinux ? "free_initrd_mem" : "The release after extract"} gives the frames of the packed archive back` +
            `${overlaps ? ", but for those of the crashkernel" : ""}.`
        : `The frames of the packed archive stay: ${refused}.`,
    );
  }

  private switchRoot(): void {
    const { mounts, loopFiles, squashfs, system } = this.boot;
    const grow = (holder: HolderId, bytes: number) => {
      const got = this.ledger.take(holder, framesIn(bytes));
      if (got < framesIn(bytes))
        this.troubles.push(`${holder} wants ${sizeOf(framesIn(bytes))}, and ${sizeOf(got)} were free`);
    };
    const isScripted = this.outcome.files === "all";
    if (isScripted) {
      grow("squashfs", squashfs);
      this.after(
        "new root mounted",
        `The script mounts the new root; squashfs takes buffers (assumed). Mounts: ${mounts}.`,
      );
      const left = switchedRoot(mounts === "elsewhere");
      if (!left.others) this.ledger.give("rootfs", left.looped ? framesIn(loopFiles) : 0);
      this.dead.add("rootfs");
      this.after(
        "switch_root",
        mounts === "run"
          ? "It deletes the files of the old root. What is open or backs a loop device keeps its frames."
          : "It does not cross mount points: the unpacked files, taken to lie below one, stay.",
      );
    }
    grow("system", system);
    const root = isScripted
      ? ""
      : "No script of an initramfs runs: the kernel mounts a root that is no RAM. ";
    this.after("running", `${root}The system itself takes what it uses (assumed).`);
  }

  private after(step: string, said: string): void {
    this.ledger.settle();
    const moment: Moment = { step, said, bands: this.ledger.bands(), dead: [] };
    const held = framesOf(moment);
    this.moments.push({ ...moment, dead: HOLDER_IDS.filter((id) => this.dead.has(id) && held.has(id)) });
  }
}
