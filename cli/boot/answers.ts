/** What a boot answers to the questions people ask of it, and what of it is assumed. */
import { type Answer, HOLDERS, type HolderId, sizeOf } from "../../report/boot/timeline.js";
import { sizeText } from "../input/options.js";
import { type Boot, flagOf, isSolaya, SIZE_NAMES, SIZES, type SizeName } from "./description.js";

/** How it went. */
export interface Outcome {
  initrd: "absent" | "refused" | "kept" | "retained" | "released";
  /** What the checks said, or the allocator when the frames were given back. */
  refusal: string | null;
  files: "none" | "some" | "all";
  /** Why the boot did not go on. */
  stopped: string | null;
}

/** Each flavour and what it does to give the archive back. */
const GIVES_BACK = {
  "linux-generic":
    "free_initrd_mem, called at the end of do_populate_rootfs, gives back the frames wholly inside it",
  "linux-arm64":
    "free_initrd_mem, called at the end of do_populate_rootfs, gives back the frames wholly inside it",
  "linux-arm":
    "free_initrd_mem, called at the end of do_populate_rootfs, gives back every frame it touches, edge frames as well",
  solaya: "nothing: its page allocator has no release",
  "solaya-released": "release_reserved, called after extract has returned and its slice is dropped",
} as const satisfies Record<Boot["as"], string>;

/** The three answers, from what was run. */
export function answersOf(boot: Boot, outcome: Outcome, held: ReadonlyMap<HolderId, number>): Answer[] {
  const has = (id: HolderId) => sizeOf(held.get(id) ?? 0);
  const ofIt = (held.get("initrd") ?? 0) === 0 ? "none of it is" : `${has("initrd")} of it are`;
  const archive: Record<Outcome["initrd"], string> = {
    absent: "There was none.",
    refused: `It was never reserved (${outcome.refusal}), so nothing frees it: its memory was free from the start.`,
    retained: "Nothing: it is retained, and its bytes can be read for ever.",
    released: `In ${boot.as}: ${GIVES_BACK[boot.as]}. At the end ${ofIt} left.`,
    kept:
      `In ${boot.as}: ${GIVES_BACK[boot.as]}. ` +
      `Here ${has("initrd")} stay${outcome.refusal === null ? "" : `: ${outcome.refusal}`}.`,
  };
  const left = [...held].filter(([id]) => id !== "free").map(([id, n]) => `${HOLDERS[id].text} ${sizeOf(n)}`);
  const fdt =
    boot.fdt === 0 ? "There is no fdt." : `The fdt stays reserved (${has("fdt")}), for nobody gives it back.`;
  const initrd =
    outcome.initrd === "absent"
      ? "There is no initrd."
      : `The initrd is ${outcome.initrd}; ${ofIt} held at the end.`;
  const at = outcome.stopped === null ? "At the end" : `The boot ended early (${outcome.stopped}). By then`;
  return [
    { question: "What frees the packed archive?", answer: archive[outcome.initrd] },
    {
      question: "What happens to kernel, initrd and fdt?",
      answer: `The kernel stays (${has("kernel")}). ${fdt} ${initrd}`,
    },
    {
      question: `What still holds RAM ${isSwitched(boot, outcome) ? "after switch_root" : "at the end"}?`,
      answer: `${at}: ${left.join(", ")}; free ${has("free")}.`,
    },
  ];
}

/** Whether the boot came to where a size is used; every boot comes to the others. */
const USED: Partial<Record<SizeName, (boot: Boot, outcome: Outcome) => boolean>> = {
  unpacked: (_, { files }) => files !== "none",
  squashfs: isSwitched,
  loopFiles: isSwitched,
  system: (boot) => !isSolaya(boot),
};

/** The sizes that are assumptions, and what else is. */
export function assumptionsOf(boot: Boot, outcome: Outcome, unpackedAtFailure: number): string[] {
  const sizes = SIZE_NAMES.filter((name) => SIZES[name].assumed && (USED[name]?.(boot, outcome) ?? true));
  const sized = sizes.map((name) => {
    const [what] = SIZES[name].help.split(";");
    return `${flagOf(name)} ${sizeText(boot[name], "B")} (${what})`;
  });
  return [
    sized.join("; "),
    ...(boot.unpackFails && outcome.files !== "none"
      ? [`${unpackedAtFailure * 100}% of the files are there when the unpacking fails`]
      : []),
    ...(boot.mounts === "elsewhere" && isSwitched(boot, outcome)
      ? [
          "with mounts elsewhere than below /run all unpacked files lie below a mount: that they stay was seen, why was not",
        ]
      : []),
    ...(isSolaya(boot)
      ? ["nothing is mounted over the files and no switch_root follows: they are the root"]
      : []),
  ];
}

/** Whether the script of the initramfs ran, which mounts the new root and ends with switch_root. */
function isSwitched(boot: Boot, { files }: Outcome): boolean {
  return !isSolaya(boot) && files === "all";
}
