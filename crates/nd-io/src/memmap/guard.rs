//! [`guard_maps`]: a truncated file is an error, not the end of the process.
//!
//! Touching a page of a map that the file no longer has raises SIGBUS. The handler installed here
//! looks the address up among the maps of this crate, puts a page of zeros there, and marks the map
//! as lost; the computation goes on over zeros, and whoever asked for it learns from the mark that its
//! result means nothing. Any other SIGBUS goes to the handler that was there before.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Maps that can be guarded at a time; more are not, and behave as without a guard.
const SLOTS: usize = 1024;

/// The maps: a fixed table, because a signal handler may neither lock nor allocate.
static TABLE: [Slot; SLOTS] = [const { Slot::new() }; SLOTS];

/// Whether the handler is installed.
static GUARDED: AtomicBool = AtomicBool::new(false);

/// One map: taken from the moment `start` is not 0.
struct Slot {
    start: AtomicUsize,
    end: AtomicUsize,
    lost: AtomicBool,
}

impl Slot {
    const fn new() -> Self {
        Self { start: AtomicUsize::new(0), end: AtomicUsize::new(0), lost: AtomicBool::new(false) }
    }
}

/// A map's place in the table, given up when the map is.
#[derive(Debug)]
pub(super) struct Watch(usize);

impl Watch {
    /// Watches over the memory of a map, if maps are guarded and there is a place.
    pub(super) fn new(map: &[u8]) -> Option<Self> {
        if !GUARDED.load(Ordering::Acquire) || map.is_empty() {
            return None;
        }
        let start = map.as_ptr().addr();
        TABLE.iter().enumerate().find_map(|(i, slot)| {
            slot.start.compare_exchange(0, start, Ordering::AcqRel, Ordering::Relaxed).ok()?;
            slot.lost.store(false, Ordering::Release);
            slot.end.store(start + map.len(), Ordering::Release);
            Some(Self(i))
        })
    }

    /// Whether something of the map was lost.
    pub(super) fn is_lost(&self) -> bool {
        TABLE[self.0].lost.load(Ordering::Acquire)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let slot = &TABLE[self.0];
        slot.end.store(0, Ordering::Release);
        slot.start.store(0, Ordering::Release);
    }
}

/// Guards the maps that are made from now on: a file that is truncated under one of them is reported by
/// [`MmapArray::with`](super::MmapArray::with) as [`ErrorKind::MapLost`](crate::ErrorKind::MapLost),
/// instead of ending the process.
///
/// This installs a handler for SIGBUS, which belongs to the whole process: a program decides that,
/// not a library. Faults elsewhere go to the handler that was there before. At most 1024 maps are
/// guarded at a time. Calling it again changes nothing.
///
/// # Errors
/// The system's; [`io::ErrorKind::Unsupported`] where there are no signals.
///
/// # Examples
/// ```
/// nd_io::guard_maps()?;
/// nd_io::guard_maps()?; // once is enough
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn guard_maps() -> io::Result<()> {
    system::install()
}

#[cfg(unix)]
mod system {
    use std::cell::UnsafeCell;
    use std::io;
    use std::mem::MaybeUninit;
    use std::sync::Once;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{GUARDED, TABLE};

    /// What handled SIGBUS before; written once, before the handler can run.
    struct Previous(UnsafeCell<MaybeUninit<libc::sigaction>>);

    // SAFETY: written inside `Once::call_once` before the handler is installed, and only read after.
    unsafe impl Sync for Previous {}

    static PREVIOUS: Previous = Previous(UnsafeCell::new(MaybeUninit::uninit()));
    static ONCE: Once = Once::new();
    static PAGE: AtomicUsize = AtomicUsize::new(0);

    pub(super) fn install() -> io::Result<()> {
        let mut result = Ok(());
        ONCE.call_once(|| result = install_once());
        result
    }

    fn install_once() -> io::Result<()> {
        // SAFETY: asks for a number.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        PAGE.store(usize::try_from(page).unwrap_or(4096), Ordering::Release);
        // SAFETY: `Once` lets one thread in here, and no handler of ours runs yet. Asking with a null
        // new action writes the present one and changes nothing.
        let asked = unsafe {
            libc::sigaction(libc::SIGBUS, std::ptr::null(), (*PREVIOUS.0.get()).as_mut_ptr())
        };
        if asked != 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: an all-zero `sigaction` is one: no flags, an empty mask, the default handler.
        let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
        action.sa_sigaction =
            handle as extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) as usize;
        // On the alternate stack if the thread has one (Rust's have), and with the faulting address.
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        // SAFETY: `action` is complete, and `handle` does only what a signal handler may.
        if unsafe { libc::sigaction(libc::SIGBUS, &action, std::ptr::null_mut()) } != 0 {
            return Err(io::Error::last_os_error());
        }
        GUARDED.store(true, Ordering::Release);
        Ok(())
    }

    /// Runs on the thread that touched a lost page. Atomics, `mmap` and `sigaction` only: nothing here
    /// locks or allocates.
    extern "C" fn handle(
        signal: libc::c_int,
        info: *mut libc::siginfo_t,
        context: *mut libc::c_void,
    ) {
        // SAFETY: the kernel passes a valid `siginfo_t` to a handler with SA_SIGINFO.
        let address = unsafe { (*info).si_addr() }.addr();
        for slot in &TABLE {
            let (start, end) =
                (slot.start.load(Ordering::Acquire), slot.end.load(Ordering::Acquire));
            if start == 0 || !(start..end).contains(&address) {
                continue;
            }
            let page = PAGE.load(Ordering::Relaxed);
            let at = address / page * page;
            slot.lost.store(true, Ordering::Release);
            // SAFETY: the page lies in a live map of this crate (its slot is given up before it is
            // unmapped), and its content is gone: replacing it by zeros changes no other memory.
            let zeros = unsafe {
                libc::mmap(
                    std::ptr::with_exposed_provenance_mut(at),
                    page,
                    libc::PROT_READ | libc::PROT_WRITE,
                    libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED,
                    -1,
                    0,
                )
            };
            if zeros != libc::MAP_FAILED {
                return;
            }
        }
        // SAFETY: as above; PREVIOUS was written before this handler was installed.
        unsafe { pass_on(signal, info, context) }
    }

    /// Gives the signal to whoever handled it before.
    ///
    /// # Safety
    /// The arguments are the kernel's, and `PREVIOUS` has been written.
    unsafe fn pass_on(signal: libc::c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
        // SAFETY: written before, the caller says.
        let previous = unsafe { (*PREVIOUS.0.get()).assume_init_ref() };
        let handler = previous.sa_sigaction;
        if handler == libc::SIG_DFL || handler == libc::SIG_IGN {
            // The fault comes again when this returns, and then ends the process as it should.
            // SAFETY: restores what was there.
            unsafe { libc::sigaction(signal, previous, std::ptr::null_mut()) };
        } else if previous.sa_flags & libc::SA_SIGINFO != 0 {
            type Full = extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void);
            // SAFETY: with SA_SIGINFO, the stored address is that of such a function.
            let full = unsafe { std::mem::transmute::<usize, Full>(handler) };
            full(signal, info, context);
        } else {
            // SAFETY: without, it is that of a function of the signal alone.
            let plain =
                unsafe { std::mem::transmute::<usize, extern "C" fn(libc::c_int)>(handler) };
            plain(signal);
        }
    }
}

#[cfg(not(unix))]
mod system {
    pub(super) fn install() -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}
