//! The same bits on any number of threads; panics in closures; what may cross threads.

use nd_core::{Array, Shape, View, ViewMut, s, zip};
use rayon::ThreadPoolBuilder;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `f` gives on pools of different sizes.
fn on_pools<R: Send>(f: impl Fn() -> R + Sync) -> Vec<R> {
    let pool = |n| ThreadPoolBuilder::new().num_threads(n).build().unwrap();
    [1, 2, 3, 8].map(|n| pool(n).install(&f)).into()
}

/// Values whose sums round differently in every order.
fn rough(shape: impl Into<Shape>) -> Array<f32> {
    let mut state = 1u32;
    Array::from_fn(shape, |_| {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        (state as f32 / 1e5).sin() * 10f32.powi((state % 13) as i32 - 6)
    })
}

#[test]
fn folds_have_the_same_bits_on_any_number_of_threads() {
    let a = rough([1100, 700]);
    let row = rough([700]);
    let views = [
        a.view(),
        a.t(),
        a.slice(s![..;2, ..]),
        a.slice(s![.., ..;-3]),
        row.broadcast_to([999, 700]),
    ];
    for view in views {
        let sum = || zip((view,)).parallel_from(0).fold(|| 0f32, |s, (x,)| s + x, |s, t| s + t);
        let sums: Vec<u32> = on_pools(sum).into_iter().map(f32::to_bits).collect();
        assert!(sums.iter().all(|s| *s == sums[0]), "{sums:?} of {:?}", view.shape());
        let alone = zip((view,)).sequential().fold(|| 0f32, |s, (x,)| s + x, |s, t| s + t);
        assert_eq!(alone.to_bits(), sums[0]);
    }
    let b = rough([700, 1100]);
    let dot = || zip((&a, b.t())).fold(|| 0f32, |s, (x, y)| s + x * y, |s, t| s + t);
    let dots = on_pools(dot);
    assert!(dots.iter().all(|d| d.to_bits() == dots[0].to_bits()), "{dots:?}");
}

#[test]
fn maps_are_the_same_on_any_number_of_threads() {
    let a = rough([600, 800]);
    let b = rough([800, 600]);
    let results = on_pools(|| {
        let c = zip((&a, b.t())).map(|(x, y)| x * y + 1.0);
        let mut d = Array::<f32>::zeros([1200, 800]);
        zip((&a, b.t())).map_into(|(x, y)| x - y, d.slice_mut(s![..;2, ..]));
        (c, d)
    });
    assert!(results.iter().all(|r| *r == results[0]));
}

#[test]
fn a_panic_in_a_closure_goes_to_the_caller_and_the_pool_survives() {
    let pool = ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let a: Array<u32> = (0..1 << 19).collect();
    for bad in [0, 1 << 18, (1 << 19) - 1] {
        for strided in [false, true] {
            let view = if strided { a.slice(s![..;-1]) } else { a.view() };
            let boom = |x: u32| if x == bad { panic!("boom at {x}") } else { x };
            let caught = |run: &(dyn Fn() + Sync)| {
                let error = pool.install(|| catch_unwind(AssertUnwindSafe(run)).unwrap_err());
                assert_eq!(*error.downcast::<String>().unwrap(), format!("boom at {bad}"));
            };
            caught(&|| drop(view.map(boom)));
            caught(&|| {
                drop(zip((view,)).fold(
                    || vec![0],
                    |v, (x,)| {
                        boom(x);
                        v
                    },
                    |v, _| v,
                ))
            });
            caught(&|| assert!(!zip((view,)).any(|(x,)| boom(x) == u32::MAX)));
            let mut out = view.to_array();
            let result = catch_unwind(AssertUnwindSafe(|| {
                pool.install(|| out.map_in_place(|x| boom(x) + 1))
            }));
            assert!(result.is_err());
            // What was not reached is as it was, what was reached is written: all valid.
            assert!(zip((&out, view)).all(|(new, old)| new == old || new == old + 1));
        }
    }
    let sum = pool.install(|| zip((&a,)).fold(|| 0u64, |s, (x,)| s + u64::from(x), |s, t| s + t));
    assert_eq!(sum, (1 << 18) * ((1 << 19) - 1));
}

#[test]
fn what_may_cross_threads() {
    fn send<T: Send>() {}
    fn sync<T: Sync>() {}
    send::<Array<f64>>();
    sync::<Array<f64>>();
    send::<View<'_, f64>>();
    sync::<View<'_, f64>>();
    send::<ViewMut<'_, f64>>();
    sync::<ViewMut<'_, f64>>();
    // A cell may move to another thread, not be seen from two.
    send::<Array<std::cell::Cell<u8>>>();
    send::<ViewMut<'_, std::cell::Cell<u8>>>();
    send::<nd_core::IterMut<'_, std::cell::Cell<u8>>>();
    sync::<nd_core::Iter<'_, u8>>();
    send::<nd_core::ShapeError>();
    sync::<nd_core::ShapeError>();
}

#[test]
fn tasks_run_once_each_in_the_pool_that_is_current() {
    use nd_core::threads;
    use std::sync::Mutex;

    for n in [1, 2, 5] {
        let pool = ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        pool.install(|| {
            assert_eq!(threads::count(), n);
            let seen = Mutex::new(Vec::new());
            threads::run(100, &|task| seen.lock().unwrap().push(task));
            let mut seen = seen.into_inner().unwrap();
            seen.sort_unstable();
            assert_eq!(seen, (0..100).collect::<Vec<_>>());
            assert_eq!(threads::collect(0, &|task| task), []);
            let mut a = [0; 7];
            threads::chunks(&mut a, 3, &|start, chunk| chunk.fill(start));
            assert_eq!(a, [0, 0, 0, 3, 3, 3, 6]);
            let joined = threads::tree(5, &|t| t.to_string(), &|a, b| format!("({a} {b})"));
            assert_eq!(joined.unwrap(), "((0 1) (2 (3 4)))");
        });
    }
}

#[test]
fn the_error_of_the_first_bad_task_is_returned_whoever_is_faster() {
    for n in [1, 2, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        let result = pool.install(|| {
            nd_core::threads::try_run(64, &|task| {
                if task == 7 {
                    // Later bad tasks are done first.
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                if task % 10 == 7 { Err(task) } else { Ok(()) }
            })
        });
        assert_eq!(result, Err(7));
    }
}

#[test]
fn a_panic_in_a_task_goes_to_the_caller() {
    for n in [1, 3] {
        let pool = ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        let run = || nd_core::threads::run(9, &|task| assert_ne!(task, 4));
        assert!(catch_unwind(AssertUnwindSafe(|| pool.install(run))).is_err());
    }
}
