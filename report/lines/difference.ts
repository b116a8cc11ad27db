/** How two texts differ, line by line, as a patch shows it. */

/** Lines around a change that are shown as well. */
const CONTEXT = 2;
/** So many lines say enough. */
const MOST_LINES = 60;
/** Two stretches that make so many pairs of lines are compared; longer ones are told as replaced. */
const MOST_PAIRS = 4_000_000;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
  /** Its number in the old text, from 1. */
  readonly at: number;
}

/** The lines of a difference: `-` what is there, `+` what should be; none when the texts are equal. */
export function differenceLines(is: string, should: string): string[] {
  const lines = compared(is.split("\n"), should.split("\n"));
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== " "),
  );
  const shown = lines.flatMap((line, i) => {
    if (!near[i]) return [];
    return [...(near[i - 1] === true ? [] : [`@ line ${line.at}`]), `${line.sign} ${line.text}`];
  });
  const more = shown.length - MOST_LINES;
  return more > 0 ? [...shown.slice(0, MOST_LINES), `... and ${more} lines more`] : shown;
}

/** All lines of both, those they share once. */
function compared(is: readonly string[], should: readonly string[]): Line[] {
  const most = Math.min(is.length, should.length);
  let head = 0;
  while (head < most && is[head] === should[head]) head++;
  let tail = 0;
  while (tail < most - head && is.at(-1 - tail) === should.at(-1 - tail)) tail++;
  const same = (from: number, to: number) =>
    is.slice(from, to).map((text, i): Line => ({ sign: " ", text, at: from + i + 1 }));
  return [
    ...same(0, head),
    ...changed(is.slice(head, is.length - tail), should.slice(head, should.length - tail), head),
    ...same(is.length - tail, is.length),
  ];
}

/** The lines of two stretches, the longest run of lines they share kept in order. */
function changed(is: readonly string[], should: readonly string[], before: number): Line[] {
  const width = should.length + 1;
  const shared = new Uint32Array(is.length * should.length > MOST_PAIRS ? 0 : (is.length + 1) * width);
  for (let i = is.length - 1; i >= 0 && shared.length > 0; i--)
    for (let j = should.length - 1; j >= 0; j--)
      shared[i * width + j] =
        is[i] === should[j]
          ? shared[(i + 1) * width + j + 1]! + 1
          : Math.max(shared[(i + 1) * width + j]!, shared[i * width + j + 1]!);
  const lines: Line[] = [];
  for (let i = 0, j = 0; i < is.length || j < should.length; ) {
    const at = before + i + 1;
    const [old, now] = [is[i], should[j]];
    if (old !== undefined && old === now) {
      lines.push({ sign: " ", text: old, at });
      i++;
      j++;
    } else if (
      old !== undefined &&
      (now === undefined || keeps(shared, (i + 1) * width + j, i * width + j + 1))
    ) {
      lines.push({ sign: "-", text: old, at });
      i++;
    } else {
      lines.push({ sign: "+", text: now ?? "", at });
      j++;
    }
  }
  return lines;
}

/** Whether leaving out the old line keeps as many shared lines as leaving out the new one. */
function keeps(shared: Uint32Array, withoutOld: number, withoutNew: number): boolean {
  return (shared[withoutOld] ?? 0) >= (shared[withoutNew] ?? 0);
}
