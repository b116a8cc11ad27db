/** Lists of allocators, rules and contracts. */

import type { Contract, ContractPromise } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { COMMAND_KINDS, CORE_KINDS } from "../../model/words/commands.js";
import { PLAIN, type Style } from "../lines/style.js";
import { columns } from "../lines/table.js";
import { hanging, strongHead } from "../lines/wrap.js";
import type { RuleText } from "../rule-book/rule-text.js";

/** An allocator as a list shows it. */
export interface AllocatorRow {
  readonly name: string;
  readonly class: string;
  readonly contract: string;
  /** The commands it offers; one that takes only some arguments ends in `*`. */
  readonly offers: readonly string[];
  readonly summary: string;
}

/** A contract as a list shows it; what `promises` does not name must be refused. */
export interface ContractRow {
  readonly id: string;
  readonly summary: string;
  readonly promises: Readonly<Record<string, string>>;
}

export function allocatorRow({
  name,
  class: kind,
  contract,
  offers,
  summary,
}: AllocatorDefinition): AllocatorRow {
  const offered = COMMAND_KINDS.flatMap((command) => {
    const offer = offers[command];
    return offer === undefined ? [] : [offer === true ? command : `${command}*`];
  });
  return { name, class: kind, contract: contract.id, offers: offered, summary };
}

export function contractRow({
  id,
  summary,
  promises,
  mayRefuse,
  forEver = {},
  leaveWhile,
}: Contract): ContractRow {
  const described = Object.entries(promises).map(([key, promise]) => {
    return [key, promiseText(promise)] as const;
  });
  const may = leaveWhile === undefined ? "may-refuse" : `may-refuse while ${leaveWhile.replace("-", " ")}`;
  const leaves = Object.entries(mayRefuse).map(([kind, why]) => [kind, `${may}: ${why}`] as const);
  const kept = Object.entries(forEver).map(([holder, why]) => [holder, `for ever: ${why}`] as const);
  return { id, summary, promises: Object.fromEntries([...described, ...leaves, ...kept]) };
}

function promiseText(promise: ContractPromise): string {
  switch (promise.kind) {
    case "must-refuse":
      return promise.mayWrite === undefined
        ? promise.kind
        : `${promise.kind}, may write: ${promise.mayWrite}`;
    case "instead":
      return `${promise.kind} ${promise.effect}: ${promise.because}`;
    default:
      return `${promise.kind}: ${promise.because}`;
  }
}

/** The lines of whichever lists are given. */
export function listLines(
  lists: {
    readonly allocators?: readonly AllocatorRow[];
    readonly rules?: readonly RuleText[];
    readonly contracts?: readonly ContractRow[];
  },
  style: Style,
): string[] {
  const { width } = style;
  const parts = [
    lists.allocators && ["allocators", ...allocatorLines(lists.allocators, width)],
    lists.rules && [
      "rules",
      ...lists.rules.flatMap(({ id, statement }) => [`  ${id}`, ...hanging("      ", statement, { width })]),
    ],
    lists.contracts && ["contracts", ...contractLines(lists.contracts, width)],
  ];
  return parts
    .flatMap((part) => (part === undefined ? [] : ["", style.strong(part[0] ?? ""), ...part.slice(1)]))
    .slice(1);
}

/** A longer name has a line of its own, and leaves the columns of the others where they are. */
const LONGEST_NAME = 32;

function allocatorLines(rows: readonly AllocatorRow[], width: number): string[] {
  const short = rows.filter(({ name }) => name.length <= LONGEST_NAME);
  const names = Math.max(0, ...short.map(({ name }) => name.length));
  const rest = columns(rows.map(({ class: kind, contract }) => [kind, contract]));
  const restWidth = Math.max(0, ...rest.map((text) => text.length));
  const isNarrow = width < names + restWidth + LEAST_OFFERS;
  return [
    ...rows.flatMap(({ name, summary, offers }, i) => {
      const head = `  ${name.padEnd(names)}  ${rest[i]!.padEnd(restWidth)}`; // one a row
      const said = offersText(offers);
      const lines = isNarrow
        ? [`  ${name}`, ...hanging("    ", `${rest[i]}  ${said}`, { width })]
        : name.length > names
          ? [...strongHead(`  ${name}`, rest[i]!, { ...PLAIN, width }), ...hanging("    ", said, { width })]
          : hanging(`${head}  `, said, { width });
      return [...lines, ...(summary === "" ? [] : hanging("      ", summary, { width }))];
    }),
    "  * takes only some arguments",
  ];
}

/** With less room for what is offered it stands below the name. */
const LEAST_OFFERS = 24;

function offersText(offers: readonly string[]): string {
  const core = CORE_KINDS.every((kind) => offers.includes(kind));
  const more = offers.filter((offer) => !core || !CORE_KINDS.some((kind) => kind === offer));
  return [...(core ? ["the core's"] : []), ...more].join(", ");
}

function contractLines(rows: readonly ContractRow[], width: number): string[] {
  return [
    ...rows.flatMap(({ id, summary, promises }) => [
      ...hanging(`  ${id}: `, summary, { width }),
      ...promiseLines(Object.entries(promises), width),
    ]),
    ...hanging("  ", "whatever else has a true reason against it must be refused", { width }),
  ];
}

function promiseLines(promises: readonly (readonly [key: string, text: string])[], width: number): string[] {
  const keys = Math.max(0, ...promises.map(([key]) => key.length));
  return promises.flatMap(([key, text]) => hanging(`      ${key.padEnd(keys)}  `, text, { width }));
}
