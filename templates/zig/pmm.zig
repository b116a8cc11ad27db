//! Page frames of physical memory, handed out one at a time or kept for owners. A table says what each is.

pub const page_size = 4096;
pub const max_pages = 64;

/// Who has a page: nobody, someone who was handed it, or the owner of a reservation, from 1.
const nobody = 0;
const someone = 255;

var pages: usize = 0;
var holders = [_]u8{nobody} ** max_pages;

/// Every page is free from here on.
pub fn init(count: usize) void {
    pages = count;
    @memset(&holders, nobody);
}

pub fn alloc() ?usize {
    for (holders[0..pages], 0..) |holder, page| {
        if (holder != nobody) continue;
        holders[page] = someone;
        return page;
    }
    return null;
}

pub fn free(page: usize) bool {
    if (holders[page] != someone) return false;
    holders[page] = nobody;
    return true;
}

/// Keeps a range of free pages for an owner.
pub fn reserve(start: usize, count: usize, owner: u8) bool {
    for (holders[start .. start + count]) |holder| {
        if (holder != nobody) return false;
    }
    @memset(holders[start .. start + count], owner);
    return true;
}

/// Gives a range of an owner back.
pub fn release(start: usize, count: usize, owner: u8) bool {
    if (holders[start] != owner) return false;
    @memset(holders[start .. start + count], nobody);
    return true;
}
