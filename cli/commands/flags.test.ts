import { expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";

test("flags are one line for a shell, with nothing in it that a shell would take for more than a word", async () => {
  for (const language of ["c", "rust", "zig"]) {
    const { code, stdout, stderr } = await inProcess(["flags", language]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^[-\w=+,. ]+\n$/);
    expect(stdout).toMatch(/wasm32/);
    expect(stdout).toContain("__heap_base");
  }
});

test("a language that is not compiled is a misuse", async () => {
  const { code, stderr } = await inProcess(["flags", "fortran"]);
  expect(code).toBe(2);
  expect(stderr).toBe("allocheck: there is no language fortran here; write c, rust or zig\n");
});
