//! What an allocator of page frames in Zig is given so that allocheck can run it.
//!
//! A shim exports `ac_init` and the commands that it has:
//!
//!     export fn ac_init(base: [*]u8, frames: u32, owners: u32, slices: u32) i32
//!     export fn ac_reserve(start: u32, count: u32, owner: u32) i32    export fn ac_alloc() i32
//!     export fn ac_release(start: u32, count: u32, owner: u32) i32    export fn ac_free(frame: u32) i32
//!     export fn ac_borrow(start: u32, count: u32) i32                 export fn ac_alloc_block(count: u32, align: u32) i32
//!     export fn ac_drop(start: u32, count: u32) i32                   export fn ac_free_block(start: u32, count: u32) i32
//!     export fn ac_offers_block(count: u32, align: u32) i32: whether there are such blocks; all when it is not there
//!     export fn ac_share(frame: u32) i32                              export fn ac_settle() i32
//!     export fn ac_end_boot() i32                                     export fn ac_observe(frame: u32) i32
//!
//! Frames are numbered from 0. What is not negative accepts; an allocation answers its frame.
const std = @import("std");

pub const ok: i32 = 0;
/// Without a reason: it is right when any reason is true.
pub const refused: i32 = -1;
pub const overlaps_reserved: i32 = -2;
pub const overlaps_allocated: i32 = -3;
pub const not_reserved: i32 = -4;
pub const foreign_owner: i32 = -5;
pub const live_slice: i32 = -6;
pub const mixed_owners: i32 = -7;
pub const no_such_slice: i32 = -8;
pub const exhausted: i32 = -9;
pub const already_free: i32 = -10;
pub const reserved: i32 = -11;
pub const interior: i32 = -12;
pub const partial: i32 = -13;
pub const foreign_block: i32 = -14;
pub const boot_over: i32 = -15;
pub const empty: i32 = -16;
pub const out_of_range: i32 = -17;
pub const misaligned: i32 = -18;

/// What `ac_observe` says of a frame; where it is reserved, the number of its owner (from 1).
pub const free: i32 = 0;
pub const unknown: i32 = 253;
pub const taken: i32 = 254;
pub const allocated: i32 = 255;

/// Ends the command as one that is refused, with memory as it was: for what halts a machine by intent.
pub extern "allocheck" fn halt() noreturn;
extern "allocheck" fn fail_at(what: [*]const u8, what_len: usize, file: [*]const u8, file_len: usize, line: u32) noreturn;

/// `pub const panic = allocheck.panic;` in the shim: a panic ends the command, and is a finding with its text.
/// Zig before 0.14 takes a function there.
pub const panic = if (@hasDecl(std.debug, "FullPanic")) std.debug.FullPanic(report) else reportTraced;

fn report(text: []const u8, _: ?usize) noreturn {
    fail_at(text.ptr, text.len, "?", 0, 0);
}

fn reportTraced(text: []const u8, _: ?*std.builtin.StackTrace, at: ?usize) noreturn {
    report(text, at);
}
