//! What an allocator of page frames in Rust is given so that allocheck can run it: `mod allocheck;` in the shim.
//!
//! A shim exports `ac_init` and the commands that it has, each as `#[no_mangle] pub extern "C" fn`:
//!
//!     ac_init(base: *mut u8, frames: usize, owners: u32, slices: u32) -> i32
//!     ac_reserve(start: usize, count: usize, owner: u32) -> i32     ac_alloc() -> i32
//!     ac_release(start: usize, count: usize, owner: u32) -> i32     ac_free(frame: usize) -> i32
//!     ac_borrow(start: usize, count: usize) -> i32                  ac_alloc_block(count: usize, align: usize) -> i32
//!     ac_drop(start: usize, count: usize) -> i32                    ac_free_block(start: usize, count: usize) -> i32
//!     ac_offers_block(count: usize, align: usize) -> i32: whether there are such blocks; all when it is not there
//!     ac_share(frame: usize) -> i32                                 ac_settle() -> i32
//!     ac_end_boot() -> i32                                          ac_observe(frame: usize) -> i32
//!
//! Frames are numbered from 0. What is not negative accepts; an allocation answers its frame. A panic is a finding.
#![allow(dead_code)]

pub const OK: i32 = 0;
/// Without a reason: it is right when any reason is true.
pub const REFUSED: i32 = -1;
pub const OVERLAPS_RESERVED: i32 = -2;
pub const OVERLAPS_ALLOCATED: i32 = -3;
pub const NOT_RESERVED: i32 = -4;
pub const FOREIGN_OWNER: i32 = -5;
pub const LIVE_SLICE: i32 = -6;
pub const MIXED_OWNERS: i32 = -7;
pub const NO_SUCH_SLICE: i32 = -8;
pub const EXHAUSTED: i32 = -9;
pub const ALREADY_FREE: i32 = -10;
pub const RESERVED: i32 = -11;
pub const INTERIOR: i32 = -12;
pub const PARTIAL: i32 = -13;
pub const FOREIGN_BLOCK: i32 = -14;
pub const BOOT_OVER: i32 = -15;
pub const EMPTY: i32 = -16;
pub const OUT_OF_RANGE: i32 = -17;
pub const MISALIGNED: i32 = -18;

/// What `ac_observe` says of a frame; where it is reserved, the number of its owner (from 1).
pub const FREE: i32 = 0;
pub const UNKNOWN: i32 = 253;
pub const TAKEN: i32 = 254;
pub const ALLOCATED: i32 = 255;

#[cfg(target_arch = "wasm32")]
pub use panics::ac_halt;
#[cfg(target_arch = "wasm32")]
mod panics {
    use core::fmt::{self, Write};
    use core::panic::PanicInfo;

    #[link(wasm_import_module = "allocheck")]
    extern "C" {
        fn fail_at(what: *const u8, what_len: usize, file: *const u8, file_len: usize, line: u32) -> !;
        fn halt() -> !;
    }

    /// Ends the command as one that is refused, with memory as it was: for what halts a machine by intent.
    pub fn ac_halt() -> ! {
        unsafe { halt() }
    }

    /// A panic ends the command, and is a finding with its text and its place.
    #[panic_handler]
    fn panic(info: &PanicInfo) -> ! {
        let (file, line) = info.location().map_or(("?", 0), |place| (place.file(), place.line()));
        let mut text = Text { bytes: [0; 200], len: 0 };
        let _ = write!(text, "{}", info);
        unsafe { fail_at(text.bytes.as_ptr(), text.len, file.as_ptr(), file.len(), line) }
    }

    struct Text {
        bytes: [u8; 200],
        len: usize,
    }

    impl Write for Text {
        fn write_str(&mut self, more: &str) -> fmt::Result {
            for &byte in more.as_bytes() {
                if self.len < self.bytes.len() {
                    self.bytes[self.len] = if byte == b'\n' { b' ' } else { byte };
                    self.len += 1;
                }
            }
            Ok(())
        }
    }
}
