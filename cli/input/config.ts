/** `allocheck.config.ts`: what a project checks, written down once. */
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { z as Schemas } from "zod";
import { issueText } from "../../counterexamples/issue-text.js";
import { Misuse } from "../../model/basics/misuse.js";
import { once } from "../../model/basics/once.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { clipped } from "../../model/basics/wording.js";
import { zod } from "../../model/basics/zod.js";
import { BOUND_IDS, BOUNDS, eachOf } from "../../model/words/bounds.js";
import { isMap } from "../../model/words/memory-map.js";
import { MODULE_IDS } from "../../model/words/module-ids.js";
import { isFile } from "../targets/names.js";
import type { NumberOption } from "./number-option.js";
import {
  ALPHABETS,
  BUDGET_OPTIONS,
  COMMAND_SECONDS_OPTION,
  SCOPE_OPTIONS,
  SIZE,
  SUSPICION_OPTION,
} from "./options.js";

const schemas = once(() => {
  const z = zod();
  const bound = ({ least, most, whole }: NumberOption) => {
    const number = whole ? z.number().int() : z.number();
    return number.min(least).max(most).optional();
  };

  const scope = z.strictObject({
    ...eachOf(BOUND_IDS, (_, name) => bound(SCOPE_OPTIONS[name])),
    /** What memory there is when a run begins, as with `--map`. */
    map: z
      .string()
      .refine(
        (text) => isMap(text, BOUNDS.frames.most),
        "is no map of up to 64 frames, as in 4 free, 1 hole, 2 reserved",
      )
      .optional(),
  });

  const budget = z.strictObject({
    maxDepth: bound(BUDGET_OPTIONS.maxDepth),
    maxStates: bound(BUDGET_OPTIONS.maxStates),
    maxSeconds: bound(BUDGET_OPTIONS.maxSeconds),
    /** Megabytes, or a text with a unit as on the command line: `"2G"`. */
    maxMemory: z.custom<number | string>(isSize, 'must be megabytes, or a text such as "2G"').optional(),
  } satisfies Record<keyof typeof BUDGET_OPTIONS | "maxMemory", unknown>);

  /** How many commands of each state are run again on a second instance, on average. */
  const suspicion = bound(SUSPICION_OPTION);
  /** Whether to look back over a search that has closed. */
  const canAlways = z.boolean().optional();
  /** Windows of a larger pool: the standard ones, those at some frames, or none. */
  const windows = z.union([z.boolean(), z.array(bound(SCOPE_OPTIONS.windowAt).unwrap()).min(1)]).optional();
  /** Whether 1, 2, 3 frames and so on are explored, and what each adds is told. */
  const grow = z.boolean().optional();
  /** Whether what a solver proves of the rules stands beside a run. */
  const proved = z.boolean().optional();
  /** A command that takes longer hangs. */
  const maxCommandSeconds = bound(COMMAND_SECONDS_OPTION);

  const words = z.array(z.string().min(1));

  /** What a target may say, and the defaults for all. */
  const ofAny = {
    scope: scope.optional(),
    /** As `--modules` and `--alphabet`. */
    modules: z.array(z.enum(MODULE_IDS)).optional(),
    alphabet: z.enum(ALPHABETS).optional(),
    budget: budget.optional(),
    maxCommandSeconds,
    suspicion,
    canAlways,
    windows,
    grow,
    proved,
  };

  const target = z.strictObject({
    /** A file, by its path from the config, or an allocator that comes with allocheck, by name. */
    module: z.string().min(1),
    contract: z.string().optional(),
    /** For a module in C, Rust or Zig: what is compiled with it, by paths from the config, and how. */
    sources: words.optional(),
    include: words.optional(),
    define: words.optional(),
    flags: words.optional(),
    ...ofAny,
  });

  const defaults = z.strictObject(ofAny);

  const config = z.strictObject({
    targets: z.array(target).min(1),
    /** Reporters as on the command line: `text`, `json`, `json:FILE`. */
    reporters: z.array(z.string()).optional(),
    /** For every target that does not say otherwise. */
    defaults: defaults.optional(),
  });

  return { config, target, defaults, scope, budget };
});

function isSize(value: unknown): boolean {
  return typeof value === "number" ? value > 0 : typeof value === "string" && SIZE.test(value);
}

/** A config as it is read. The command line wins over it, and a target over `defaults`. */
export type Config = Schemas.input<ReturnType<typeof schemas>["config"]>;

/** What `defineConfig` takes: a target of which there is no more to say may be its name alone. */
export type ConfigFile = Omit<Config, "targets"> & {
  readonly targets: readonly (string | Config["targets"][number])[];
};

/** Helps an editor with the keys of a config; gives back what it was given. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}

/** The names under which a config is looked for in the working directory. */
const CONFIG_FILES = ["ts", "mts", "js", "mjs"].map((ending) => `allocheck.config.${ending}`);

/** The config file of the working directory, if there is one. */
export function findConfig(): string | undefined {
  return CONFIG_FILES.find((file) => existsSync(file));
}

/** The keys that there are at a place of a config, as in `targets`, 0, `scope`. */
function keysAt(path: readonly PropertyKey[]): string[] {
  const { config, target, defaults, scope, budget } = schemas();
  const named = { defaults, scope, budget };
  const last = path.at(-1);
  if (last === undefined) return Object.keys(config.shape);
  return Object.keys((named[last as keyof typeof named] ?? target).shape);
}

/** A config as a module gave it. Throws a `Misuse` that names the key at fault. */
export function parseConfig(value: unknown, file: string): Config {
  const parsed = schemas().config.safeParse(withWholeTargets(value), { reportInput: true });
  if (parsed.success) return besideConfig(parsed.data, file);
  // A mistyped key is the cause of the one that is missing, so it comes first.
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (issue?.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const { scope, budget } = schemas();
    const elsewhere = key in scope.shape ? "scope" : key in budget.shape ? "budget" : null;
    if (elsewhere !== null)
      throw new Misuse(
        "bad-config",
        `${file} has ${clipped([...issue.path, key].join("."))}, and ${key} is of a ${elsewhere}`,
        `for example defaults: { ${elsewhere}: { ${key}: ... } }`,
      );
    const keys = keysAt(issue.path);
    const close = suggestion(key, keys);
    throw new Misuse(
      "bad-config",
      `${file} has the unknown key ${clipped([...issue.path, key].join("."))}`,
      close === undefined ? `the keys are ${keys.join(", ")}` : `did you mean ${close}?`,
    );
  }
  const what = issue === undefined ? "" : issueText(issue);
  throw new Misuse("bad-config", `${file} is no config${what}`, "see: allocheck init");
}

/** With a target that is a name written out. */
function withWholeTargets(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("targets" in value)) return value;
  const { targets } = value;
  if (!Array.isArray(targets)) return value;
  const whole = targets.map((target: unknown) => (typeof target === "string" ? { module: target } : target));
  return { ...value, targets: whole };
}

/** Files are named from where the config lies, whatever the working directory is. */
function besideConfig(config: Config, file: string): Config {
  const directory = dirname(file);
  if (directory === ".") return config;
  const beside = (path: string) => (isAbsolute(path) ? path : join(directory, path));
  const targets = config.targets.map((target) => ({
    ...target,
    ...(isFile(target.module) ? { module: beside(target.module) } : {}),
    ...(target.sources === undefined ? {} : { sources: target.sources.map(beside) }),
    ...(target.include === undefined ? {} : { include: target.include.map(beside) }),
  }));
  return { ...config, targets };
}
