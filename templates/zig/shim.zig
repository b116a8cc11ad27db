// What allocheck calls, and what stands for it here. pmm.zig itself knows nothing of it.
const allocheck = @import("allocheck.zig");
const pmm = @import("pmm.zig");

pub const panic = allocheck.panic;

fn answer(done: bool) i32 {
    return if (done) allocheck.ok else allocheck.refused;
}

export fn ac_init(_: [*]u8, frames: u32) i32 {
    if (frames > pmm.max_pages) return allocheck.refused;
    pmm.init(frames);
    return allocheck.ok;
}

export fn ac_frame_size() u32 {
    return pmm.page_size;
}

export fn ac_reserve(start: u32, count: u32, owner: u32) i32 {
    return answer(pmm.reserve(start, count, @intCast(owner)));
}

export fn ac_release(start: u32, count: u32, owner: u32) i32 {
    return answer(pmm.release(start, count, @intCast(owner)));
}

export fn ac_alloc() i32 {
    return if (pmm.alloc()) |page| @intCast(page) else allocheck.exhausted;
}

export fn ac_free(frame: u32) i32 {
    return answer(pmm.free(frame));
}
