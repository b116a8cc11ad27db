/** Contracts: what each leaves open, and why. */
import { type Contract, type ContractPromise, leavesOf } from "../../model/contracts/named.js";
import type { Style } from "../lines/style.js";
import { hanging, wrap } from "../lines/wrap.js";

/** A contract as a list shows it; what `promises` does not name must be refused. */
export interface ContractRow {
  readonly id: string;
  readonly summary: string;
  readonly promises: Readonly<Record<string, string>>;
}

export function contractRow(contract: Contract): ContractRow {
  const { id, summary, promises, forEver = {} } = contract;
  const described = Object.entries(promises).map(([key, promise]) => {
    return [key, promiseText(promise)] as const;
  });
  const leaves = new Map<string, string>();
  for (const { mayRefuse, leaveWhile } of leavesOf(contract)) {
    const may = leaveWhile === undefined ? "may-refuse" : `may-refuse while ${leaveWhile.replace("-", " ")}`;
    for (const [kind, why] of Object.entries(mayRefuse)) {
      const before = leaves.get(kind);
      leaves.set(kind, `${before === undefined ? "" : `${before}; or `}${may}: ${why}`);
    }
  }
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

/** A contract in full: what is promised of which commands and reasons, those alike together. */
export function contractLines({ id, summary, promises }: ContractRow, style: Style): string[] {
  const { width } = style;
  const alike = new Map<string, string[]>();
  for (const [key, text] of Object.entries(promises)) alike.set(text, [...(alike.get(text) ?? []), key]);
  return [
    style.strong(`contract ${id}`),
    ...wrap(summary, width - 2).map((line) => `  ${line}`),
    ...[...alike].flatMap(([text, keys]) => [
      "",
      ...hanging("  ", text, { width }),
      ...hanging("      ", keys.join(", "), { width }),
    ]),
    "",
    ...hanging("  ", "whatever else has a true reason against it must be refused, and the rest accepted", {
      width,
    }),
  ];
}
