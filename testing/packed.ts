import { spawnSync } from "node:child_process";
import { ROOT } from "./read.js";

/** Packs the package as it would be published into a directory, and returns the path of the tarball. */
export function packed(directory: string): string {
  // Without --ignore-scripts npm would build, and so replace the files that this very test runs from.
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", directory];
  const { stdout, stderr } = spawnSync("npm", args, { cwd: ROOT, encoding: "utf8" });
  const [pack] = JSON.parse(stdout || "[]") as readonly { readonly filename: string }[];
  if (pack === undefined) throw new Error(`npm pack failed: ${stderr}`);
  return `./${pack.filename}`;
}
