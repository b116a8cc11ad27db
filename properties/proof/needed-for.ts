/**
 * What each rule is needed for at any size: the invariants that are lost without it, all other rules of its
 * module and of those that builds on kept. As `allocheck prove` comes to it, to which a test of the night
 * holds it.
 */
/** What is lost without a rule. */
export interface Needed {
  /** The ids of invariants; none where the others keep all of them without it. */
  readonly keeps: readonly string[];
  /** A state from which the first is lost, with the arguments of the command: no trace leads there. */
  readonly from: string;
}

/** A rule and the invariants in one line, and in the next the state. */
const KEEPS = `
reserve/overlaps-reserved: slices-of-one-owner one-holder
  units 1, held(0), holder(0) 2, slices(0, 1) 1, low 0, high 1, owner 1
reserve/overlaps-allocated: one-holder
  units 1, allocated(0), low 0, high 1, owner 2
release/live-slice: slices-in-reserved
  units 1, held(0), holder(0) 2, slices(0, 1) 1, low 0, high 1, owner 2
borrow/not-reserved: slices-in-reserved
  units 1, low 0, high 1
borrow/mixed-owners: slices-of-one-owner
  units 2, held(0), held(1), holder(0) 1, holder(1) 2, slices(0, 1) 1, slices(1, 2) 1, low 0, high 2
drop/no-such-slice: well-formed
  units 1, held(0), holder(0) 2, low 0, high 1
alloc/free-frame: one-holder
  units 2, held(0), holder(0) 2, answer 0, answer-end 1
alloc-block/free-run: one-holder
  units 1, held(0), holder(0) 2, slices(0, 1) 1, answer 0, answer-end 1
free-block/partial: blocks-begin
  units 2, allocated(0), allocated(1), begins(0), low 0, high 1
borrow/empty: well-formed
  units 1, held(0), holder(0) 2, slices(0, 1) 2, low 0, high -1
borrow/out-of-range: well-formed slices-in-reserved
  units 1, held(0), holder(0) 2, slices(0, 1) 1, low -1, high 1
reserve/absent: reserved-in-memory
  units 1, absent(0), low 0, high 1, owner 1
remove/reserved: reserved-in-memory
  units 1, held(0), holder(0) 1, low 0, high 1
remove/overlaps-allocated: allocated-in-memory
  units 1, allocated(0), low 0, high 1
alloc-range/first-attempt: slices-of-one-owner one-holder reserved-in-memory
  units 1, held(0), holder(0) 2, slices(0, 1) 1, answer 0, answer-end 1
enforce-limit/overlaps-allocated: allocated-in-memory
  units 1, allocated(0), new-limit 0
cap/overlaps-allocated: allocated-in-memory
  units 1, allocated(0), low 0, high 1
limit-map/overlaps-allocated: allocated-in-memory
  units 1, allocated(0), new-limit 0
trim/reserved: reserved-in-memory
  units 1, held(0), holder(0) 1
trim/overlaps-allocated: allocated-in-memory
  units 1, allocated(0)
alloc/boot: pages-after-boot
  units 1, answer 0, answer-end 1
reserve/metadata: array-not-reserved
  units 1, memory-array 1, frame-units 1, low 0, high 1, owner 2
borrow/metadata: slices-in-reserved
  units 1, memory-array 1, frame-units 1, low 0, high 1
remove/metadata: array-in-memory
  units 1, memory-array 1, frame-units 1, low 0, high 1
release/stashed: stashed-in-reserved
  units 1, held(0), holder(0) 2, stashed(0, 1) 1, low 0, high 1, owner 2
release/leaked: leaked-in-reserved
  units 1, held(0), holder(0) 2, leaked(0), low 0, high 1, owner 2
release/inserted: shown-in-reserved
  units 1, held(0), holder(0) 2, shown(0, 1) 1, low 0, high 1, owner 2
derive/no-such-slice: slices-in-reserved slices-of-one-owner
  units 1, from-low 0, from-high 1, low 0, high 1
derive/outside-parent: slices-in-reserved slices-of-one-owner
  units 2, held(1), holder(1) 1, slices(1, 2) 1, stashed(1, 2) 1, from-low 1, from-high 2, low 0, high 1
stash/no-such-slice: well-formed stashed-in-reserved stashes-of-one-owner
  units 1, held(0), holder(0) 2, stashed(0, 1) 4, shown(0, 1) 1, low 0, high 1
unstash/no-such-slice: well-formed
  units 1, held(0), holder(0) 2, slices(0, 1) 1, shown(0, 1) 1, low 0, high 1
leak/no-such-slice: well-formed leaked-in-reserved
  units 1, held(0), holder(0) 2, stashed(0, 1) 1, shown(0, 1) 1, low 0, high 1
insert/no-such-slice: well-formed shown-in-reserved shows-of-one-owner
  units 1, held(0), holder(0) 2, stashed(0, 1) 1, shown(0, 1) 4, low 0, high 1
evict/no-such-slice: well-formed
  units 1, held(0), holder(0) 2, slices(0, 1) 1, stashed(0, 1) 1, low 0, high 1
release-spares-protected: protected-reserved
  units 1, held(0), holder(0) 2, protected(0), low 0, high 1, owner 2
protect/not-reserved: protected-reserved
  units 1, low 0, high 1
handles-lapse: fresh-are-held
  units 1, held(0), holder(0) 1, filled(0), slot-high(0) 1, low 0, high 1, owner 1
alloc-handle/free-frame: one-holder
  units 2, held(1), holder(1) 2, answer 0, answer-end 2, into 1
hold/not-reserved: slices-in-reserved fresh-are-held held-in-reserved
  units 1, low 0, high 1, into 1
expose/not-reserved: fresh-are-held
  units 1, low 0, high 1, into 1
contents-end: contents-of-held
  units 1, held(0), holder(0) 1, zeroed(0), low 0, high 1, owner 1
alloc-raw/free-frame: one-holder
  units 2, held(0), holder(0) 1, answer 0, answer-end 1
load/not-reserved: contents-of-held
  units 1, low 0, high 1
write/already-free: contents-of-held
  units 1, low 0, high 1
poison/not-reserved: contents-of-held
  units 1, low 0, high 1
release/image: images-of-kernel initrd-in-reserved crashkernel-in-reserved
  units 1, held(0), holder(0) 1, initrd-low 1, initrd-high 1, initrd-stage 1, crash(0), low 0, high 1, owner 1
reserve-crashkernel/overlaps-reserved: slices-of-one-owner one-holder
  units 1, held(0), holder(0) 2, slices(0, 1) 1, initrd-low 1, initrd-high 1, initrd-stage 1, low 0, high 1
reserve-crashkernel/overlaps-allocated: one-holder
  units 1, allocated(0), initrd-low 1, initrd-high 1, initrd-stage 5, low 0, high 1
reserve-initrd/overlaps-reserved: slices-of-one-owner one-holder
  units 1, held(0), holder(0) 2, slices(0, 1) 1, initrd-high 1, initrd-stage 1
reserve-initrd/overlaps-allocated: one-holder
  units 1, allocated(0), initrd-high 1, initrd-stage 1
unpack-initrd/not-reserved: images-of-kernel initrd-in-reserved
  units 1, held(0), holder(0) 2, slices(0, 1) 1, boot-over, initrd-high 1, initrd-stage 1
end-unpack/absent: images-of-kernel initrd-in-reserved
  units 1, held(0), holder(0) 2, slices(0, 1) 1, initrd-high 1, initrd-stage 1
free-initrd/not-reserved: slices-in-reserved
  units 1, held(0), holder(0) 1, slices(0, 1) 1, initrd-high 1, initrd-stage 1
free-initrd/live-slice: slices-in-reserved
  units 1, held(0), holder(0) 1, slices(0, 1) 1, initrd-high 1, initrd-stage 4
free-initrd-spares-crashkernel: images-of-kernel crashkernel-in-reserved
  units 1, held(0), holder(0) 1, initrd-high 1, initrd-stage 4, crash(0)
resize/reserved: one-holder
  units 1, held(0), holder(0) 1, slices(0, 1) 1, low 0, high 1, to-end 1
resize/partial: blocks-begin
  units 3, allocated(0), allocated(1), allocated(2), begins(0), low 0, high 2, to-end 1
resize/exhausted: well-formed one-holder
  units 1, allocated(0), begins(0), low 0, high 1, to-end 2
realloc/reserved: one-holder
  units 1, held(0), holder(0) 2, slices(0, 1) 1, low 0, high 1, to-end 1, answer 0, answer-end 1
realloc/partial: blocks-begin
  units 3, allocated(1), allocated(2), begins(1), low 1, high 2, to-end 2, answer 0, answer-end 1
realloc/free-run: one-holder
  units 2, allocated(0), held(1), holder(1) 1, begins(0), low 0, high 1, to-end 1, answer 1, answer-end 2
free-initrd/inserted: shows-in-initrd
  units 1, held(0), holder(0) 1, initrd-high 1, initrd-stage 4, file-shows(0)
show-file/not-reserved: shows-in-initrd
  units 1, held(0), holder(0) 2, boot-over, initrd-low 1, initrd-high 1, initrd-stage 1, low 0, high 1
switch-root-spares-used: files-of-kernel files-in-reserved
  units 1, held(0), holder(0) 1, initrd-low 1, initrd-high 1, initrd-stage 5, file-copies(0), file-open(0)
switch-root-spares-mounts: files-of-kernel files-in-reserved
  units 1, held(0), holder(0) 1, initrd-low 1, initrd-high 1, initrd-stage 5, file-copies(0), file-covered(0)
`;

