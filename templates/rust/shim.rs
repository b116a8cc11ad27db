// What allocheck calls, and what stands for it here. pmm.rs itself knows nothing of it.
#![no_std]
#[path = "allocheck.rs"]
mod allocheck;
#[path = "pmm.rs"]
mod pmm;

use allocheck::{EXHAUSTED, OK, REFUSED};
use core::ptr::addr_of_mut;

static mut PMM: pmm::Pmm = pmm::Pmm::new();

fn pmm() -> &'static mut pmm::Pmm {
    unsafe { &mut *addr_of_mut!(PMM) }
}

fn answer(done: bool) -> i32 {
    if done { OK } else { REFUSED }
}

#[no_mangle]
pub unsafe extern "C" fn ac_init(memory: *mut u8, frames: usize) -> i32 {
    pmm().init(memory, frames);
    OK
}

#[no_mangle]
pub extern "C" fn ac_frame_size() -> usize {
    pmm::PAGE_SIZE
}

#[no_mangle]
pub extern "C" fn ac_reserve(start: usize, count: usize, owner: u32) -> i32 {
    answer(pmm().reserve(start, count, owner))
}

#[no_mangle]
pub extern "C" fn ac_release(start: usize, count: usize, owner: u32) -> i32 {
    answer(pmm().release(start, count, owner))
}

#[no_mangle]
pub extern "C" fn ac_alloc() -> i32 {
    pmm().alloc().map_or(EXHAUSTED, |page| page as i32)
}

#[no_mangle]
pub extern "C" fn ac_free(frame: usize) -> i32 {
    answer(pmm().free(frame))
}
