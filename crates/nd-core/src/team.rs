//! Work on several threads, where the caller waits for nobody who has not begun.
//!
//! A scope of a thread pool ends when every thread that was called has come, if only to find that
//! nothing is left to do. One that sleeps takes about ten microseconds for that; adding a hundred
//! thousand numbers takes twenty-five. Here the caller closes the door when its own part ends, which is
//! when nothing is left to begin, and waits for those who are inside. Whoever comes later turns
//! round.

use std::any::Any;
use std::hint;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Thread};

/// The door is closed: nobody may begin.
const CLOSED: usize = 1;
/// One who has begun and not ended.
const INSIDE: usize = 2;

/// How often the caller looks whether the others have ended before it goes to sleep: tasks of one
/// call end at about the same time.
const LOOKS: usize = 1 << 12;

type Work<'w> = dyn Fn() + Sync + 'w;
type Panic = Box<dyn Any + Send>;

/// A call that others may take part in.
struct Call {
    /// To be called between [`enter`](Self::enter) and [`leave`](Self::leave) only.
    work: *const Work<'static>,
    /// [`CLOSED`] or not, and [`INSIDE`] for each who is.
    state: AtomicUsize,
    caller: Thread,
    panic: Mutex<Option<Panic>>,
}

// SAFETY: `Sync` work may be called from any thread, and whether it is still there is decided by
// `state`. Everything else may be sent and shared.
unsafe impl Send for Call {}
// SAFETY: as above.
unsafe impl Sync for Call {}

impl Call {
    /// Whether the door was open; then the work is there until [`leave`](Self::leave) is called.
    fn enter(&self) -> bool {
        let open = |state| (state & CLOSED == 0).then_some(state + INSIDE);
        self.state.fetch_update(Ordering::Acquire, Ordering::Relaxed, open).is_ok()
    }

    /// To be followed by no use of the work: the caller may go.
    fn leave(&self) {
        if self.state.fetch_sub(INSIDE, Ordering::Release) == CLOSED + INSIDE {
            self.caller.unpark();
        }
    }

    /// Takes part, if there is still something to take part in.
    fn help(&self) {
        if !self.enter() {
            return;
        }
        // SAFETY: the door was open when this thread came in, so that the caller, in `run`, waits until
        // it leaves, and has the work borrowed at least as long.
        let work = unsafe { &*self.work };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(work)) {
            *self.panic.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic);
        }
        self.leave();
    }

    /// Closes the door and waits for those inside.
    fn close(&self) {
        self.state.fetch_or(CLOSED, Ordering::Relaxed);
        let mut looks = 0;
        while self.state.load(Ordering::Acquire) != CLOSED {
            looks += 1;
            if looks < LOOKS {
                hint::spin_loop();
            } else {
                // Whoever leaves last wakes it; waking for another reason does no harm.
                thread::park();
            }
        }
    }
}

/// Closes the door when the caller's own part ends, also by a panic.
struct Door<'c>(&'c Call);

impl Drop for Door<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// What a thread that was invited has to call.
pub(crate) type Part = Box<dyn FnOnce() + Send>;

/// Runs `work` on this thread, and on those to whom `invite` hands a part, as far as they come in
/// time.
///
/// # Panics
/// If `work` does, on any of them.
pub(crate) fn run(work: &Work<'_>, invite: impl FnOnce(&dyn Fn() -> Part)) {
    let borrowed: *const Work<'_> = work;
    let call = Arc::new(Call {
        // SAFETY: only the lifetime changes. The pointer is read between `enter` and `leave` alone, and
        // this function does not end, not even by a panic, before the door is closed and all are out.
        work: unsafe { mem::transmute::<*const Work<'_>, *const Work<'static>>(borrowed) },
        state: AtomicUsize::new(0),
        caller: thread::current(),
        panic: Mutex::new(None),
    });
    {
        let _door = Door(&call);
        invite(&|| {
            let call = Arc::clone(&call);
            Box::new(move || call.help())
        });
        work();
    }
    let panic = call.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(panic) = panic {
        resume_unwind(panic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::thread::JoinHandle;

    /// Invites `members` threads of its own to `work`, and returns their handles.
    fn with_threads(members: usize, work: &Work<'_>) -> Vec<JoinHandle<()>> {
        let mut threads = Vec::new();
        run(work, |part| {
            for _ in 0..members {
                let part = part();
                threads.push(thread::spawn(part));
            }
        });
        threads
    }

    #[test]
    fn everybody_who_has_begun_is_waited_for() {
        for _ in 0..200 {
            let (all, sum) = (Barrier::new(4), AtomicUsize::new(0));
            let threads = with_threads(3, &|| {
                all.wait();
                sum.fetch_add(1, Ordering::Relaxed);
            });
            assert_eq!(sum.into_inner(), 4);
            threads.into_iter().for_each(|thread| thread.join().unwrap());
        }
    }

    #[test]
    fn whoever_comes_too_late_finds_the_door_closed() {
        let (mut late, calls) = (Vec::new(), AtomicUsize::new(0));
        run(
            &|| {
                calls.fetch_add(1, Ordering::Relaxed);
            },
            |part| late.extend([part(), part()]),
        );
        // Their work is gone.
        late.into_iter().for_each(|part| part());
        assert_eq!(calls.into_inner(), 1);
    }

    #[test]
    fn a_panic_of_another_is_the_callers_too() {
        let (all, caller) = (Barrier::new(2), thread::current().id());
        let work = || {
            all.wait();
            assert!(thread::current().id() == caller, "not the caller");
        };
        let caught = catch_unwind(AssertUnwindSafe(|| drop(with_threads(1, &work))));
        let panic = caught.expect_err("it panicked");
        assert_eq!(panic.downcast_ref(), Some(&"not the caller"));
    }

    #[test]
    fn after_a_panic_of_the_caller_nobody_is_inside() {
        let (all, caller, ended) = (Barrier::new(2), thread::current().id(), AtomicUsize::new(0));
        let work = || {
            all.wait();
            assert!(thread::current().id() != caller, "the caller");
            thread::sleep(std::time::Duration::from_millis(20));
            ended.store(1, Ordering::Relaxed);
        };
        assert!(catch_unwind(AssertUnwindSafe(|| drop(with_threads(1, &work)))).is_err());
        assert_eq!(ended.into_inner(), 1);
    }
}
