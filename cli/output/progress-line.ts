/** What progress says of a search in one line, and which of it a narrow terminal gets. */
import type { SearchProgress } from "../../explore/search/progress.js";
import { clipped, grouped, plural, printable } from "../../model/basics/wording.js";

/** How fast a search was recently. */
export interface Pace {
  readonly statesPerSecond: number;
  readonly expandedPerSecond: number;
  /** The share of new states among the successors met, from 0 to 1; not a number where none was met. */
  readonly fresh: number;
}

/** What a line is made of. */
export interface Moment extends SearchProgress {
  readonly name: string;
  readonly seconds: number;
  /** `null` until there is something to compare with. */
  readonly pace: Pace | null;
  /** The budget of time, where there is one. */
  readonly maxSeconds: number | null;
}

/** A field of the line, and which of them goes first where there is no room: the highest. */
interface Field {
  readonly goes: number;
  readonly text: (moment: Moment) => string | null;
}

const NAME: Field = { goes: 0, text: ({ name }) => printable(clipped(name, 200)).replace(/\s+/g, " ") };
const TIME: readonly Field[] = [
  { goes: 3, text: ({ seconds }) => rough(seconds) },
  { goes: 4, text: left },
];

/** Of a search, in the order of the line. */
const OF_SEARCH: readonly Field[] = [
  NAME,
  { goes: 1, text: ({ levels }) => `level ${levels.length}` },
  { goes: 2, text: ({ states }) => plural(states, "state") },
  { goes: 6, text: ({ frontier }) => `frontier ${grouped(frontier)}` },
  { goes: 5, text: ({ pace }) => pace && `${grouped(Math.round(pace.statesPerSecond))} states/s` },
  {
    goes: 8,
    text: ({ pace }) => (pace && pace.fresh >= 0 ? `${Math.round(100 * pace.fresh)} % new` : null),
  },
  { goes: 7, text: ({ bytes }) => `${grouped(Math.ceil(bytes / 1e6))} MB of states` },
  ...TIME,
];

/** Of random sequences, whose commands are told as states. */
const OF_SAMPLE: readonly Field[] = [
  NAME,
  { goes: 1, text: ({ runs }) => `run ${runs}` },
  { goes: 2, text: ({ states }) => plural(states, "command") },
  { goes: 5, text: ({ pace }) => pace && `${grouped(Math.round(pace.statesPerSecond))} commands/s` },
  ...TIME,
];

/** The line, without the fields for which `columns` have no room; never longer. */
export function progressLine(moment: Moment, columns: number): string {
  let fields = (moment.runs === undefined ? OF_SEARCH : OF_SAMPLE).flatMap(({ goes, text }) => {
    const said = text(moment);
    return said === null ? [] : [{ goes, said }];
  });
  const line = () => fields.map(({ said }) => said).join("  ");
  while (line().length > columns && fields.length > 3) {
    const last = Math.max(...fields.map(({ goes }) => goes));
    fields = fields.filter(({ goes }) => goes !== last);
  }
  return line().slice(0, columns);
}

/** When it ends: by how the levels shrink, or by the budget; `null` where neither tells. */
function left(moment: Moment): string | null {
  const { maxSeconds, seconds } = moment;
  const rest = maxSeconds === null ? Number.POSITIVE_INFINITY : Math.max(0, maxSeconds - seconds);
  const shrinking = secondsLeft(moment);
  if (shrinking !== null && shrinking < rest) return `about ${rough(shrinking)} left`;
  return rest === Number.POSITIVE_INFINITY ? null : `at most ${rough(rest)} left`;
}

/** Levels that shrink slower than this may go on for long: nothing is foretold. */
const SLOWEST = 0.9;

/**
 * Levels grow, then shrink, each time faster. When two levels in a row were smaller than the one before, the
 * rest is taken for a geometric series with the slower of the two ratios: rather too long than too short.
 */
export function secondsLeft({ levels, frontier, pace }: Pick<Moment, "levels" | "frontier" | "pace">) {
  const [a = 0, b = 0, c = 0] = levels.slice(-3);
  if (levels.length < 3 || pace === null || !(pace.expandedPerSecond > 0) || !(c < b && b < a)) return null;
  const ratio = Math.max(c / b, b / a);
  if (ratio > SLOWEST) return null;
  return (frontier + (c * ratio) / (1 - ratio)) / pace.expandedPerSecond;
}

/** A time as one says it: seconds up to two minutes, then minutes, then hours. */
function rough(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
