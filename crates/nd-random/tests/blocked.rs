//! Blocked arrays: the same whoever computes which block, and on how many threads.

use nd_core::{Array, ViewMut, s};
use nd_random::{BitGenerator, Blocked, Generator, Philox, RandomError, SeedSequence, blocked};
use rayon::ThreadPoolBuilder;

type Draw = Result<(), RandomError>;

fn uniform(rng: &mut Generator<Philox>, block: ViewMut<'_, f64>) -> Draw {
    rng.random(block);
    Ok(())
}

/// The blocks one by one, `last` first or last.
fn assembled(noise: &Blocked, [rows, columns]: [usize; 2], backwards: bool) -> Array<f64> {
    let [h, w] = noise.block_shape() else { panic!("two axes") };
    let mut out = Array::zeros([rows, columns]);
    let mut indices: Vec<_> = (0..rows.div_ceil(*h))
        .flat_map(|i| (0..columns.div_ceil(*w)).map(move |j| [i, j]))
        .collect();
    if backwards {
        indices.reverse();
    }
    for [i, j] in indices {
        let (top, left) = (i * h, j * w);
        let (bottom, right) = ((top + h).min(rows), (left + w).min(columns));
        let block = noise.block(&[i, j]).random([bottom - top, right - left]);
        out.slice_mut(s![top..bottom, left..right]).assign(&block);
    }
    out
}

#[test]
fn the_whole_is_its_blocks_in_any_order() {
    let noise = blocked([1, 2], [30, 7]);
    let whole = noise.array([100, 50], uniform).unwrap();
    assert_eq!(whole, assembled(&noise, [100, 50], false));
    assert_eq!(whole, assembled(&noise, [100, 50], true));
    let mut turned = Array::zeros([50, 100]);
    noise.fill(turned.t_mut(), uniform).unwrap();
    assert_eq!(turned.t(), whole);
}

#[test]
fn threads_do_not_show() {
    let noise = blocked(3, [64, 64]);
    let with = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| noise.array([500, 300], uniform).unwrap())
    };
    let one = with(1);
    assert_eq!(with(2), one);
    assert_eq!(with(7), one);
}

#[test]
fn blocks_differ() {
    let noise = blocked(3, [2, 2, 2]);
    let mut seen = std::collections::HashSet::new();
    for i in 0..12 {
        for j in 0..12 {
            for k in 0..12 {
                let mut rng = noise.block(&[i, j, k]);
                assert!(seen.insert(rng.bit_generator_mut().next_u64()));
            }
        }
    }
    // Not even where one index continues another.
    assert!(seen.insert(blocked(3, [1]).block(&[0]).bit_generator_mut().next_u64()));
    assert!(seen.insert(blocked(3, [1; 2]).block(&[0; 2]).bit_generator_mut().next_u64()));
    assert!(seen.insert(blocked(3, [1; 16]).block(&[0; 16]).bit_generator_mut().next_u64()));
    assert!(seen.insert(blocked(4, [2; 3]).block(&[0; 3]).bit_generator_mut().next_u64()));
}

#[test]
fn a_block_is_a_child_of_the_seed() {
    let child = SeedSequence::new(8).with_spawn_key([5u32, 6]);
    let block = blocked(8, [4, 4]).block(&[5, 6]);
    assert_eq!(block.bit_generator(), &Philox::from_seed(child.clone()));
    // np.random.Philox(np.random.SeedSequence(8, spawn_key=(5, 6))).random_raw()
    assert_eq!(block.bit_generator().clone().next_u64(), 9798223321324142221);
    let inner = blocked(child, [4]).block(&[7]);
    assert_eq!(inner.bit_generator().seed_sequence().unwrap().spawn_key(), [5, 6, 7]);
}

#[test]
fn arrays_without_elements_or_axes() {
    assert_eq!(blocked(1, [4, 4]).array([0, 9], uniform).unwrap().shape(), [0, 9]);
    let scalar = blocked(1, ()).array((), uniform).unwrap();
    let first = Generator::new(Philox::from_seed(1)).random(());
    assert_eq!(scalar[[]], first);
}

#[test]
fn the_first_block_that_fails_tells() {
    let fail = |rng: &mut Generator<Philox>, _: ViewMut<'_, f64>| {
        let key = rng.bit_generator().seed_sequence().unwrap().spawn_key()[0];
        if key < 2 {
            return Ok(());
        }
        Err(RandomError::System(key.to_string()))
    };
    let error = blocked(1, [1]).array::<f64>(10, fail).unwrap_err();
    assert_eq!(error, RandomError::System("2".to_owned()));
}

#[test]
#[should_panic(expected = "blocks of no elements")]
fn blocks_have_elements() {
    blocked(1, [3, 0]);
}

#[test]
#[should_panic(expected = "for blocks of 2 axes")]
fn an_index_names_a_block() {
    blocked(1, [3, 3]).block(&[1]);
}

#[test]
#[should_panic(expected = "an array of 1 axes for blocks of 2")]
fn an_array_has_the_axes_of_its_blocks() {
    let _ = blocked(1, [3, 3]).array([9], uniform);
}

#[cfg(target_pointer_width = "64")]
#[test]
#[should_panic(expected = "less than 2³² is needed")]
fn an_index_is_one_word() {
    blocked(1, [3]).block(&[1 << 32]);
}
