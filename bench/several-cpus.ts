/** What several CPUs do, explored to its end: seconds, and accesses a second. */
import { check, ownSeconds } from "./contestants.js";
import type { Plan } from "./plan.js";
import { alternate, requireCounts, type Say, type Section } from "./section.js";
import { decimal, spread, spreadOf, whole } from "./stats.js";

/** The accesses a second of the last of them, which is the longest. */
const LEAST_PER_SECOND = 300_000;

export async function cpusSection({ rounds, cpus }: Plan, say: Say): Promise<Section> {
  const names = cpus.map(({ target, bounds, count }) => `${target}, ${bounds.join("/")}, ${count} CPUs`);
  const measured = await alternate(
    rounds,
    Object.fromEntries(
      cpus.map(({ target, bounds, count }, i) => [names[i]!, () => check(target, bounds, 1, count)]),
    ),
    say,
  );
  const lists = Object.values(measured);
  lists.forEach((list, i) => {
    requireCounts(
      names[i]!,
      list.map(({ run }) => run),
      { states: cpus[i]!.states },
    );
  });
  const perSecond = lists.map((list) => list.map((checked) => checked.run.transitions / ownSeconds(checked)));
  const last = lists.length - 1;
  return {
    title: "Several CPUs",
    text: [
      "Every interleaving of any number of commands, by one worker. Seconds are those of the whole process; those",
      "of the search alone give the accesses a second.",
    ],
    head: ["allocator", "scope", "CPUs", "states", "accesses", "seconds", "accesses a second"],
    rows: cpus.map(({ target, bounds, count }, i) => [
      target,
      bounds.join("/"),
      String(count),
      whole(lists[i]![0]!.run.states),
      whole(lists[i]![0]!.run.transitions),
      spread(lists[i]!.map(({ seconds }) => seconds)),
      whole(spreadOf(perSecond[i]!).median),
    ]),
    targets: [
      ...cpus.flatMap(({ most }, i) =>
        most === undefined
          ? []
          : [
              {
                what: `${names[i]}, in s`,
                measured: spreadOf(lists[i]!.map(({ seconds }) => seconds)),
                show: decimal,
                limit: { kind: "at most", value: most } as const,
              },
            ],
      ),
      {
        what: `${names[last]}: accesses a second`,
        measured: spreadOf(perSecond[last]!),
        show: whole,
        limit: { kind: "at least", value: LEAST_PER_SECOND },
      },
    ],
  };
}
