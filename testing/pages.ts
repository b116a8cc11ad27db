import { join } from "node:path";
import { inProcess } from "./in-process.js";
import { ROOT } from "./read.js";

/** What `allocheck docs TOPIC --check` says of a page of docs/ and of the files beside it. */
export async function currentPage(topic: string, file: string) {
  const out = join(ROOT, "docs", file);
  const { code, stdout, stderr } = await inProcess(["docs", topic, "--check", "--out", out]);
  return { code, stderr, current: new RegExp(`^\\d+ files? of ${topic} current, `).test(stdout) };
}
