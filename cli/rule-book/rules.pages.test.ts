/**
 * The evidence of the rule book: every rule is broken by one version, which is caught under it and under no
 * other; without the rule that finding is gone, and what still objects is what is declared here.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileText } from "../../counterexamples/file-text.js";
import { HISTORY } from "../../counterexamples/history.js";
import { replay } from "../../counterexamples/replay.js";
import { validCounterexample } from "../../counterexamples/validate.js";
import { runTo } from "../../explore/check/check.js";
import { rulesBroken } from "../../explore/rule-book/knock-out.js";
import { partsOf, ruleScope } from "../../explore/rule-book/rule-scope.js";
import { KNOCK_OUTS } from "../../impl/faulty/knock-outs.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { ALL_RULES, CLAUSES } from "../../model/modules/all.js";
import { PROVENANCE_RULES } from "../../model/provenance-rules.js";
import type { PageData } from "../../report/html/data.js";
import { unpacked } from "../../report/html/packed.js";
import { differenceLines } from "../../report/lines/difference.js";
import { counterexamplePath } from "../../report/pages/markdown.js";
import { witnessPath } from "../../report/pages/rule-section.js";
import { rulesPage, witnessFiles } from "../../report/pages/rules-page.js";
import { anchor } from "../../report/rule-book/entries.js";
import { RULE_TEXTS } from "../../report/rule-book/rule-text.js";
import { inBrowser } from "../../testing/browser.js";
import { inProcess } from "../../testing/in-process.js";
import { currentPage } from "../../testing/pages.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";
import { allocatorNamed } from "../targets/names.js";
import { allSurveys, isElsewhere, ROWS, worldsOf } from "./rules.js";
import { ruleBook } from "./whole-book.js";

/** Each rule, the version that breaks it, in how many commands, and what objects without the rule. */
const PINNED: readonly (readonly [rule: string, faulty: string, length: number, backstops: string])[] = [
  [
    "reserve/overlaps-reserved",
    "bitmap-reserves-twice",
    2,
    "observed-kind release/legal release/true-reason borrow/mixed-owners threw one-holder slices-of-one-owner",
  ],
  ["reserve/overlaps-allocated", "bitmap-reserves-allocated", 2, "observed-kind one-holder"],
  ["reserve/boot-over", "pages-reserves-late", 2, ""],
  ["reserve/empty", "buddy-reserves-nothing", 1, ""],
  ["reserve/out-of-range", "buddy-reserves-outside", 1, ""],
  ["reserve/misaligned", "buddy-reserves-unaligned", 1, "observed-kind"],
  [
    "release/not-reserved",
    "bitmap-releases-unreserved",
    1,
    "release/foreign-owner observed-kind release/live-slice",
  ],
  ["release/foreign-owner", "bitmap-ignores-owner", 2, "observed-kind"],
  ["release/live-slice", "bitmap-ignores-slices", 3, "audit slices-in-reserved"],
  ["release/empty", "buddy-releases-nothing", 1, ""],
  ["release/out-of-range", "buddy-releases-outside", 1, ""],
  ["release/misaligned", "buddy-releases-unaligned", 2, "observed-kind"],
  [
    "release/stashed",
    "lender-forgets-stashes",
    4,
    "audit release/leaked release/inserted stashed-in-reserved",
  ],
  ["release/leaked", "lender-forgets-leaks", 4, "leaked-in-reserved"],
  ["release/inserted", "lender-takes-inserts-for-copies", 4, "shown-in-reserved"],
  [
    "release/image",
    "boot-solaya-released-releases-parts",
    3,
    "observed-kind free/true-reason alloc/legal crashkernel-in-reserved initrd-in-reserved",
  ],
  ["borrow/not-reserved", "bitmap-borrows-unreserved", 1, "audit borrow/mixed-owners slices-in-reserved"],
  ["borrow/mixed-owners", "bitmap-borrows-across-owners", 3, "slices-of-one-owner"],
  ["borrow/empty", "pages-borrows-nothing", 1, ""],
  ["borrow/out-of-range", "pages-borrows-outside", 1, ""],
  ["borrow/misaligned", "pages-borrows-unaligned", 2, "release/legal threw drop/no-such-slice"],
  ["drop/no-such-slice", "bitmap-drops-by-start", 3, "release/live-slice"],
  ["drop/empty", "pages-drops-nothing", 1, ""],
  ["drop/out-of-range", "pages-drops-outside", 1, ""],
  ["drop/misaligned", "pages-drops-unaligned", 3, "release/live-slice"],
  ["alloc/exhausted", "bitmap-never-runs-out", 2, "alloc/free-frame"],
  [
    "alloc/free-frame",
    "bitmap-allocs-reserved",
    2,
    "release/legal release/true-reason borrow/legal free/reserved borrow/true-reason one-holder",
  ],
  ["alloc/clean-frame", "quarantine-allocs-early", 3, ""],
  ["free/already-free", "bitmap-frees-twice", 1, ""],
  ["free/reserved", "bitmap-frees-reserved", 2, "observed-kind audit"],
  ["free/interior", "pages-frees-from-inside", 2, "audit"],
  ["free/out-of-range", "pages-frees-outside", 1, ""],
  ["free/misaligned", "pages-frees-unaligned", 2, "observed-kind"],
  ["alloc-block/exhausted", "buddy-never-runs-out", 2, "alloc-block/free-run"],
  ["alloc-block/empty", "buddy-allocs-nothing", 1, ""],
  ["alloc-block/misaligned", "buddy-allocs-unaligned", 1, "observed-kind alloc-block/free-run"],
  [
    "alloc-block/free-run",
    "buddy-allocs-reserved",
    2,
    "release/legal release/true-reason free-block/reserved one-holder",
  ],
  [
    "free-block/already-free",
    "buddy-frees-twice",
    1,
    "free-block/reserved observed-kind free-block/interior free-block/partial free-block/foreign-block",
  ],
  [
    "free-block/reserved",
    "buddy-frees-reserved",
    2,
    "observed-kind free-block/foreign-block free-block/partial free-block/interior",
  ],
  [
    "free-block/interior",
    "buddy-frees-from-inside",
    2,
    "observed-kind free-block/foreign-block free-block/partial",
  ],
  ["free-block/partial", "buddy-frees-part", 2, "observed-kind blocks-begin"],
  ["free-block/foreign-block", "buddy-frees-neighbours", 3, ""],
  ["free-block/empty", "buddy-frees-nothing", 1, ""],
  ["free-block/out-of-range", "buddy-frees-outside", 1, ""],
  ["free-block/misaligned", "buddy-frees-unaligned", 2, "observed-kind"],
  ["end-boot/boot-over", "pages-ends-boot-twice", 2, ""],
  [
    "derive/no-such-slice",
    "lender-derives-from-nothing",
    1,
    "derive/outside-parent drop/legal stash/legal leak/legal insert/legal copy/legal release/live-slice slices-in-reserved slices-of-one-owner",
  ],
  ["derive/outside-parent", "lender-derives-beyond", 3, "audit slices-in-reserved slices-of-one-owner"],
  [
    "stash/no-such-slice",
    "lender-stashes-nothing",
    1,
    "derive/legal derive/true-reason unstash/legal release/stashed threw derive/no-such-slice unstash/no-such-slice release/legal release/true-reason",
  ],
  ["unstash/no-such-slice", "lender-unstashes-nothing", 1, ""],
  ["leak/no-such-slice", "lender-leaks-nothing", 1, "release/leaked leaked-in-reserved"],
  [
    "insert/no-such-slice",
    "lender-inserts-nothing",
    1,
    "evict/legal release/inserted threw evict/no-such-slice release/legal",
  ],
  ["evict/no-such-slice", "lender-evicts-nothing", 1, ""],
  ["copy/no-such-slice", "lender-copies-nothing", 1, ""],
  ["protect/not-reserved", "zeroing-protects-unreserved", 1, "protected-kept protected-reserved"],
  ["alloc-handle/exhausted", "capabilities-never-runs-out", 2, "alloc-handle/free-frame"],
  ["alloc-handle/free-frame", "capabilities-answers-the-first", 2, "observed-kind one-holder"],
  ["alloc-handle/clean-frame", "quarantine-gives-handles-early", 3, ""],
  [
    "hold/not-reserved",
    "capabilities-holds-unreserved",
    1,
    "touch/legal free-handle/legal forget/legal release/live-slice free-handle/true-reason observed-kind free-handle/reserved touch/true-reason touch/stale-handle free-handle/stale-handle slices-in-reserved",
  ],
  [
    "hold/mixed-owners",
    "capabilities-holds-across-owners",
    3,
    "release/live-slice touch/legal free-handle/true-reason forget/legal touch/true-reason",
  ],
  [
    "expose/not-reserved",
    "capabilities-exposes-unreserved",
    1,
    "touch/legal free-handle/legal forget/legal free-handle/true-reason observed-kind touch/true-reason free-handle/reserved touch/stale-handle free-handle/stale-handle release/live-slice fresh-are-held",
  ],
  ["touch/no-such-handle", "capabilities-touches-nothing", 1, ""],
  ["touch/stale-handle", "capabilities-touches-stale", 3, ""],
  ["free-handle/no-such-handle", "capabilities-frees-nothing", 1, ""],
  ["free-handle/stale-handle", "capabilities-frees-by-number", 4, "observed-kind"],
  ["free-handle/reserved", "capabilities-frees-reserved", 3, ""],
  ["forget/no-such-handle", "capabilities-forgets-nothing", 1, ""],
  ["alloc-raw/exhausted", "zeroing-never-runs-out", 2, "alloc-raw/free-frame"],
  ["alloc-raw/free-frame", "zeroing-answers-the-first", 2, "observed-kind one-holder"],
  ["alloc-raw/clean-frame", "quarantine-allocs-raw-early", 3, ""],
  ["load/not-reserved", "zeroing-loads-unreserved", 1, "observed-contents load/live-slice contents-of-held"],
  ["load/live-slice", "zeroing-loads-over", 3, ""],
  ["write/already-free", "zeroing-writes-free", 1, "observed-contents contents-of-held"],
  ["write/reserved", "zeroing-writes-reserved", 2, "observed-contents"],
  [
    "poison/not-reserved",
    "zeroing-poisons-unreserved",
    1,
    "observed-contents poison/live-slice contents-of-held",
  ],
  ["poison/live-slice", "zeroing-poisons-early", 3, ""],
  [
    "place-initrd/present",
    "boot-linux-generic-places-twice",
    2,
    "free-initrd/true-reason reserve-crashkernel/overlaps-reserved unpack-initrd/not-reserved",
  ],
  ["place-initrd/boot-over", "boot-linux-generic-places-late", 2, ""],
  ["retain-initrd/boot-over", "boot-linux-generic-retains-late", 2, ""],
  [
    "reserve-crashkernel/overlaps-reserved",
    "boot-linux-generic-crashes-over",
    2,
    "one-holder slices-of-one-owner",
  ],
  ["reserve-crashkernel/overlaps-allocated", "boot-linux-generic-crashes-into", 2, "one-holder"],
  ["reserve-crashkernel/present", "boot-linux-generic-crashes-twice", 2, "crashkernel-kept"],
  ["reserve-crashkernel/boot-over", "boot-linux-generic-crashes-late", 2, "crashkernel-kept"],
  [
    "reserve-initrd/absent",
    "boot-linux-generic-reserves-none",
    1,
    "place-initrd/present free-initrd/true-reason unpack-initrd/legal",
  ],
  ["reserve-initrd/out-of-range", "boot-linux-generic-reserves-beyond", 2, ""],
  [
    "reserve-initrd/overlaps-reserved",
    "boot-linux-generic-reserves-over",
    3,
    "one-holder slices-of-one-owner",
  ],
  [
    "reserve-initrd/overlaps-allocated",
    "boot-linux-generic-reserves-allocated",
    3,
    "reserve-crashkernel/overlaps-allocated reserve-initrd/overlaps-reserved observed-kind one-holder",
  ],
  ["reserve-initrd/boot-over", "boot-linux-generic-reserves-late", 3, "observed-kind unpack-initrd/legal"],
  [
    "unpack-initrd/boot",
    "boot-linux-generic-unpacks-early",
    3,
    "observed-kind reserve-crashkernel/overlaps-reserved reserve-crashkernel/overlaps-allocated",
  ],
  [
    "unpack-initrd/absent",
    "boot-linux-generic-unpacks-none",
    2,
    "unpack-initrd/present free-initrd/true-reason free-initrd/legal",
  ],
  [
    "unpack-initrd/not-reserved",
    "boot-linux-generic-unpacks-refused",
    3,
    "unpack-initrd/present free-initrd/true-reason free-initrd/legal initrd-in-reserved",
  ],
  ["unpack-initrd/present", "boot-linux-generic-unpacks-twice", 5, ""],
  [
    "unpack-initrd/already-free",
    "boot-linux-generic-finds-it-again",
    7,
    "unpack-initrd/true-reason free-initrd/true-reason free-initrd/legal",
  ],
  [
    "end-unpack/absent",
    "boot-linux-generic-ends-nothing",
    1,
    "place-initrd/present reserve-initrd/legal free-initrd/legal unpack-initrd/true-reason free-initrd/true-reason reserve-crashkernel/legal free-initrd/unread reserve-crashkernel/true-reason unpack-initrd/legal observed-kind reserve-crashkernel/overlaps-reserved reserve-crashkernel/overlaps-allocated initrd-in-reserved one-holder slices-of-one-owner",
  ],
  ["free-initrd/absent", "boot-linux-generic-frees-none", 1, "place-initrd/present reserve-initrd/legal"],
  [
    "free-initrd/not-reserved",
    "boot-linux-generic-frees-refused",
    2,
    "books-agree observed-kind reserve-crashkernel/overlaps-allocated reserve-crashkernel/overlaps-reserved unpack-initrd/legal slices-in-reserved",
  ],
  [
    "free-initrd/unread",
    "boot-linux-generic-frees-unread",
    3,
    "observed-kind unpack-initrd/legal reserve-crashkernel/overlaps-reserved reserve-crashkernel/overlaps-allocated",
  ],
  ["free-initrd/live-slice", "boot-solaya-released-ignores-stashes", 7, "slices-in-reserved"],
  ["free-initrd/retained", "boot-linux-generic-frees-retained", 7, ""],
  ["free-initrd/already-free", "boot-linux-generic-frees-twice", 7, ""],
  ["free-initrd/inserted", "rootfs-in-place-frees-shown", 7, "shows-in-initrd"],
  ["free-initrd/edge-frames", "boot-linux-generic-frees-edges", 7, "observed-kind"],
  ["resize/already-free", "extents-resizes-the-free", 1, ""],
  [
    "resize/reserved",
    "extents-resizes-the-reserved",
    2,
    "observed-kind release/legal release/true-reason free-block/reserved realloc/reserved realloc/true-reason one-holder",
  ],
  ["resize/interior", "extents-resizes-from-inside", 2, ""],
  ["resize/partial", "extents-resizes-a-part", 2, ""],
  ["resize/foreign-block", "extents-resizes-neighbours", 3, ""],
  [
    "resize/exhausted",
    "extents-resizes-over-others",
    3,
    "release/legal release/true-reason free-block/reserved resize/reserved realloc/reserved free-block/legal free-block/foreign-block resize/foreign-block realloc/legal realloc/true-reason realloc/foreign-block one-holder",
  ],
  ["resize/empty", "extents-resizes-nothing", 1, ""],
  ["resize/out-of-range", "extents-resizes-outside", 1, ""],
  ["resize/misaligned", "extents-resizes-unaligned", 2, ""],
  ["realloc/already-free", "extents-moves-the-free", 1, ""],
  [
    "realloc/reserved",
    "extents-moves-the-reserved",
    2,
    "observed-kind release/legal release/true-reason free-block/reserved resize/reserved one-holder",
  ],
  ["realloc/interior", "extents-moves-from-inside", 2, ""],
  ["realloc/partial", "extents-moves-a-part", 2, ""],
  ["realloc/foreign-block", "extents-moves-neighbours", 3, ""],
  ["realloc/exhausted", "extents-moves-over-others", 3, "realloc/free-run"],
  ["realloc/empty", "extents-moves-nothing", 1, "realloc/free-run"],
  ["realloc/out-of-range", "extents-moves-outside", 1, "realloc/free-run"],
  ["realloc/misaligned", "extents-moves-unaligned", 2, ""],
  [
    "realloc/free-run",
    "extents-moves-anywhere",
    3,
    "release/legal release/true-reason free-block/reserved resize/reserved realloc/reserved one-holder",
  ],
  ["alloc-zone/exhausted", "zoned-falls-upwards", 2, "alloc-zone/allowed-zone"],
  ["alloc-zone/free-frame", "zoned-answers-the-first", 2, "alloc-zone/allowed-zone"],
  ["alloc-zone/allowed-zone", "zoned-swaps-zones", 1, ""],
  ["show-file/not-reserved", "rootfs-in-place-shows-anything", 1, "shows-in-initrd"],
  ["open-file/absent", "rootfs-linux-opens-nothing", 1, ""],
  ["close-file/absent", "rootfs-linux-closes-nothing", 1, ""],
  ["attach-loop/absent", "rootfs-linux-attaches-nothing", 1, ""],
  ["detach-loop/absent", "rootfs-linux-detaches-nothing", 1, ""],
  ["unmount/absent", "rootfs-linux-unmounts-nothing", 1, "observed-kind"],
  ["switch-root/unread", "rootfs-linux-switches-early", 3, ""],
  ["switch-root/absent", "rootfs-linux-switches-twice", 2, ""],
];

