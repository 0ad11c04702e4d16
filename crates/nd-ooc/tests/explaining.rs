//! What plans say of themselves before and after they are run.

use nd_core::Array;
use nd_io::{Compression, CreateOptions};
use nd_ooc::{Plan, Role, RunOptions};
use std::path::PathBuf;

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("nd-ooc-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn sample() -> Array<f32> {
    Array::from_fn([700, 900], |at| ((at[0] * 31 + at[1] * 17) % 101) as f32)
}

#[test]
fn bytes_are_known_before_they_are_read() {
    let dir = folder("explaining");
    let (rows, packed) = (dir.join("x.npy"), dir.join("x.zarr"));
    nd_io::save(&rows, sample()).unwrap();
    let layout = CreateOptions::default().chunks([100, 300]).compression(Compression::Gzip(1));
    let writer = nd_io::create(&packed, [700, 900], nd_core::DType::F32, &layout).unwrap();
    writer.write(nd_core::s![.., ..], sample()).unwrap();
    writer.finish().unwrap();
    for path in [rows, packed] {
        let x = nd_ooc::open::<f32>(&path).unwrap();
        let mut plan = Plan::new();
        plan.save(&((&x - x.mean_axis(0)) / x.std_axis(0)), dir.join("z.npy"));
        let _ = plan.compute(&x.slice(nd_core::s![..;7, 3..500]).sum_axis(1));
        let options = RunOptions::default().budget(16 << 20);
        let before = plan.explain(&options).unwrap();
        let results = plan.run_with(&options).unwrap();
        let after = results.report();
        assert_eq!(before.stages.len(), after.stages.len());
        for (told, stage) in before.stages.iter().zip(&after.stages) {
            assert_eq!(
                (told.to_read, told.written),
                (stage.read, stage.written),
                "{told}\n{stage}"
            );
            assert_eq!((told.steps.len(), told.projected), (stage.steps.len(), stage.projected));
            assert!(told.read == 0 && stage.done == stage.pieces);
            assert_eq!(told.projected, told.shared + told.threads * told.each);
        }
    }
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn chunks_that_are_unpacked_more_often_than_once_are_counted_so() {
    let dir = folder("amplified");
    let path = dir.join("x.zarr");
    let layout = CreateOptions::default().chunks([350, 900]).compression(Compression::Gzip(1));
    let writer = nd_io::create(&path, [700, 900], nd_core::DType::F32, &layout).unwrap();
    writer.write(nd_core::s![.., ..], sample()).unwrap();
    writer.finish().unwrap();
    let x = nd_ooc::open::<f32>(&path).unwrap();
    let mut plan = Plan::new();
    let _ = plan.compute(&x.slice(nd_core::s![300..400, ..]).mean());
    let report = plan.explain(&RunOptions::default()).unwrap();
    let stage = &report.stages[0];
    assert_eq!(stage.to_read, 100 * 900 * 4);
    assert!(
        stage.to_unpack >= 700 * 900 * 4 && stage.to_string().contains("(unpacks 2.40 MiB)"),
        "{stage}"
    );
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn steps_go_from_sources_to_results() {
    let x = nd_ooc::full([1000, 200], 1.5f64);
    let mut plan = Plan::new();
    plan.save(&(&x - x.mean_axis(0)), "anomalies.npy");
    let report = plan.explain(&RunOptions::default()).unwrap();
    let roles =
        |stage: usize| report.stages[stage].steps.iter().map(|s| s.role).collect::<Vec<_>>();
    assert_eq!(*roles(0).last().unwrap(), Role::Fold);
    assert_eq!((roles(1)[0], *roles(1).last().unwrap()), (Role::Source, Role::Saved));
    for stage in &report.stages {
        for (number, step) in stage.steps.iter().enumerate() {
            assert!(step.inputs.iter().all(|&input| input < number), "{stage}");
            let earlier = step.earlier.map(|(pass, step)| report.stages[pass].steps[step].role);
            assert_eq!(earlier.is_some(), step.role == Role::Earlier);
            assert!(earlier.is_none_or(|role| role == Role::Fold));
        }
    }
    let said = report.to_string();
    for word in [
        "stage 2 of 2",
        "mean over axis 0",
        "mean of stage 1",
        "save anomalies.npy",
        "(1000, 200) float64",
        "a thread",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn ten_million_pieces_are_explained_at_once() {
    let x = nd_ooc::full([10_000_000, 1 << 20], 1f32);
    let mut plan = Plan::new();
    plan.save((&x - x.mean_axis(0)).slice(nd_core::s![.., ..]), "far.npy");
    let report = plan.explain(&RunOptions::default()).unwrap();
    assert!(report.stages[1].pieces >= 10_000_000, "{report}");
    assert_eq!(report.stages[1].written, 40_000_000 << 20);
}

#[test]
fn pictures_have_a_box_for_each_step_and_are_well_formed() {
    let x = nd_ooc::full([1000, 200], 1.5f64);
    let z = (&x - x.mean_axis(0)) / x.std_axis(0);
    let mut plan = Plan::new();
    plan.save(&z, "a&b.npy");
    let _ = plan.compute(&z.sum());
    let svg = plan.to_svg(&RunOptions::default()).unwrap();
    let report = plan.explain(&RunOptions::default()).unwrap();
    let steps: usize = report.stages.iter().map(|stage| stage.steps.len()).sum();
    assert_eq!(svg.matches("class=\"name\"").count(), steps);
    assert_eq!(svg.matches("class=\"frame\"").count(), report.stages.len());
    assert!(svg.contains("a&amp;b.npy") && !svg.contains("a&b"));
    for tag in ["g", "svg", "text", "style"] {
        let opened =
            svg.matches(&format!("<{tag}>")).count() + svg.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, svg.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}
