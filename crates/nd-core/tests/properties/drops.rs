//! Elements that own something are dropped exactly once, panic or not.

use nd_core::{Array, s};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicIsize, Ordering::SeqCst};

/// Counts how many of its kind are alive.
struct Counted<'a> {
    alive: &'a AtomicIsize,
    value: usize,
}

impl<'a> Counted<'a> {
    fn new(alive: &'a AtomicIsize, value: usize) -> Counted<'a> {
        alive.fetch_add(1, SeqCst);
        Counted { alive, value }
    }
}

impl Clone for Counted<'_> {
    fn clone(&self) -> Self {
        assert_ne!(self.value, usize::MAX, "cannot be cloned");
        Counted::new(self.alive, self.value)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, SeqCst);
    }
}

/// Small, and large enough to be mapped instead of allocated.
const SIZES: [usize; 3] = [1, 10, 40_000];

#[test]
fn everything_is_dropped_once() {
    for n in SIZES {
        let alive = AtomicIsize::new(0);
        let a = Array::from_fn([n, 2], |i| Counted::new(&alive, i[0]));
        assert_eq!(alive.load(SeqCst), 2 * n as isize);
        let b = a.clone();
        let c = a.into_transposed().clone();
        assert_eq!(alive.load(SeqCst), 4 * n as isize);
        let values: Vec<Counted<'_>> = c.into_permuted(&[1, 0]).into_vec();
        assert!(values.iter().enumerate().all(|(k, x)| x.value == k / 2));
        let back = Array::from_shape_vec([2, n], values);
        assert_eq!(alive.load(SeqCst), 4 * n as isize);
        drop(back.into_transposed().into_vec());
        drop(b);
        assert_eq!(alive.load(SeqCst), 0);
        drop(Array::full([n], Counted::new(&alive, 1)));
        assert_eq!(alive.load(SeqCst), 0);
    }
}

#[test]
fn a_panic_while_an_array_is_filled_drops_what_was_made() {
    for n in SIZES {
        let alive = AtomicIsize::new(0);
        let result = catch_unwind(AssertUnwindSafe(|| {
            Array::from_fn([n], |i| {
                assert_ne!(i[0], n - 1, "the last one cannot be made");
                Counted::new(&alive, i[0])
            })
        }));
        assert!(result.is_err());
        assert_eq!(alive.load(SeqCst), 0, "from_fn of {n}");

        let a = Array::from_fn([n, 2], |i| {
            Counted::new(&alive, if i[0] == n - 1 { usize::MAX } else { 0 })
        });
        for view_of_all in [true, false] {
            let result = catch_unwind(AssertUnwindSafe(|| {
                if view_of_all {
                    drop(a.clone());
                } else {
                    let odd = a.slice(s![.., 1]);
                    drop(odd.iter().cloned().collect::<Array<_>>());
                }
            }));
            assert!(result.is_err());
            assert_eq!(alive.load(SeqCst), 2 * n as isize, "clone of {n}");
        }
        drop(a);
        assert_eq!(alive.load(SeqCst), 0);
    }
}

#[test]
fn assigning_through_an_index_drops_the_old_element() {
    let alive = AtomicIsize::new(0);
    let mut a = Array::from_fn([2, 2], |_| Counted::new(&alive, 0));
    a[[0, 1]] = Counted::new(&alive, 7);
    *a.slice_mut(s![1, ..]).get_mut(&[0]).unwrap() = Counted::new(&alive, 8);
    for x in &mut a {
        *x = Counted::new(&alive, x.value + 1);
    }
    assert_eq!(alive.load(SeqCst), 4);
    assert_eq!(a.iter().map(|x| x.value).collect::<Vec<_>>(), [1, 8, 9, 1]);
    drop(a);
    assert_eq!(alive.load(SeqCst), 0);
}

#[test]
fn elements_without_bytes_are_dropped_too() {
    use std::sync::atomic::AtomicUsize;
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    #[derive(Clone)]
    struct Empty;
    impl Drop for Empty {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, SeqCst);
        }
    }
    let a = Array::from_fn([3, 4], |_| Empty);
    assert_eq!(a.slice(s![1.., ..;-2]).iter().count(), 4);
    drop(a.clone().into_transposed().into_vec());
    drop(a);
    assert_eq!(DROPPED.load(SeqCst), 24);
}
