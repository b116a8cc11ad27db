/** A boot as a drawing: time to the right, RAM upwards, a band for each holder. */
import { wrap } from "../lines/wrap.js";
import { xmlText } from "../lines/xml.js";
import { type Band, framesOf, HOLDER_IDS, HOLDERS, sizeOf, type Timeline } from "./timeline.js";

const HEIGHT = 360;
const STEP = 104;
const [LEFT, TOP, BELOW] = [64, 40, 58];
/** A letter is about so wide. */
const LETTER = 6;
/** A band lower than this has no room for a label, and so far is one label from the next. */
const LABELLED = 11;

/** Readable in print and without colour: every band has its letter, dead weight is hatched and labelled. */
export function bootSvg({ flavour, frames, moments, findings }: Timeline): string {
  const width = LEFT + STEP * moments.length + 12;
  const y = (frame: number) => TOP + HEIGHT - (frame / frames) * HEIGHT;
  const columns = moments.flatMap((moment, i) => {
    const x = LEFT + i * STEP;
    const largest = new Map<string, Band>();
    for (const band of moment.bands) {
      const known = largest.get(band.holder);
      if (known === undefined || band.end - band.start > known.end - known.start)
        largest.set(band.holder, band);
    }
    const sums = framesOf(moment);
    const labels: Label[] = [];
    const drawn = moment.bands.flatMap((band) => {
      const { holder, start, end } = band;
      const dead = moment.dead.includes(holder);
      const high = y(start) - y(end);
      const at = `x="${x}" y="${y(end).toFixed(2)}" width="${STEP - 6}" height="${high.toFixed(2)}"`;
      const text = `${holder === "free" ? "free" : HOLDERS[holder].letter} ${sizeOf(sums.get(holder) ?? 0)}`;
      if (largest.get(holder) === band && (dead || high >= LABELLED))
        labels.push({ text, y: (y(start) + y(end)) / 2 + 4, isLight: isDark(HOLDERS[holder].shade) });
      return [
        `<rect ${at} fill="${HOLDERS[holder].shade}" stroke="#222" stroke-width="0.5"/>`,
        ...(dead ? [`<rect ${at} fill="url(#dead)"/>`] : []),
      ];
    });
    const told = apart(labels).map(
      (label) =>
        `<text x="${x + (STEP - 6) / 2}" y="${label.y.toFixed(2)}" text-anchor="middle" ` +
        `class="${label.isLight ? "light" : "on"}">${label.text}</text>`,
    );
    const words = linesOf(moment.step).map(
      (line, n) => `<text x="${x}" y="${TOP + HEIGHT + 16 + 12 * n}" class="step">${xmlText(line)}</text>`,
    );
    return [...drawn, ...told, ...words];
  });
  const met = new Set(moments.flatMap(({ bands }) => bands.map(({ holder }) => holder)));
  const used = HOLDER_IDS.filter((id) => id !== "free" && met.has(id)).map(
    (id) => `${HOLDERS[id].letter} ${HOLDERS[id].text}`,
  );
  const letters = Math.floor((width - LEFT) / LETTER);
  const below = [
    ...wrap([...used, "hatched: dead weight"].join(" \u00b7 "), letters),
    ...findings.flatMap((text) => wrap(`wrong: ${text}`, letters)),
  ];
  const height = TOP + HEIGHT + BELOW + 14 * below.length;
  const title = xmlText(`Who holds the RAM: ${flavour}, ${sizeOf(frames)}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      `font-family="sans-serif" font-size="11">`,
    `<title>${title}</title>`,
    "<defs><pattern id='dead' width='7' height='7' patternUnits='userSpaceOnUse' " +
      "patternTransform='rotate(45)'><line y2='7' stroke='#000' stroke-width='1.6'/></pattern></defs>",
    "<style>.on{font-weight:bold;paint-order:stroke;stroke:#fff;stroke-width:3px}.light{font-weight:bold;fill:#fff}" +
      ".step{font-size:10px}</style>",
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="14">${title}</text>`,
    `<text x="${LEFT - 6}" y="${TOP + 8}" text-anchor="end">${sizeOf(frames)}</text>`,
    `<text x="${LEFT - 6}" y="${TOP + HEIGHT}" text-anchor="end">0</text>`,
    ...columns,
    ...below.map(
      (text, n) => `<text x="${LEFT}" y="${TOP + HEIGHT + BELOW + 14 * n}">${xmlText(text)}</text>`,
    ),
    "</svg>",
    "",
  ].join("\n");
}

/** What stands on a band, and where its letters stand; light on a dark band. */
interface Label {
  readonly text: string;
  readonly y: number;
  readonly isLight: boolean;
}

/** The labels of a column so that none lies on another or below the drawing: of low bands they move up. */
function apart(labels: readonly Label[]): Label[] {
  let lowest = TOP + HEIGHT - 3;
  return labels
    .toSorted((a, b) => b.y - a.y)
    .map((label) => {
      const isMoved = label.y > lowest;
      const y = Math.min(label.y, lowest);
      lowest = y - LABELLED;
      // Where it has moved to, the ground may be light.
      return { ...label, y, isLight: label.isLight && !isMoved };
    });
}

/** Whether letters on a shade of grey must be white. */
function isDark(shade: string): boolean {
  return Number.parseInt(shade.slice(3, 5), 16) < 0x80;
}

/** A step in lines as wide as its column. */
function linesOf(step: string): string[] {
  const lines: string[] = [];
  for (const word of step.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < 19) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
