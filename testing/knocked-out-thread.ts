/** The thread that checks copies of `impl/`: whoever waits for it can end it. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort } from "node:worker_threads";
import { runTo } from "../explore/check/check.js";
import { ownScope } from "../explore/check/own-scope.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { scopeOf } from "../model/words/scope.js";
import type { Checked, CopyCheck } from "./knocked-out.js";

parentPort?.on("message", async ({ impl, targets }: { impl: string; targets: readonly CopyCheck[] }) => {
  let checked: Checked;
  try {
    const rules: string[] = [];
    for (const target of targets) rules.push(...(await rulesBroken(impl, target)));
    checked = { rules };
  } catch (error) {
    checked = { fault: String(error) };
  }
  parentPort?.postMessage(checked);
});

async function rulesBroken(impl: string, { file, allocator, asNamed, ...named }: CopyCheck) {
  const exported: Record<string, unknown> = await import(pathToFileURL(join(impl, file)).href);
  const definition = Object.values(exported).find(
    (value): value is AllocatorDefinition => (value as AllocatorDefinition).name === allocator,
  );
  if (definition === undefined) throw new Error(`${file} has no allocator ${allocator}`);
  const asked = scopeOf({ ...named, modules: named.modules ?? [] });
  const scope = asNamed === true ? asked : ownScope(asked, definition);
  return runTo({ definition, scope }).counterexamples.map(({ rule }) => rule);
}
