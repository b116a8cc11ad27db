/** Which boot is told: sizes and places of what a boot loader loads, and what happens on the way. */
import { readText } from "../../counterexamples/read-text.js";
import { Misuse } from "../../model/words/misuse.js";
import { once } from "../../model/words/once.js";
import { suggestion } from "../../model/words/suggestion.js";
import { quoted } from "../../model/words/wording.js";
import { zod } from "../../model/words/zod.js";
import { FRAME_BYTES } from "../../report/boot/timeline.js";
import { bytesIn } from "../input/options.js";
import { importDefault } from "../targets/load.js";

export const FLAVOURS = ["linux-generic", "linux-arm", "linux-arm64", "solaya", "solaya-released"] as const;
export type Flavour = (typeof FLAVOURS)[number];

/** Whether it is solaya, which has one page allocator from the start, and no switch_root. */
export function isSolaya({ as }: Boot): boolean {
  return as === "solaya" || as === "solaya-released";
}

/** Where mounts are made: below the new root or /run, or elsewhere. */
export const MOUNTS = ["run", "elsewhere"] as const;

/** Each size with its default (`null`: it follows from others), whether it is a guess, and the help. */
export const SIZES = {
  memory: { standard: "192M", assumed: false, help: "RAM of the machine" },
  kernel: { standard: "12M", assumed: true, help: "the kernel image" },
  initrd: { standard: "20M", assumed: true, help: "the packed archive; 0 for none" },
  unpacked: { standard: "66M", assumed: true, help: "the files of the archive, unpacked" },
  fdt: { standard: "64K", assumed: true, help: "the device tree; 0 for none" },
  crashkernel: { standard: "0", assumed: false, help: "memory kept for a crash kernel" },
  loopFiles: { standard: "0", assumed: true, help: "unpacked files that are open or back a loop device" },
  squashfs: { standard: "66M", assumed: true, help: "page cache and buffers of a mounted squashfs" },
  system: { standard: "18M", assumed: true, help: "what the running system itself uses" },
  initrdAt: { standard: null, assumed: false, help: "where the archive lies; behind the fdt when not given" },
  fdtAt: { standard: null, assumed: false, help: "where the fdt lies; behind the kernel when not given" },
  crashkernelAt: { standard: null, assumed: false, help: "where it lies; at the end of RAM when not given" },
} as const;
export type SizeName = keyof typeof SIZES;
export const SIZE_NAMES = Object.keys(SIZES) as readonly SizeName[]; // they are its keys

/** What options and a file say: sizes as text. */
export type BootOptions = { readonly [K in SizeName]?: string | number | undefined } & {
  readonly retain?: boolean | undefined;
  readonly unpackFails?: boolean | undefined;
  readonly mounts?: string | undefined;
  readonly as?: string | undefined;
};

/** A boot in full; sizes and addresses in bytes. */
export interface Boot extends Readonly<Record<SizeName, number>> {
  readonly retain: boolean;
  readonly unpackFails: boolean;
  readonly mounts: (typeof MOUNTS)[number];
  readonly as: Flavour;
}

/** The kernel begins here, behind its page tables (32-bit ARM: `TEXT_OFFSET`); solaya has none to keep. */
export const KERNEL_AT = 32 * 1024;
export const TABLES = { start: 16 * 1024, end: KERNEL_AT } as const;

/** A size in bytes may be odd, as an address is. */
const SIZE = /^(\d+(?:\.\d+)?)([BKMG])?$/i;
/** Four times what takes a few seconds. */
const MOST_MEMORY = 4 * 2 ** 30;

export const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function bytesOf(name: SizeName, given: string | number): number {
  const bytes = bytesIn(String(given), SIZE);
  if (bytes <= 2 ** 40) return bytes;
  throw new Misuse(
    "bad-option",
    `${flagOf(name)} takes a size such as 20M or 64K, not ${quoted(String(given))}`,
    "the units are B, K, M and G; megabytes without one",
  );
}

function oneOf<T extends string>(name: string, given: string, of: readonly T[]): T {
  const found = of.find((one) => one === given);
  if (found !== undefined) return found;
  const close = suggestion(given, of);
  throw new Misuse(
    "bad-option",
    `${flagOf(name)} takes ${of.join(", ")}, not ${quoted(given)}`,
    close === undefined ? `for example ${flagOf(name)} ${of[0]}` : `did you mean ${close}?`,
  );
}

const up = (bytes: number) => Math.ceil(bytes / FRAME_BYTES) * FRAME_BYTES;

