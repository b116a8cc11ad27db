/**
 * What becomes of a check when one place in `impl/` is changed. A copy of the folder beside a link to the
 * model is all that differs, so it runs in a thread of this process: ten times as fast as the command line.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { ScopeOptions } from "../model/words/scope.js";
import { ROOT } from "./read.js";

/** The compiled allocators. */
export const IMPL = join(ROOT, "dist/impl");

/** An allocator of the copy, and what is given of its scope. */
export interface CopyCheck extends ScopeOptions {
  /** The compiled file that exports it, by its path in `impl/`. */
  readonly file: string;
  readonly allocator: string;
  /** In force are the modules that are named, and no others of which it offers commands. */
  readonly asNamed?: boolean;
}

/** Another text for a file of the copy. */
export interface Change {
  readonly file: string;
  readonly text: string;
}

/** The rules that were broken, or what went wrong with the check itself. */
export type Checked = { readonly rules: readonly string[] } | { readonly fault: string };

/** So long a check may take that is over in a tenth of a second; what does not end is found, as `hangs`. */
const HANGS_SECONDS = 30;

/** Copies of `impl/`, each with a change. */
export class KnockedOut {
  private readonly home = mkdtempSync(join(tmpdir(), "allocheck-knockout-"));
  private thread = newThread();
  private copies = 0;

  constructor(private readonly hangsSeconds = HANGS_SECONDS) {
    writeFileSync(join(this.home, "package.json"), '{ "type": "module" }');
  }

  /** The rules that these allocators break after the change. */
  async check(targets: readonly CopyCheck[], change?: Change): Promise<readonly string[]> {
    const place = join(this.home, `${++this.copies}`);
    const impl = copyTo(place);
    if (change !== undefined) writeFileSync(join(impl, change.file), change.text);
    const checked = await this.ask(impl, targets);
    rmSync(place, { recursive: true });
    if ("fault" in checked) throw new Error(checked.fault);
    return checked.rules;
  }

  /** Ends the thread and takes the copies away. */
  async end(): Promise<void> {
    await this.thread.terminate();
    rmSync(this.home, { recursive: true, force: true });
  }

  private ask(impl: string, targets: readonly CopyCheck[]): Promise<Checked> {
    const { thread } = this;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        void thread.terminate();
        this.thread = newThread();
        resolve({ rules: ["hangs"] });
      }, 1000 * this.hangsSeconds);
      const answered = (checked: Checked) => settle(() => resolve(checked));
      const failed = (error: Error) => settle(() => reject(error));
      const settle = (how: () => void) => {
        clearTimeout(late);
        thread.off("message", answered).off("error", failed);
        how();
      };
      thread.on("message", answered).on("error", failed);
      thread.postMessage({ impl, targets });
    });
  }
}

/** Copies `impl/`; a module is loaded once a path, so every change has a copy of its own. */
function copyTo(place: string): string {
  mkdirSync(place);
  symlinkSync(join(ROOT, "dist/model"), join(place, "model"));
  const isNeeded = (path: string) => !/\.(?:map|d\.ts|test\.js)$|\/faulty$/.test(path);
  cpSync(IMPL, join(place, "impl"), { recursive: true, filter: isNeeded });
  return join(place, "impl");
}

function newThread(): Worker {
  return new Worker(new URL("./knocked-out-thread.js", import.meta.url));
}

/** The compiled text of a file of `impl/`. */
export function implText(file: string): string {
  return readFileSync(join(IMPL, file), "utf8");
}
