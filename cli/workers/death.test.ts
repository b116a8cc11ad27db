/** A worker that dies is never a pass, and the cause is told. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "../../testing/cli.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";

/** A file of frames that are free or taken, which does something at the sixth alloc and at its beginning. */
function dying(inAlloc: string, atFirst = ""): string {
  const file = join(temporaryDirectory(), "mine.mjs");
  const text = `
    import { defineAllocator } from "${ROOT}dist/bundle/index.js";
    ${atFirst}
    const make = ({ frames }) => {
      const state = new Uint8Array(frames);
      const alloc = () => {
        const frame = state.indexOf(0);
        if (frame === 5) { ${inAlloc} }
        if (frame < 0) return -9;
        state[frame] = 1;
        return frame;
      };
      return { state, alloc };
    };
    export default defineAllocator({ name: "mine", make });
  `;
  writeFileSync(file, text);
  return file;
}

test.each(["1", "2", "3"])(
  "an allocator that ends the process in a command is told, by %s",
  async (workers) => {
    for (const exit of [0, 3]) {
      const file = dying(`process.exit(${exit});`);
      const { code, stdout, stderr } = await served([
        "check",
        file,
        "--frames",
        "7",
        "--workers",
        workers,
        "--quiet",
      ]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toBe(
        `allocheck: ${file} ended the process (exit code ${exit}); an allocator must not call process.exit\n`,
      );
    }
  },
);

test.each(["1", "2"])("what is thrown where nothing waits for it is told, by %s", async (workers) => {
  const file = dying("", 'Promise.reject(new Error("boom"));');
  const { code, stdout, stderr } = await served(["check", file, "--workers", workers, "--quiet"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`allocheck: ${file} threw outside of any command: Error: boom at ${file}:`);
});