/** Each provenance rule, who breaks it, under which rule and when, and what objects without its keys. */
const ABOVE: readonly (readonly [
  id: string,
  faulty: string,
  rule: string,
  length: number,
  backstops: string,
])[] = [
  ["R1", "bitmap-ignores-slices", "release/live-slice", 3, "audit slices-in-reserved"],
  ["R1", "bitmap-pins-once", "release/live-slice", 5, "slices-in-reserved"],
  ["R1", "capabilities-ignores-held", "release/live-slice", 3, "slices-in-reserved"],
  ["R2", "lender-derives-beyond", "derive/outside-parent", 3, "audit slices-in-reserved slices-of-one-owner"],
  [
    "R2",
    "lender-derives-from-nothing",
    "derive/no-such-slice",
    1,
    "drop/legal stash/legal leak/legal insert/legal copy/legal slices-in-reserved slices-of-one-owner",
  ],
  [
    "R2",
    "lender-ends-parts",
    "release/live-slice",
    5,
    "drop/legal stash/legal leak/legal insert/legal copy/legal slices-in-reserved slices-of-one-owner",
  ],
  [
    "R3",
    "lender-forgets-stashes",
    "release/stashed",
    4,
    "audit release/leaked release/inserted stashed-in-reserved",
  ],
  [
    "R3",
    "lender-ends-stashes",
    "release/stashed",
    5,
    "derive/legal derive/true-reason unstash/legal stashed-in-reserved",
  ],
  [
    "R3",
    "lender-keeps-borrows",
    "release/legal",
    4,
    "drop/no-such-slice derive/no-such-slice stash/no-such-slice leak/no-such-slice insert/no-such-slice copy/no-such-slice threw stashed-in-reserved",
  ],
  ["R4", "lender-forgets-leaks", "release/leaked", 4, "leaked-in-reserved"],
  ["R5", "lender-takes-inserts-for-copies", "release/inserted", 4, "shown-in-reserved"],
  ["R5", "lender-takes-copies-for-slices", "release/legal", 5, "shown-in-reserved"],
  ["R6", "capabilities-touches-stale", "touch/stale-handle", 3, "slices-in-reserved"],
  [
    "R6",
    "late-reads-on",
    "touch/stale-handle",
    4,
    "free-handle/true-reason free-handle/stale-handle slices-in-reserved",
  ],
  ["R6", "lender-lends-what-is-free", "borrow/not-reserved", 1, "audit slices-in-reserved"],
  [
    "R7",
    "capabilities-frees-by-number",
    "free-handle/stale-handle",
    4,
    "free-handle/reserved observed-kind fresh-are-held",
  ],
  [
    "R7",
    "capabilities-marks-nothing",
    "touch/stale-handle",
    3,
    "free-handle/reserved observed-kind fresh-are-held",
  ],
  [
    "R7",
    "capabilities-revives",
    "touch/stale-handle",
    4,
    "free-handle/reserved observed-kind fresh-are-held",
  ],
  ["R7", "generations-wraps", "touch/stale-handle", 9, "fresh-are-held"],
  [
    "R8",
    "bitmap-releases-whole",
    "observed-kind",
    2,
    "reserve/overlaps-reserved release/legal release/true-reason borrow/legal free/true-reason audit borrow/true-reason alloc/free-frame alloc/exhausted",
  ],
  [
    "R8",
    "bitmap-loses-the-rest",
    "observed-kind",
    2,
    "reserve/true-reason release/legal release/true-reason borrow/legal free/reserved borrow/true-reason",
  ],
  [
    "R8",
    "claims-unite",
    "observed-kind",
    3,
    "release/legal borrow/legal alloc/free-frame free/true-reason borrow/true-reason alloc/exhausted borrow/mixed-owners release/true-reason threw",
  ],
  [
    "R9",
    "edges-round-outward",
    "observed-kind",
    2,
    "reserve/overlaps-reserved release/legal release/true-reason borrow/legal alloc/free-frame audit alloc/exhausted borrow/true-reason",
  ],
  [
    "R9",
    "edges-round-inward",
    "observed-kind",
    2,
    "reserve/legal release/not-reserved release/true-reason borrow/not-reserved free/true-reason alloc/legal borrow/true-reason reserve/true-reason threw",
  ],
  [
    "R10",
    "bitmap-releases-unreserved",
    "release/not-reserved",
    1,
    "observed-kind release/live-slice one-holder slices-of-one-owner",
  ],
  ["R10", "bitmap-ignores-owner", "release/foreign-owner", 2, "observed-kind one-holder slices-of-one-owner"],
  [
    "R10",
    "bitmap-reserves-over",
    "reserve/overlaps-reserved",
    2,
    "observed-kind reserve/overlaps-allocated borrow/mixed-owners threw one-holder slices-of-one-owner",
  ],
  ["R11", "zeroing-frees-protected", "protected-kept", 3, "protected-reserved"],
  ["R11", "zeroing-clears-protected", "observed-contents", 4, "protected-reserved"],
  ["R12", "zeroing-poisons-early", "poison/live-slice", 3, ""],
  ["R12", "zeroing-loads-over", "load/live-slice", 3, ""],
  ["R12", "zeroing-poisons-at-drop", "observed-contents", 5, ""],
  ["R13", "cleared-frames-poisons-late", "frame-given-up", 3, ""],
  ["R13", "cleared-frames-reads-late", "frame-given-up", 4, ""],
  ["R13", "cleared-frames-publishes-early", "frame-not-cleared", 2, ""],
  [
    "R14",
    "capabilities-trusts-addresses",
    "touch/stale-handle",
    4,
    "free-handle/true-reason free-handle/stale-handle fresh-are-held",
  ],
  ["R15", "quarantine-allocs-early", "alloc/clean-frame", 3, ""],
  [
    "R15",
    "quarantine-hands-out-early",
    "alloc/clean-frame",
    3,
    "alloc/exhausted alloc-handle/exhausted alloc-raw/exhausted threw",
  ],
];

