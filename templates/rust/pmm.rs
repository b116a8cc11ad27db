//! Page frames of physical memory, handed out one at a time or kept for owners.
//! What each page is stands in a table; the free pages are a list that runs through them.

pub const PAGE_SIZE: usize = 4096;
pub const MAX_PAGES: usize = 64;

#[derive(Clone, Copy, PartialEq)]
pub enum Holder {
    Nobody,
    Someone,
    Owner(u32),
}

/// At the beginning of each free page.
struct Node {
    next: *mut Node,
}

pub struct Pmm {
    memory: *mut u8,
    head: *mut Node,
    pages: usize,
    holders: [Holder; MAX_PAGES],
}

impl Pmm {
    pub const fn new() -> Self {
        let null = core::ptr::null_mut();
        Pmm { memory: null, head: null as *mut Node, pages: 0, holders: [Holder::Nobody; MAX_PAGES] }
    }

    /// Every page is free from here on.
    ///
    /// # Safety
    /// `memory` is the beginning of so many pages that are used by nobody else.
    pub unsafe fn init(&mut self, memory: *mut u8, pages: usize) {
        self.memory = memory;
        self.pages = pages;
        for page in (0..pages).rev() {
            self.give(page);
        }
    }

    pub fn alloc(&mut self) -> Option<usize> {
        if self.head.is_null() {
            return None;
        }
        let page = (self.head as usize - self.memory as usize) / PAGE_SIZE;
        self.take(page, Holder::Someone);
        Some(page)
    }

    pub fn free(&mut self, page: usize) -> bool {
        if self.holders[page] != Holder::Someone {
            return false;
        }
        self.give(page);
        true
    }

    /// Keeps a range of free pages for an owner.
    pub fn reserve(&mut self, start: usize, count: usize, owner: u32) -> bool {
        if self.holders[start..start + count].iter().any(|&holder| holder != Holder::Nobody) {
            return false;
        }
        for page in start..start + count {
            self.take(page, Holder::Owner(owner));
        }
        true
    }

    pub fn release(&mut self, start: usize, count: usize, owner: u32) -> bool {
        if self.holders[start..start + count].iter().any(|&holder| holder != Holder::Owner(owner)) {
            return false;
        }
        for page in start..start + count {
            self.give(page);
        }
        true
    }

    fn node(&self, page: usize) -> *mut Node {
        unsafe { self.memory.add(page * PAGE_SIZE) as *mut Node }
    }

    fn give(&mut self, page: usize) {
        let node = self.node(page);
        unsafe { (*node).next = self.head };
        self.head = node;
        self.holders[page] = Holder::Nobody;
    }

    fn take(&mut self, page: usize, holder: Holder) {
        let node = self.node(page);
        if self.head == node {
            self.head = unsafe { (*node).next };
        }
        self.holders[page] = holder;
    }
}
