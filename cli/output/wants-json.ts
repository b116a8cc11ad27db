/** Whether the result was to be JSON on stdout, so that an error is too. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, i) =>
      word === "--json" || word === "--reporter=json" || (word === "json" && argv[i - 1] === "--reporter"),
  );
}