/**
 * What commands also do, and the properties by which that shows: who breaks it, under which rule it is found
 * and when, what objects without it, and who is held to too much then.
 */
const BESIDE: readonly (readonly [
  id: string,
  broken: readonly [faulty: string, rule: string, length: number, backstops: string] | null,
  needed: readonly [sound: string, rules: string] | null,
])[] = [
  [
    "release-spares-protected",
    ["zeroing-frees-protected", "protected-kept", 3, "protected-reserved"],
    ["zeroing", "observed-kind"],
  ],
  [
    "handles-lapse",
    [
      "capabilities-marks-nothing",
      "touch/stale-handle",
      3,
      "free-handle/reserved observed-kind fresh-are-held",
    ],
    ["capabilities", "touch/legal free-handle/legal free-handle/true-reason"],
  ],
  ["alloc-zeroes", ["zeroing-forgets-to-zero", "observed-contents", 1, ""], null],
  ["contents-end", null, ["zeroing", "observed-contents"]],
  [
    "free-initrd-spares-crashkernel",
    ["boot-linux-generic-frees-crashkernel", "crashkernel-kept", 7, "crashkernel-in-reserved"],
    null,
  ],
  [
    "switch-root-spares-used",
    ["rootfs-linux-frees-open", "used-files-kept", 5, "close-file/legal detach-loop/legal files-in-reserved"],
    null,
  ],
  [
    "switch-root-spares-mounts",
    ["rootfs-linux-crosses-mounts", "mounted-files-kept", 5, "files-in-reserved"],
    null,
  ],
  ["protected-kept", ["zeroing-frees-protected", "protected-kept", 3, "observed-kind"], null],
  [
    "crashkernel-kept",
    ["boot-linux-generic-frees-crashkernel-end", "crashkernel-kept", 7, "observed-kind"],
    null,
  ],
  ["used-files-kept", ["rootfs-linux-forgets-loops", "used-files-kept", 5, "observed-kind"], null],
  ["mounted-files-kept", ["rootfs-linux-crosses-mounts", "mounted-files-kept", 5, "observed-kind"], null],
  ["observed-contents", ["zeroing-clears-protected", "observed-contents", 4, ""], null],
  ["books-agree", ["boot-linux-generic-stays-reserved", "books-agree", 6, ""], null],
];