/** Those that are for something else than an invariant, such as that no frame is given back by a stranger. */
const KEEP_NONE = `
release/not-reserved release/foreign-owner alloc/exhausted free/already-free free/reserved free/interior
alloc-block/exhausted free-block/already-free free-block/reserved free-block/interior
free-block/foreign-block reserve/boot-over end-boot/boot-over reserve/empty reserve/out-of-range
reserve/misaligned release/empty release/out-of-range release/misaligned borrow/misaligned drop/empty
drop/out-of-range drop/misaligned free/out-of-range free/misaligned borrow/absent free/absent add/present
remove/absent remove/live-slice alloc-range/exhausted enforce-limit/reserved enforce-limit/live-slice
cap/reserved cap/live-slice limit-map/reserved limit-map/live-slice trim/live-slice set-node/absent
mark/absent clear/absent release/already-free free/boot add/boot-over remove/boot-over
alloc-range/boot-over set-direction/boot-over release/metadata free/metadata copy/no-such-slice
alloc-handle/exhausted hold/mixed-owners touch/no-such-handle touch/stale-handle
free-handle/no-such-handle free-handle/stale-handle free-handle/reserved forget/no-such-handle
alloc/clean-frame alloc-handle/clean-frame alloc-zeroes alloc-raw/exhausted load/live-slice
write/reserved poison/live-slice place-initrd/present place-initrd/boot-over retain-initrd/boot-over
reserve-crashkernel/present reserve-crashkernel/boot-over reserve-initrd/absent
reserve-initrd/out-of-range reserve-initrd/boot-over unpack-initrd/boot unpack-initrd/absent
unpack-initrd/present unpack-initrd/already-free free-initrd/absent free-initrd/unread
free-initrd/retained free-initrd/already-free free-initrd/edge-frames resize/already-free
resize/interior resize/foreign-block realloc/already-free realloc/interior realloc/foreign-block
realloc/exhausted alloc-zone/exhausted alloc-zone/free-frame alloc-zone/allowed-zone
open-file/absent close-file/absent attach-loop/absent detach-loop/absent unmount/absent
switch-root/unread switch-root/absent
`;

/** By the key of the rule, or of a clause. */
export const NEEDED_FOR: ReadonlyMap<string, Needed> = new Map<string, Needed>([
  ...Array.from(
    KEEPS.matchAll(/^(\S+): (.*)\n {2}(.*)$/gm),
    ([, rule = "", keeps = "", from = ""]) => [rule, { keeps: keeps.split(" "), from }] as const,
  ),
  ...KEEP_NONE.trim()
    .split(/\s+/)
    .map((rule) => [rule, { keeps: [], from: "" }] as const),
]);
