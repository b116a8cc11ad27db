/** Where a person's code lies, as a report says it. */
import { readFileSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { CommandKind } from "../../model/words/commands.js";
import { methodLines } from "../../report/formats/method-lines.js";

/** The lines on which the methods of some commands begin; none of a file that cannot be read. */
export function linesOf(
  file: string | null,
  kinds: readonly CommandKind[],
): Partial<Record<CommandKind, number>> {
  if (file === null || kinds.length === 0) return {};
  try {
    return methodLines(readFileSync(file, "utf8"), kinds);
  } catch {
    return {};
  }
}

/** A file by its path from the root of the repository, where the CI says which that is. */
export function fromRoot(file: string, env: NodeJS.ProcessEnv): string {
  const root = env["GITHUB_WORKSPACE"] ?? env["CI_PROJECT_DIR"];
  const path = relative(root === undefined || root === "" ? "." : root, resolve(file));
  return path.startsWith("..") || isAbsolute(path) ? file : path.split(sep).join("/");
}
