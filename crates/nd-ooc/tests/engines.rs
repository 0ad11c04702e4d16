//! Programs that several processes run together: the same bits as by one, whatever happens to the others.
#![allow(clippy::print_stdout, reason = "people read what was counted")]

use nd_ooc::engine::conformance::{Suite, program};
use std::path::Path;
use std::process::{Child, Command};

/// The program, hidden as a test of this file: it is run again.
#[test]
fn the_program() {
    let Some(folder) = std::env::var_os("ND_CONFORMANCE") else { return };
    println!("a program may print what it wants: done 0 0 0");
    program(folder.as_ref()).unwrap_or_else(|error| panic!("{error}"));
}

fn again() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "the_program", "--nocapture"]);
    command
}

fn check(name: &str) {
    let kills = std::env::var("ND_ENGINES_KILLS").map_or(5, |kills| kills.parse().unwrap());
    let counted = Suite::new("processes:2", &again).kills(kills).check(name);
    println!("{name}: {}", counted.unwrap_or_else(|wrong| panic!("{wrong}")));
}

macro_rules! checks {
    ($($test:ident $name:literal;)*) => {
        $(
            #[test]
            fn $test() {
                check($name);
            }
        )*

        #[test]
        fn all_of_the_suite_is_checked() {
            assert_eq!([$($name),*], Suite::NAMES);
        }
    };
}
checks! {
    processes_give_the_bits_of_one "same bits";
    workers_that_die_are_replaced "children die";
    what_fails_twice_and_then_works_is_done "fails twice";
    what_always_fails_is_an_error_and_what_was_done_stays "always fails";
    a_driver_that_is_killed_goes_on "driver killed";
    a_second_driver_is_refused "second driver";
    a_worker_that_hangs_is_not_waited_for "worker hangs";
    another_plan_is_refused "another plan";
    any_chunks_give_the_same_bits "any chunks";
    workers_keep_to_their_budget "memory";
}

#[test]
fn unknown_engines_are_refused() {
    let suite = Suite::new("local", &again);
    for engine in ["spark", "processes:many"] {
        let out = suite.command(engine, &[]).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(!out.status.success() && said.contains(engine), "{said}");
    }
}

/// One byte more in the program's own file, and another time of what it reads.
#[test]
#[cfg(target_os = "linux")]
fn another_build_and_another_input_are_refused() {
    let suite = Suite::new("range", &again);
    let other = suite.folder().join("other-program");
    let mut bytes = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    bytes.push(0);
    std::fs::copy(std::env::current_exe().unwrap(), &other).unwrap();
    std::fs::write(&other, bytes).unwrap();
    let mut next = suite.command("range", &[]);
    assert_eq!(next.env("ND_RANGE", "next").output().unwrap().status.code(), Some(75));
    let mut worker = suite.command("range", &[]);
    worker.env("ND_RANGE", "line:0");
    let mut built = Command::new(&other);
    built.args(worker.get_args());
    for (name, value) in worker.get_envs() {
        built.env(name, value.unwrap());
    }
    let refused = |command: &mut Command, says: [&str; 2]| {
        let out = command.output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(!out.status.success(), "{said}");
        says.iter().for_each(|part| assert!(said.contains(part), "{part}: {said}"));
    };
    refused(&mut built, ["driver: program of ", "worker: program of "]);
    let x = nd_io::load::<f64>(suite.folder().join("in.npy")).unwrap();
    nd_io::save(suite.folder().join("in.npy"), &x).unwrap();
    refused(&mut worker, ["driver: ", "in.npy"]);
}

/// The steps that the scripts for clusters take; some of the processes that should be started are lost.
#[test]
fn ranges_of_tasks_are_done_by_whoever_is_started() {
    let suite = Suite::new("range", &again);
    let want = suite.alone(&[]).unwrap();
    let (mut rounds, mut started) = (0, 0);
    loop {
        let mut next = suite.command("range", &[]);
        next.env("ND_RANGE", "next").env("ND_RANGE_JOBS", "5");
        let out = next.output().unwrap();
        if out.status.success() {
            break;
        }
        assert_eq!(out.status.code(), Some(75), "{}", String::from_utf8_lossy(&out.stderr));
        let todo = std::fs::read_to_string(suite.folder().join("run/next")).unwrap();
        let lines: Vec<&str> = todo.lines().skip(usize::from(rounds % 3 == 1)).collect();
        let running: Vec<Child> = lines.iter().map(|line| range(&suite, line)).collect();
        started += running.len();
        for one in running {
            let out = one.wait_with_output().unwrap();
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        }
        rounds += 1;
        assert!(rounds < 60);
    }
    assert!(suite.left().unwrap() == want && !suite.folder().join("run").exists());
    println!("{rounds} rounds, {started} processes");
}