const DOCS = join(ROOT, "docs");
const book = await ruleBook();
const page = rulesPage(book);

test("every rule of the tables is in the book, and its knock-out is the one declared", () => {
  const keys = ALL_RULES.flatMap(({ kind, reasons, constraints }) =>
    [...reasons, ...constraints].map(({ id }) => `${kind}/${id}`),
  ).filter((key) => !isElsewhere(key));
  expect(ROWS.map(({ id }) => id)).toEqual(keys);
  expect(Object.keys(KNOCK_OUTS).sort()).toEqual([...keys].sort());
  expect(new Set(Object.values(KNOCK_OUTS)).size).toBe(keys.length);
  expect(
    book.entries.map(({ id, knockOut }) => [
      id,
      knockOut?.allocator,
      knockOut?.counterexample?.steps.length,
      knockOut?.backstops.join(" "),
    ]),
  ).toEqual(PINNED);
});

describe.each(PINNED)("%s", (rule, faulty, length, backstops) => {
  const definition = allocatorNamed(faulty);
  const scope = ruleScope(definition, partsOf(rule));

  test(`is broken by ${faulty}, which breaks nothing else, and not one command earlier`, () => {
    expect(rulesBroken({ definition, scope })).toEqual([rule]);
    const short = runTo({ definition, scope, suspicion: 0, budget: { maxDepth: length - 1 } });
    expect(short.counterexamples).toEqual([]);
  });

  test("is in no run without it, and names as backstops only rules there are", () => {
    // What the run of the book without the rule objects to, of which `PINNED` has the whole.
    expect(book.entries.find(({ id }) => id === rule)?.knockOut?.backstops).not.toContain(rule);
    for (const id of backstops.split(" ").filter((each) => each !== ""))
      expect(RULE_TEXTS.map((text) => text.id)).toContain(id);
    expect(backstops.split(" ")).not.toContain(rule);
  });

  test("has the knock-out of the book on file, as a check finds it", () => {
    const entry = book.entries.find(({ id }) => id === rule);
    const counterexample = entry?.knockOut?.counterexample;
    if (counterexample === undefined || counterexample === null) throw new Error("no knock-out");
    expect(counterexample).toMatchObject({ rule, allocator: faulty, format: "allocheck-counterexample" });
    expect(readFileSync(join(DOCS, counterexamplePath(counterexample)), "utf8")).toBe(
      fileText(counterexample),
    );
  });

  test("is kept by a sound allocator, whose witness is on file and goes through", () => {
    const entry = book.entries.find(({ id }) => id === rule);
    expect(entry?.keptBy.length).toBeGreaterThan(0);
    const text = readFileSync(join(DOCS, witnessPath({ id: rule })), "utf8");
    const witness = validCounterexample(JSON.parse(text), rule);
    expect(witness).toEqual(entry?.witness);
    const sound = allocatorNamed(witness.allocator ?? "");
    expect(sound.class).toBe("sound");
    expect(replay(witness, sound, sound.contract)).toMatchObject({
      fate: "kept",
      step: witness.steps.length,
    });
    const shortened = { ...witness, steps: witness.steps.slice(0, -1) };
    expect(witness.steps.at(-1)?.answer.kind).toBe(entry?.kind === "reason" ? "refused" : "accepted");
    expect(shortened.steps.every(({ answer }) => answer.kind === "accepted")).toBe(true);
  });
});

