/** Time and memory against the number of states, drawn from the tables of the results. */
import { tablesIn } from "./results.js";

/** What a row of the results says of one search. */
export interface Drawn {
  readonly states: number;
  readonly seconds: number;
  /** Megabytes. */
  readonly peak: number;
  readonly set: number;
}

/**
 * The searches that a page of results tells of, from few states to many: those with as many frames and
 * owners as the first, since only these try the same commands.
 */
export function searchesIn(page: string): Drawn[] {
  const number = (cell: string | undefined) => Number(cell?.replaceAll(",", ""));
  const rows = tablesIn(page)
    .flat()
    .filter((row) => PLOTTED.every((name) => row[name] !== undefined));
  const family = (row: Record<string, string>) => row["scope"]?.replace(/\d+$/, "");
  return rows
    .filter((row) => family(row) === family(rows[0]!))
    .map((row) => {
      const [states, seconds, peak, set] = PLOTTED.map((name) => number(row[name])) as Four;
      return { states, seconds, peak, set };
    })
    .sort((a, b) => a.states - b.states);
}

type Four = [number, number, number, number];

/** The columns that are drawn. */
const PLOTTED = ["states", "seconds", "peak, MB", "states and table, MB"] as const;

const STYLE = `
  .page { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif }
  .title { font-weight: 600 } .faint { fill: #59636e }
  .grid { stroke: #d8dee4 } .flat { stroke: #818b98; stroke-dasharray: 4 4; fill: none }
  .a { stroke: #0969da } .b { stroke: #bc4c00 } .line { fill: none; stroke-width: 2 }
  .dot.a { fill: #0969da } .dot.b { fill: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .faint { fill: #9198a1 }
    .grid { stroke: #2d333b } .flat { stroke: #7d8590 }
    .a { stroke: #4493f8 } .b { stroke: #f0883e }
    .dot.a { fill: #4493f8 } .dot.b { fill: #f0883e }
  }
`;

const WIDTH = 820;
const HEIGHT = 350;
const PANEL = { width: 310, height: 220, top: 66 } as const;

interface Series {
  readonly label: string;
  readonly kind: "a" | "b";
  readonly values: readonly number[];
}

/** A search may be over before the clock has moved; a scale of powers has no place for 0. */
const LEAST = 0.001;

function atLeastLeast(value: number): number {
  return Math.max(value, LEAST);
}

/** A scale on which every power of ten is equally far from the next. */
class Decades {
  readonly first: number;
  readonly last: number;

  constructor(values: readonly number[]) {
    const shown = values.map(atLeastLeast);
    this.first = Math.floor(Math.log10(Math.min(...shown)));
    this.last = Math.max(this.first + 1, Math.ceil(Math.log10(Math.max(...shown))));
  }

  /** From 0 at the first power of ten to 1 at the last. */
  share(value: number): number {
    return (Math.log10(atLeastLeast(value)) - this.first) / (this.last - this.first);
  }

  get ticks(): number[] {
    return Array.from({ length: this.last - this.first + 1 }, (_, i) => 10 ** (this.first + i));
  }
}

/** The picture. Throws when there are not two searches to draw a line through. */
export function plotOf(searches: readonly Drawn[]): string {
  if (searches.length < 2) throw new Error("a plot needs two searches or more");
  const states = searches.map((search) => search.states);
  const panels = [
    panel(64, "Seconds of the search", states, [
      { label: "seconds", kind: "a", values: searches.map(({ seconds }) => seconds) },
    ]),
    panel(64 + PANEL.width + 96, "Memory in MB", states, [
      { label: "peak of the process", kind: "b", values: searches.map(({ peak }) => peak) },
      { label: "states and table", kind: "a", values: searches.map(({ set }) => set) },
    ]),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    "<title>Time and memory of a search against the number of states</title>",
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    ...panels.flat(),
    "</svg>",
    "",
  ].join("\n");
}

/** One pair of axes; the dashed line through the last point of the first series is cost in proportion. */
function panel(left: number, title: string, states: readonly number[], series: readonly Series[]): string[] {
  const { width, height, top } = PANEL;
  const across = new Decades(states);
  const up = new Decades(series.flatMap(({ values }) => values));
  const x = (value: number) => round(left + across.share(value) * width);
  const y = (value: number) => round(top + (1 - up.share(value)) * height);
  const lines = series.flatMap(({ label, kind, values }, i) => [
    `<polyline class="line ${kind}" points="${values.map((v, s) => `${x(states[s]!)},${y(v)}`).join(" ")}"/>`,
    ...values.map((v, s) => `<circle class="dot ${kind}" cx="${x(states[s]!)}" cy="${y(v)}" r="3.5"/>`),
    ...(series.length === 1 ? [] : legend(left + 12, top + 16 + 20 * i, label, kind)),
  ]);
  return [
    `<text class="title" x="${left}" y="30">${title}</text>`,
    `<text class="faint" x="${left}" y="48">against states; dashed: in proportion to them</text>`,
    ...across.ticks.flatMap((tick) => [
      `<line class="grid" x1="${x(tick)}" y1="${top}" x2="${x(tick)}" y2="${top + height}"/>`,
      `<text class="faint" text-anchor="middle" x="${x(tick)}" y="${top + height + 20}">${short(tick)}</text>`,
    ]),
    ...up.ticks.flatMap((tick) => [
      `<line class="grid" x1="${left}" y1="${y(tick)}" x2="${left + width}" y2="${y(tick)}"/>`,
      `<text class="faint" text-anchor="end" x="${left - 8}" y="${y(tick) + 4}">${short(tick)}</text>`,
    ]),
    proportion(states, series[series.length - 1]!.values, x, y, up),
    ...lines,
    `<text class="faint" text-anchor="middle" x="${left + width / 2}" y="${top + height + 42}">states</text>`,
  ];
}

/** The line that cost in proportion to the states would follow, through the last point. */
function proportion(
  states: readonly number[],
  values: readonly number[],
  x: (value: number) => number,
  y: (value: number) => number,
  up: Decades,
): string {
  const [last, cost] = [states[states.length - 1]!, values[values.length - 1]!];
  const from = Math.max(states[0]!, (10 ** up.first * last) / cost);
  return `<line class="flat" x1="${x(from)}" y1="${y((cost * from) / last)}" x2="${x(last)}" y2="${y(cost)}"/>`;
}

function legend(x: number, y: number, label: string, kind: string): string[] {
  return [
    `<line class="line ${kind}" x1="${x}" y1="${y - 4}" x2="${x + 20}" y2="${y - 4}"/>`,
    `<text x="${x + 28}" y="${y}">${label}</text>`,
  ];
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1e3 ? `${value / 1e3} k` : String(Number(value.toPrecision(1)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
