/** What a result rests on, by content: allocheck itself, and the files it has loaded. */
import { readdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { counterexampleFiles } from "../../counterexamples/files.js";
import { once } from "../../model/basics/once.js";
import { VERSION } from "../output/version.js";
import { digestOf } from "./sealed.js";

/** Which allocheck it was: two builds of one version are two. */
export interface Tool {
  readonly version: string;
  readonly build: string;
}

const HOME = fileURLToPath(new URL("../../", import.meta.url));
/** What is compiled beside the product, and decides no run. */
const BESIDE = /^(?:testing|bench|examples|templates)[/\\]|\.test\.js$/;

/** This allocheck: its version, and the digest of every module that it is made of. */
export const thisTool = once((): Tool => {
  const names = readdirSync(HOME, { recursive: true, encoding: "utf8" });
  const modules = names.filter((name) => name.endsWith(".js") && !BESIDE.test(name)).sort();
  const digests = modules.map((name) => [name.replaceAll("\\", "/"), digestOfFile(`${HOME}/${name}`)]);
  return { version: VERSION, build: digestOf(JSON.stringify(digests)) };
});

/** The records of known findings by their path from DIR. Who reads them says what is wrong there. */
export function recordDigests(directory: string | undefined): Record<string, string | null> {
  if (directory === undefined) return {};
  try {
    const files = counterexampleFiles([directory]);
    return Object.fromEntries(files.map((file) => [relative(directory, file), digestOfFile(file)]));
  } catch {
    return {};
  }
}

/** The digest of a file; `null` where it cannot be read. */
export function digestOfFile(file: string): string | null {
  try {
    return digestOf(readFileSync(file));
  } catch {
    return null;
  }
}