test("the sound allocators keep all rules, every state of the scope explored", () => {
  expect(allSurveys().filter(({ holds }) => !holds)).toEqual([]);
});

describe("the provenance rules", () => {
  test("are R1 to R15, each checked by rules there are", () => {
    expect(PROVENANCE_RULES.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, i) => `R${i + 1}`));
    for (const { keys, inABoot = [], enforcedBy, seenAs } of PROVENANCE_RULES) {
      for (const key of [...keys, ...inABoot]) expect(RULE_TEXTS.map(({ id }) => id)).toContain(key);
      expect([keys.length > 0, enforcedBy.length > 20, seenAs.length > 20]).toEqual([true, true, true]);
    }
  });

  test("have forms in a boot that a faulty version breaks", () => {
    const broken = [...book.entries, ...book.clauses]
      .filter(({ knockOut }) => knockOut?.counterexample)
      .map(({ id }) => id);
    const all = [...broken, ...book.others.map(({ rule }) => rule)];
    const forms = PROVENANCE_RULES.flatMap(({ inABoot = [] }) => inABoot);
    expect(forms.length).toBeGreaterThan(10);
    expect(forms.filter((key) => !all.includes(key))).toEqual([]);
  });

  test("have the knock-outs declared, found under their own rules", () => {
    const told = book.provenance.flatMap(({ rule: { id, keys }, knockOuts }) =>
      knockOuts.map(({ allocator, counterexample, backstops }) => {
        expect(keys).toContain(counterexample?.rule);
        expect(backstops.filter((backstop) => keys.includes(backstop))).toEqual([]);
        const { rule, steps = [] } = counterexample ?? {};
        return [id, allocator, rule, steps.length, backstops.join(" ")];
      }),
    );
    expect(told).toEqual(ABOVE);
    expect(new Set(ABOVE.map(([id]) => id)).size).toBe(15);
  });

  test("have the mistakes of real systems, each with a version that makes the same one", () => {
    const told = book.provenance.flatMap(({ rule, knockOuts, history }) =>
      history.map(({ file, allocator, rule: broken }) => {
        expect([rule.keys.includes(broken), knockOuts.map((each) => each.allocator)]).toEqual([
          true,
          expect.arrayContaining([allocator]),
        ]);
        return file;
      }),
    );
    expect(told.sort()).toEqual(HISTORY.map(({ file }) => file));
    for (const { origin, file } of HISTORY)
      expect(page).toContain(`[${origin}](../counterexamples/history/${file}.json)`);
  });
});

