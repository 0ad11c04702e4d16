//! Files that are truncated while they are mapped. A process of its own: the guard is the process's.
#![cfg(target_os = "linux")]
#![allow(unsafe_code)]

use std::fs::OpenOptions;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use nd_io::{ErrorKind, MmapArray, MmapArrayMut};

fn sum(a: nd_core::View<'_, u64>) -> u64 {
    a.iter().fold(0, |sum, &x| sum.wrapping_add(x))
}

fn truncate(path: &std::path::Path, length: u64) {
    OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

/// What the children do: `ND_IO_GUARD` says with or without a guard.
#[test]
fn child_loses_its_file() {
    let Some(guard) = std::env::var_os("ND_IO_GUARD") else { return };
    let path = std::env::temp_dir().join(format!("nd-io-guard-child-{}.npy", std::process::id()));
    nd_io::save(&path, vec![1u64; 100_000]).unwrap();
    if guard == "on" {
        nd_io::guard_maps().unwrap();
    }
    // SAFETY: nobody writes; that the file is truncated is what is tested.
    let map = unsafe { MmapArray::<u64>::open(&path) }.unwrap();
    truncate(&path, 4096);
    std::fs::remove_file(&path).unwrap();
    let lost = map.with(sum);
    std::process::exit(if matches!(lost.unwrap_err().kind(), ErrorKind::MapLost) {
        70
    } else {
        71
    });
}

fn child(guard: &str) -> std::process::ExitStatus {
    Command::new(std::env::current_exe().unwrap())
        .args(["child_loses_its_file", "--exact"])
        .env("ND_IO_GUARD", guard)
        .output()
        .unwrap()
        .status
}

#[test]
fn guarded_it_is_an_error_and_unguarded_the_end() {
    for round in 0..10 {
        assert_eq!(child("on").code(), Some(70), "round {round}");
    }
    // The control: without the guard the same program dies of SIGBUS.
    assert_eq!(child("off").signal(), Some(7));
}

#[test]
fn every_thread_and_every_round_survives() {
    nd_io::guard_maps().unwrap();
    let path = std::env::temp_dir().join(format!("nd-io-guard-{}.npy", std::process::id()));
    for round in 0..100 {
        nd_io::save(&path, vec![3u64; 50_000]).unwrap();
        // SAFETY: as above.
        let map = unsafe { MmapArray::<u64>::open(&path) }.unwrap();
        let other = std::env::temp_dir().join(format!("nd-io-guard-{}-b.npy", std::process::id()));
        nd_io::save(&other, vec![5u64; 1000]).unwrap();
        // SAFETY: as above; nothing happens to this one.
        let whole = unsafe { MmapArrayMut::<u64>::open(&other) }.unwrap();
        assert_eq!(map.with(sum).unwrap(), 150_000);
        std::thread::scope(|scope| {
            let readers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        for _ in 0..1000 {
                            if let Err(error) = map.with(sum) {
                                assert!(matches!(error.kind(), ErrorKind::MapLost));
                                return true;
                            }
                        }
                        false
                    })
                })
                .collect();
            truncate(&path, 200);
            for reader in readers {
                assert!(reader.join().unwrap(), "round {round}: the loss went unnoticed");
            }
        });
        assert_eq!(whole.view()[[0]], 5);
        drop(whole);
    }
    // A lost map does not taint the next.
    nd_io::save(&path, [8u64]).unwrap();
    // SAFETY: as above.
    let map = unsafe { MmapArray::<u64>::open(&path) }.unwrap();
    assert_eq!(map.with(sum).unwrap(), 8);
    std::fs::remove_file(&path).unwrap();
}
