/** Which boot is told: sizes and places of what a boot loader loads, and what happens on the way. */
import { issueText } from "../../counterexamples/issue-text.js";
import { readText } from "../../counterexamples/read-text.js";
import { Misuse } from "../../model/basics/misuse.js";
import { once } from "../../model/basics/once.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { quoted, show } from "../../model/basics/wording.js";
import { zod } from "../../model/basics/zod.js";
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

/** Each size with its default, whether it is a guess, whether a place may follow it, and the help. */
export const SIZES = {
  memory: { standard: "192M", assumed: false, placed: null, help: "RAM of the machine" },
  kernel: { standard: "12M", assumed: true, placed: "32K into RAM", help: "the kernel image" },
  initrd: {
    standard: "20M",
    assumed: true,
    placed: "behind the fdt",
    help: "the packed archive; 0 for none",
  },
  unpacked: { standard: "66M", assumed: true, placed: null, help: "the files of the archive, unpacked" },
  fdt: { standard: "64K", assumed: true, placed: "behind the kernel", help: "the device tree; 0 for none" },
  crashkernel: {
    standard: "0",
    assumed: false,
    placed: "at the end of RAM",
    help: "memory kept for a crash kernel",
  },
  loopFiles: {
    standard: "0",
    assumed: true,
    placed: null,
    help: "unpacked files that are open or back a loop device",
  },
  squashfs: {
    standard: "66M",
    assumed: true,
    placed: null,
    help: "page cache and buffers of a mounted squashfs",
  },
  system: { standard: "18M", assumed: true, placed: null, help: "what the running system itself uses" },
} as const;
export type SizeName = keyof typeof SIZES;
export const SIZE_NAMES = Object.keys(SIZES) as readonly SizeName[]; // they are its keys
/** What a boot loader or the command line puts somewhere. */
export const IMAGES = ["kernel", "fdt", "initrd", "crashkernel"] as const;
export type ImageName = (typeof IMAGES)[number];

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
  /** Where each image begins. */
  readonly at: Readonly<Record<ImageName, number>>;
}

/** The kernel begins here (32-bit ARM: `TEXT_OFFSET`), behind its page tables. */
const KERNEL_AT = 32 * 1024;
/** So large, and right below the kernel. Solaya has none to keep. */
export const TABLE_BYTES = 16 * 1024;

/** A size in bytes may be odd, as an address is. */
const SIZE = /^(\d+(?:\.\d+)?)([BKMG])?$/i;
/** No size or address is larger. */
const MOST_BYTES = 2 ** 40;
/** Four times what takes a few seconds. */
const MOST_MEMORY = 4 * 2 ** 30;

export const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A size, with where it lies where that is said: `20M@0x2008000`. */
interface Sized {
  readonly bytes: number;
  readonly at: number | null;
}

function sized(name: SizeName, given: string | number): Sized {
  const [, size = "", place = null] = /^([^@]*)(?:@(.*))?$/.exec(String(given)) ?? [];
  const isHex = place !== null && /^0x[\da-f]{1,12}$/i.test(place);
  const at = place === null ? null : isHex ? Number(place) : bytesIn(place, SIZE);
  const bytes = bytesIn(size, SIZE);
  const { placed } = SIZES[name];
  if (bytes <= MOST_BYTES && (at === null || (at <= MOST_BYTES && placed !== null))) return { bytes, at };
  throw new Misuse(
    "bad-option",
    `${flagOf(name)} takes a size such as 20M or 64K${placed === null ? "" : ", or 20M@0x2008000 with its place"}, ` +
      `not ${quoted(String(given))}`,
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
  const sizes = Object.fromEntries(
    SIZE_NAMES.map((name) => [name, sized(name, options[name] ?? SIZES[name].standard)]),
  ) as Readonly<Record<SizeName, Sized>>; // one a name
  const bytes = Object.fromEntries(SIZE_NAMES.map((name) => [name, sizes[name].bytes])) as Readonly<
    Record<SizeName, number>
  >; // as above
  const { memory, kernel, fdt, crashkernel } = bytes;
  const kernelAt = sizes.kernel.at ?? KERNEL_AT;
  const fdtAt = sizes.fdt.at ?? up(kernelAt + kernel);
  const at = {
    kernel: kernelAt,
    fdt: fdtAt,
    initrd: sizes.initrd.at ?? up(sizes.fdt.at === null ? fdtAt + fdt : kernelAt + kernel),
    crashkernel:
      sizes.crashkernel.at ?? Math.max(0, Math.floor((memory - crashkernel) / FRAME_BYTES) * FRAME_BYTES),
  };
  const boot: Boot = {
    ...bytes,
    at,
    retain: options.retain ?? false,
    unpackFails: options.unpackFails ?? false,
    mounts: oneOf("mounts", options.mounts ?? "run", MOUNTS),
    as: oneOf("as", options.as ?? "linux-generic", FLAVOURS),
  };
  if (memory % FRAME_BYTES !== 0 || memory > MOST_MEMORY)
    throw wrong("--memory is not whole frames of 4K, or more than 4G", "for example --memory 192M");
  const needed = at.kernel + kernel;
  if (kernel === 0 || memory < needed)
    throw wrong(
      `a kernel of ${kernel / 2 ** 20} MB does not fit in ${memory / 2 ** 20} MB of RAM`,
      `use --memory ${Math.ceil(needed / 2 ** 20)}M or more, or another --kernel`,
    );
  if (!isSolaya(boot) && at.kernel < TABLE_BYTES)
    throw wrong("the page tables have no room below the kernel", "use --kernel 12M@32K, or higher up");
  if (fdt > 0 && at.fdt + fdt > memory) throw wrong("the fdt does not lie in RAM", "use another --fdt");
  if (crashkernel > 0 && at.crashkernel + crashkernel > memory)
    throw wrong("the crashkernel does not lie in RAM", "use another --crashkernel");
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

/** Of a file. */
const MOST_TEXT = 100_000;

/** The options that a file says, JSON or a module whose default export says them. Throws a `Misuse`. */
export async function readBoot(file: string): Promise<BootOptions> {
  const said = /\.[cm]?[jt]s$/.test(file) ? await importDefault(file) : readJson(file);
  const parsed = schema().safeParse(said, { reportInput: true });
  if (parsed.success) return parsed.data as BootOptions; // the schema has its keys and no others
  const issue = parsed.error.issues[0];
  const key = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const keys = [...SIZE_NAMES, "retain", "unpackFails", "mounts", "as"];
  const close = key === undefined ? undefined : suggestion(key, keys);
  throw new Misuse(
    "bad-boot",
    key === undefined
      ? `${file} is no boot${issue === undefined ? "" : issueText(issue)}`
      : `${file} has the unknown key ${quoted(key)}`,
    close === undefined ? `the keys are ${keys.join(", ")}` : `did you mean ${close}?`,
  );
}

const EXAMPLE = 'write for example {"memory": "192M"}';

function readJson(file: string): unknown {
  const text = readText(file, MOST_TEXT, "a boot", "name a boot.json, or a .ts file");
  if (text.trim() === "") throw new Misuse("bad-boot", `${file} is empty`, EXAMPLE);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misuse("bad-boot", `${file} is not JSON: ${show(error)}`, EXAMPLE);
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
