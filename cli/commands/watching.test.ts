import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Misuse } from "../../model/basics/misuse.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { Interrupt } from "../workers/interrupt.js";
import { watching } from "./watching.js";

test("a change of what was loaded runs it again, a broken file is told of, and a signal ends it", async () => {
  const directory = temporaryDirectory();
  const [named, imported] = ["mine.mjs", "imported.mjs"].map((name) => join(directory, name)) as [
    string,
    string,
  ];
  for (const file of [named, imported]) writeFileSync(file, "");
  const interrupt = new Interrupt();
  interrupt.listen();
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  let calls = 0;
  const once = async (loaded: Set<string>) => {
    calls++;
    loaded.add(imported);
    if (calls === 1) appendFileSync(named, "//"); // while it runs
    if (calls === 2) setImmediate(() => appendFileSync(imported, "//"));
    if (calls === 2) throw new Misuse("cannot-load", "mine.mjs cannot be loaded", "mend the file");
    if (calls === 3) process.emit("SIGINT", "SIGINT");
  };
  const code = await watching(once, [named], false, interrupt).finally(() => {
    spy.mockRestore();
    interrupt.deafen();
  });
  expect({ code, calls }).toEqual({ code: 130, calls: 3 });
  expect(written).toEqual([
    "allocheck: watching 2 files; Ctrl-C ends it\n",
    "allocheck: mine.mjs cannot be loaded; mend the file\n",
    "allocheck: watching 2 files; Ctrl-C ends it\n",
  ]);
});