/** What is asked for, in full. Throws a `Misuse` where it is no boot at all. */
export function bootOf(options: BootOptions): Boot {
  const size = (name: SizeName, otherwise = 0) =>
    bytesOf(name, options[name] ?? SIZES[name].standard ?? `${otherwise}B`);
  const memory = size("memory");
  const [kernel, fdt, initrd, crashkernel] = (["kernel", "fdt", "initrd", "crashkernel"] as const).map(
    (name) => size(name),
  ) as [number, number, number, number]; // as many as names
  const fdtAt = size("fdtAt", up(KERNEL_AT + kernel));
  const initrdAt = size("initrdAt", up(options.fdtAt === undefined ? fdtAt + fdt : KERNEL_AT + kernel));
  const boot: Boot = {
    memory,
    kernel,
    fdt,
    initrd,
    crashkernel,
    fdtAt,
    initrdAt,
    crashkernelAt: size(
      "crashkernelAt",
      Math.max(0, Math.floor((memory - crashkernel) / FRAME_BYTES) * FRAME_BYTES),
    ),
    unpacked: size("unpacked"),
    loopFiles: size("loopFiles"),
    squashfs: size("squashfs"),
    system: size("system"),
    retain: options.retain ?? false,
    unpackFails: options.unpackFails ?? false,
    mounts: oneOf("mounts", options.mounts ?? "run", MOUNTS),
    as: oneOf("as", options.as ?? "linux-generic", FLAVOURS),
  };
  if (memory % FRAME_BYTES !== 0 || memory > MOST_MEMORY)
    throw wrong("--memory is not whole frames of 4K, or more than 4G", "for example --memory 192M");
  const needed = KERNEL_AT + kernel;
  if (kernel === 0 || memory < needed)
    throw wrong(
      `a kernel of ${kernel / 2 ** 20} MB does not fit in ${memory / 2 ** 20} MB of RAM`,
      `use --memory ${Math.ceil(needed / 2 ** 20)}M or more, or another --kernel`,
    );
  if (fdt > 0 && fdtAt + fdt > memory) throw wrong("the fdt does not lie in RAM", "use another --fdt-at");
  if (crashkernel > 0 && boot.crashkernelAt + crashkernel > memory)
    throw wrong("the crashkernel does not lie in RAM", "use another --crashkernel or --crashkernel-at");
  if (boot.loopFiles > boot.unpacked)
    throw wrong("--loop-files are among the unpacked files, and more than these", "use a larger --unpacked");
  if (isSolaya(boot) && crashkernel > 0) throw wrong("solaya has no crashkernel", "leave out --crashkernel");
  return boot;
}

const wrong = (message: string, remedy: string) => new Misuse("bad-boot", message, remedy);

const schema = once(() => {
  const z = zod();
  const size = z.union([z.string(), z.number().nonnegative()]).optional();
  return z.strictObject({
    ...Object.fromEntries(SIZE_NAMES.map((name) => [name, size])),
    retain: z.boolean().optional(),
    unpackFails: z.boolean().optional(),
    mounts: z.enum(MOUNTS).optional(),
    as: z.enum(FLAVOURS).optional(),
  });
});

const MOST_BYTES = 100_000;

/** The options that a file says, JSON or a module whose default export says them. Throws a `Misuse`. */
export async function readBoot(file: string): Promise<BootOptions> {
  const said = /\.[cm]?[jt]s$/.test(file) ? await importDefault(file) : readJson(file);
  const parsed = schema().safeParse(said);
  if (parsed.success) return parsed.data as BootOptions; // the schema has its keys and no others
  const issue = parsed.error.issues[0];
  const key = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const keys = [...SIZE_NAMES, "retain", "unpackFails", "mounts", "as"];
  const close = key === undefined ? undefined : suggestion(key, keys);
  throw new Misuse(
    "bad-boot",
    key === undefined
      ? `${file}: ${issue?.path.join(".") || "the file"}: ${issue?.message ?? "is wrong"}`
      : `${file} has the unknown key ${quoted(key)}`,
    close === undefined ? `the keys are ${keys.join(", ")}` : `did you mean ${close}?`,
  );
}

function readJson(file: string): unknown {
  const text = readText(file, MOST_BYTES, "a boot", "name a boot.json, or a .ts file");
  try {
    return JSON.parse(text);
  } catch {
    throw new Misuse("bad-boot", `${file} is not JSON`, 'write for example {"memory": "192M"}');
  }
}

/** The command line that tells a boot again: what differs from the defaults. */
export function commandOf(options: BootOptions): string {
  const words = Object.entries(options).flatMap(([name, value]) =>
    value === undefined || value === false
      ? []
      : value === true
        ? [flagOf(name)]
        : [flagOf(name), String(value)],
  );
  return ["allocheck boot", ...words].join(" ");
}
