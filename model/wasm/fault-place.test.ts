import { expect, test } from "vitest";
import { lineWith, withoutPlace } from "./fault-place.js";

/** What is said of an error whose stack has these lines, where each address has this place. */
function saidOf(stack: readonly string[], places: Readonly<Record<number, string>> = {}): string {
  const error = Object.assign(new Error("it ended"), { stack: ["Error: it ended", ...stack].join("\n") });
  return lineWith(error, { lines: { at: (address) => places[address] ?? "" }, rewritten: { moves: [] } });
}

test("the place is the innermost call in a file that a person wrote", () => {
  const stack = [
    "    at WasmInstance.fails (file:///allocheck/dist/bundle/chunk.js:1041:11)",
    "    at module.wasm.allocheck.report (wasm://wasm/module.wasm-7ff78d32:wasm-function[6]:0x10)",
    "    at module.wasm.debug.panic (wasm://wasm/module.wasm-7ff78d32:wasm-function[4]:0x20)",
    "    at module.wasm.core::panicking (wasm://wasm/module.wasm-7ff78d32:wasm-function[5]:0x28)",
    "    at module.wasm.release (wasm://wasm/module.wasm-7ff78d32:wasm-function[15]:0x30)",
    "    at module.wasm.ac_release (wasm://wasm/module.wasm-7ff78d32:wasm-function[15]:0x40)",
  ];
  const places = {
    16: "at allocheck.zig:51",
    32: "at /opt/zig/lib/std/debug.zig:400",
    40: "at /usr/src/rustc-1.63.0/library/core/src/panicking.rs:142",
    48: "at pmm.zig:45",
    64: "at shim.zig:27",
  };
  expect(saidOf(stack, places)).toBe("in release at pmm.zig:45");
  expect(saidOf(stack.slice(0, 2), places)).toBe("in allocheck.report at allocheck.zig:51");
  expect(saidOf(stack.slice(4), {})).toBe("in release");
});

test("functions and modules without a name are told, and what lies in no module is not", () => {
  expect(saidOf(["    at give (wasm://wasm/cb04e2:wasm-function[3]:0x10)"], { 16: "at a.c:3" })).toBe(
    "in give at a.c:3",
  );
  expect(saidOf(["    at wasm://wasm/cb04e2:wasm-function[3]:0x10"], { 16: "which begins at a.c:3" })).toBe(
    "in a function without a name, which begins at a.c:3",
  );
  expect(saidOf(["    at shim.wasm (wasm://wasm/shim.wasm-7ff7:wasm-function[3]:0x10)"])).toBe(
    "in a function without a name",
  );
  expect(saidOf(["    at file:///a.js:1:1"])).toBe("");
});

test("a panic of Rust names its place once, whichever Rust wrote it", () => {
  expect(withoutPlace("panicked at 'len is 16', src/heap.rs:41:13")).toBe("panicked: len is 16");
  expect(withoutPlace("panicked at src/heap.rs:41:13: len is 16")).toBe("panicked: len is 16");
  expect(withoutPlace("panicked at 'more than fits into")).toBe("panicked at 'more than fits into");
  expect(withoutPlace("panicked at src/heap.rs:41:13")).toBe("panicked at src/heap.rs:41:13");
});
