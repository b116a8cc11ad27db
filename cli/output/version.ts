import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
};

/** The version of this package. */
export const VERSION = manifest.version;

/** The packages that it needs. */
export const DEPENDENCIES: readonly string[] = Object.keys(manifest.dependencies);
