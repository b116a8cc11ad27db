/** Nothing that a person's file, or a path, holds acts on the terminal. */
import { expect, test, vi } from "vitest";
import { clipped, printable } from "../../model/basics/wording.js";
import { jsonText } from "../../report/formats/json.js";
import { progressLine } from "./progress-line.js";
import { SEALED, toStderr, toStdout } from "./terminal.js";

/** Escape, bell, C1, bidi, carriage return, NUL, a lone surrogate, a mark of the byte order. */
const ACTS = "\u001b[31m \u0007 \u009b2J \u202e \u2066 \r \0 \ud800 \ufeff \u2028 \u007f";
const SPELLED =
  "\\u001b[31m \\u0007 \\u009b2J \\u202e \\u2066 \\u000d \\u0000 \\ud800 \\ufeff \\u2028 \\u007f";

function written(stream: "stdout" | "stderr", write: () => void): string {
  const spy = vi.spyOn(process[stream], "write").mockReturnValue(true);
  try {
    write();
    return spy.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    spy.mockRestore();
  }
}

test("what acts on a terminal is spelled on both streams, and text in any script stays", () => {
  const plain = "a line\n\tand \u00e9\u4e2d\ud83d\ude00 \u05d0\u200d\n";
  expect(written("stdout", () => toStdout(plain + ACTS))).toBe(plain + SPELLED);
  expect(written("stderr", () => toStderr(plain + ACTS))).toBe(plain + SPELLED);
});

test("our colours pass, and those of a text within them do not", () => {
  expect(written("stdout", () => toStdout(SEALED.bad(`broken ${ACTS}`)))).toBe(
    `\u001b[31mbroken ${SPELLED}\u001b[39m`,
  );
});

test("JSON says the same, and acts on no terminal either", () => {
  const text = jsonText("1", { name: ACTS });
  expect(printable(text)).toBe(text);
  expect((JSON.parse(text) as { name: string }).name).toBe(ACTS);
});

test("a line of progress is one line", () => {
  const reached = { levels: [1], states: 1, transitions: 0, tried: 0, frontier: 1, bytes: 0 };
  const moment = { ...reached, name: `a${ACTS}\nb`, seconds: 1, pace: null, maxSeconds: null };
  expect(progressLine(moment, 1000)).toContain("a\\u001b[31m ");
  expect(progressLine(moment, 1000)).toBe(printable(progressLine(moment, 1000)));
  expect(progressLine(moment, 1000)).not.toContain("\n");
});

test("what is longer than anybody reads is cut, and says by how much", () => {
  expect(clipped("x".repeat(3000))).toBe(`${"x".repeat(1000)}... (2,000 more characters)`);
  expect(clipped("x".repeat(1000))).toBe("x".repeat(1000));
});