describe("what commands also do", () => {
  test("is every clause there is, and the properties of the same modules", () => {
    const clauses = CLAUSES.map(({ id }) => id);
    expect(clauses.filter((id) => !BESIDE.some(([listed]) => listed === id))).toEqual([]);
  });

  test("is broken by the version declared, found under another rule, or needed by a sound allocator", () => {
    const told = book.clauses.map(({ id, knockOut, needed }) => [
      id,
      knockOut === null
        ? null
        : [
            knockOut.allocator,
            knockOut.counterexample?.rule,
            knockOut.counterexample?.steps.length,
            knockOut.backstops.join(" "),
          ],
      needed === null ? null : [needed.allocator, needed.rules.join(" ")],
    ]);
    expect(told).toEqual(BESIDE);
    for (const [, broken, needed] of BESIDE) {
      expect(broken !== null || needed !== null).toBe(true);
      if (broken !== null) expect(broken[3].split(" ")).not.toContain(broken[1]);
    }
  });
});

describe("docs/provenance.md", () => {
  test("is what allocheck docs rules writes today, and so are the witnesses beside it", async () => {
    expect(await currentPage("rules", "provenance.md")).toEqual({ code: 0, stderr: "", current: true });
    expect(differenceLines(readFileSync(join(DOCS, "provenance.md"), "utf8"), page)).toEqual([]);
    const files = witnessFiles(book);
    expect([...files.keys()].map((file) => file.slice("witnesses/".length)).sort()).toEqual(
      readdirSync(join(DOCS, "witnesses")).sort(),
    );
    for (const [file, text] of files) expect(readFileSync(join(DOCS, file), "utf8")).toBe(text);
  });

  test("leads where its links say: to headings and to files", () => {
    const conformance = readFileSync(join(DOCS, "conformance.md"), "utf8");
    const pages: Readonly<Record<string, string>> = { "": page, "provenance.md": page };
    for (const text of [page, conformance])
      for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file = "", heading] = target.split("#");
        if (heading === undefined) expect(existsSync(join(DOCS, file)), target).toBe(true);
        else expect(headingsOf(file === "" ? text : (pages[file] ?? "")), target).toContain(heading);
      }
  });

  test("has every faulty version, and every allocator that is sound", () => {
    for (const { name, class: kind } of ALLOCATORS)
      if (kind !== "as-is") expect(page.includes(`\`${name}\``), name).toBe(true);
  });
});