fn range(suite: &Suite<'_>, line: &str) -> Child {
    let mut one = suite.command("range", &[]);
    one.env("ND_RANGE", line.replace(' ', ":")).spawn().unwrap()
}

/// The script for one machine; of those for clusters, what they do around the cluster's own commands.
#[test]
#[cfg(unix)]
fn scripts_run_programs_to_their_end() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("cluster");
    let suite = Suite::new("range", &again);
    let want = suite.alone(&[]).unwrap();
    let commands = suite.folder().join("hurt-commands");
    std::fs::create_dir(&commands).unwrap();
    for (name, text) in [("sbatch", SBATCH), ("kubectl", KUBECTL)] {
        use std::os::unix::fs::PermissionsExt;
        let path = commands.join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    for (script, arguments) in [
        ("local.sh", &["2"][..]),
        ("slurm.sh", &["--"]),
        ("kubernetes.sh", &["image", "claim", "2"]),
    ] {
        let program = suite.command("range", &[]);
        let mut command = Command::new(scripts.join(script));
        command.args(arguments).arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            command.env(name, value.unwrap());
        }
        let path = std::env::var("PATH").unwrap();
        command.env("PATH", format!("{}:{path}", commands.display())).env("ND_RANGE_JOBS", "5");
        let out = command.current_dir(suite.folder()).output().unwrap();
        assert!(out.status.success(), "{script}: {}", String::from_utf8_lossy(&out.stderr));
        suite.compare(&want).unwrap_or_else(|wrong| panic!("{script}: {wrong}"));
        for name in ["out.zarr", "results.txt", "sums.npy"] {
            let path = suite.folder().join(name);
            let _ = if path.is_dir() {
                std::fs::remove_dir_all(path)
            } else {
                std::fs::remove_file(path)
            };
        }
    }
}

/// In the place of Slurm's: the tasks of an array, one after the other; the first one fails once.
#[cfg(unix)]
const SBATCH: &str = r#"#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
        --array=0-*) last=${1#--array=0-} ;;
        --*) ;;
        *) break ;;
    esac
    shift
done
for at in $(seq 0 "$last"); do
    if [ "$at" = 0 ] && [ ! -e hurt-sbatch ]; then touch hurt-sbatch; continue; fi
    SLURM_ARRAY_TASK_ID=$at "$@" || exit 1
done
"#;

/// In the place of Kubernetes': the pods of a job, one after the other.
#[cfg(unix)]
const KUBECTL: &str = r#"#!/bin/sh
case $1 in
    create)
        job=$(cat)
        count=$(echo "$job" | sed -n 's/^ *completions: //p')
        command=$(echo "$job" | sed -n 's/^ *command: \[\(.*\)\]$/\1/p' | sed 's/", "/" "/g')
        for at in $(seq 0 $((count - 1))); do
            eval "ND_RANGE=line:$at $command" || exit 1
        done ;;
    get) echo Complete ;;
esac
"#;

/// A disk of a few megabytes that is full, and is made free: a file system in memory, where this process may mount one.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_and_the_rest_is_done_later() {
    let suite = Suite::new("processes:2", &again);
    let want = suite.alone(&[]).unwrap();
    let run = suite.folder().join("run");
    std::fs::create_dir(&run).unwrap();
    if !mount(&run, "512k") {
        println!("may not mount a disk here");
        return;
    }
    let out = suite.command("processes:2", &[]).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    let grown = mount(&run, "remount,512m");
    let again = suite.command("processes:2", &[]).output().unwrap();
    let unmounted = Command::new("umount").arg("-l").arg(&run).status().unwrap();
    assert!(grown && unmounted.success());
    assert!(!out.status.success() && said.contains("No space left"), "{said}");
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    assert!(suite.left().unwrap() == want);
}

fn mount(at: &Path, size: &str) -> bool {
    let options = match size.strip_prefix("remount,") {
        Some(size) => format!("remount,size={size}"),
        None => format!("size={size}"),
    };
    let mut command = Command::new("mount");
    command.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at);
    command.stderr(std::process::Stdio::null()).status().is_ok_and(|status| status.success())
}
