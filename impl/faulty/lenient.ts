/**
 * Faulty versions that are lenient about the arguments of one command. Nothing is taken for done, an address
 * outside the pool is ignored, and one between two frames is rounded to frames.
 */
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import { buddy } from "../blocks/buddy.js";
import { pages } from "../blocks/pages.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

/** The methods that take arguments, and what each is to arguments between two frames. */
const ROUNDED = {
  reserve: outward,
  release: outward,
  borrow: outward,
  drop: outward,
  freeBlock: outward,
  free: ([frame = 0]: readonly number[]) => [Math.floor(frame)],
  allocBlock: ([count = 0]: readonly number[]) => [count, 1],
} as const;
type Method = keyof typeof ROUNDED;

/** What a version does in place of refusing, by the end of its name. */
const INSTEAD = {
  nothing: { code: reasons.EMPTY, words: "no frames at all, and takes that for done" },
  outside: { code: reasons.OUT_OF_RANGE, words: "what lies outside the pool, and takes that for done" },
  unaligned: { code: reasons.MISALIGNED, words: "what is not aligned, rounded to frames" },
} as const;
type Fault = keyof typeof INSTEAD;

/** Each method, the parent that has it, what its versions are named by, and the faults they have. */
const LENIENCES: readonly {
  readonly parent: AllocatorDefinition;
  readonly method: Method;
  readonly verb: string;
  readonly faults: readonly Fault[];
}[] = [
  { parent: buddy, method: "reserve", verb: "reserves", faults: ["nothing", "outside", "unaligned"] },
  { parent: buddy, method: "release", verb: "releases", faults: ["nothing", "outside", "unaligned"] },
  { parent: pages, method: "borrow", verb: "borrows", faults: ["nothing", "outside"] },
  { parent: pages, method: "drop", verb: "drops", faults: ["nothing", "outside", "unaligned"] },
  { parent: pages, method: "free", verb: "frees", faults: ["outside", "unaligned"] },
  { parent: buddy, method: "allocBlock", verb: "allocs", faults: ["nothing", "unaligned"] },
  { parent: buddy, method: "freeBlock", verb: "frees", faults: ["nothing", "outside", "unaligned"] },
];

export const LENIENT: readonly AllocatorDefinition[] = LENIENCES.flatMap(({ parent, method, verb, faults }) =>
  faults.map((fault): AllocatorDefinition => {
    const { code, words } = INSTEAD[fault];
    return faulty(parent, `${verb}-${fault}`, `${verb} ${words}`, (scope) =>
      lenient(parent.make(scope), method, code),
    );
  }),
);

/** The same allocator, but for what one of its methods refuses with `code`. */
function lenient(allocator: Allocator, method: Method, code: number): Allocator {
  // The parent has the method, and every one of them takes numbers.
  const strict = allocator[method] as (...args: readonly number[]) => number;
  const mild = (...args: readonly number[]): number => {
    const answer = strict.call(allocator, ...args);
    if (answer !== code) return answer;
    if (code !== reasons.MISALIGNED) return ACCEPTED;
    const again = strict.call(allocator, ...ROUNDED[method](args));
    return again < 0 ? answer : again;
  };
  return Object.assign(allocator, { [method]: mild });
}

/** The least range of frames around a range, with what comes behind it. */
function outward([start = 0, count = 0, ...rest]: readonly number[]): number[] {
  const first = Math.floor(start);
  return [first, Math.ceil(start + count) - first, ...rest];
}
