/** What a command line wants, to be known where nothing has read its options. */

/** Whether only misuse and faults are to be told on stderr. */
export function wantsQuiet(argv: readonly string[]): boolean {
  return argv.includes("--quiet");
}

/** Whether the result was to be JSON on stdout, so that an error is too. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, i) =>
      word === "--json" || word === "--reporter=json" || (word === "json" && argv[i - 1] === "--reporter"),
  );
}
