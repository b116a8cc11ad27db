/** Which config a command reads, and what it says. */
import { statSync } from "node:fs";
import { Misuse } from "../../model/basics/misuse.js";
import type { Interrupt } from "../workers/interrupt.js";
import { loadValue } from "../workers/session.js";
import { type Config, findConfig, parseConfig } from "./config.js";

/** The options that say which config is meant. */
export interface ConfigOptions {
  readonly config?: string;
  /** Whether no allocator is checked: then only a config that is named is read. */
  readonly specOnly?: boolean;
}

/** What the config says, where there is one; `uses` is told of it and what it imports. */
export async function configOf(
  options: ConfigOptions,
  interrupt: Interrupt,
  uses: (file: string) => void = () => {},
): Promise<Config | null> {
  const file = configFile(options);
  if (file === undefined) return null;
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Misuse("missing-config", `there is no config ${file}`, "write one with: allocheck init");
  return parseConfig(await loadValue(file, interrupt, uses), file);
}

/** The config that is named, or the one in the working directory. */
export function configFile({ config, specOnly }: ConfigOptions): string | undefined {
  return config ?? (specOnly === true ? undefined : findConfig());
}