test("an allocator is shown in the parts that it offers something of, one of blocks with bad arguments", () => {
  const worlds = ["bitmap", "buddy", "quarantine"].map((name) =>
    worldsOf(allocatorNamed(name)).map(({ modules }) => modules.slice(1).join("+")),
  );
  const quarantine = ["handles+quarantine", "handles+quarantine+contents"];
  expect(worlds).toEqual([[""], ["blocks+foreign"], quarantine]);
});

test("the rule book is also one page to look at, with all its traces and the allocators of them", async () => {
  const file = join(temporaryDirectory(), "rules.html");
  expect(await inProcess(["docs", "rules", "--html", file])).toEqual({ code: 0, stdout: "", stderr: "" });
  const page = readFileSync(file, "utf8");
  expect(statSync(file).size).toBeLessThan(300_000);
  const { stdout } = await inProcess(["docs", "rules", "--json"]);
  const { rules } = JSON.parse(stdout) as { readonly rules: readonly { readonly id: string }[] };
  for (const { id } of rules) expect(page).toMatch(new RegExp(`<(?:code|h4 id="[^"]*")>${id}</`));
  const [, packed = ""] = /id="data">(.*)<\/script>/.exec(page) ?? [];
  const { traces } = JSON.parse(unpacked(packed)) as PageData;
  expect(traces.length).toBeGreaterThan(200);
  for (const number of traces.keys()) expect(page).toContain(`data-told="${number}"`);
  await inBrowser(file, async (tab) => {
    await tab.locator("[data-told='0'] [data-does=tell]").first().click();
    expect(await tab.locator("#trace-0 li.step[aria-current] .mark").innerText()).toBe("✗ breaks the rule");
    await tab.keyboard.press("k");
    expect(await tab.locator("#trace-0 .wrong").innerText()).toContain("commands here wrongly");
    const again = tab.url();
    await tab.goto("about:blank");
    await tab.goto(again);
    await tab.waitForSelector("#trace-0 .wrong");
  });
});

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchor(heading));
}
