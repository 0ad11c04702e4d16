//! einsum's language, paths and reports; its values are compared with NumPy's in products.rs.

use crate::matrices::{Lcg, close, random};
use nd_core::{Array, Complex, View, array, s};
use nd_linalg::*;

#[test]
fn what_is_no_specification() {
    let a = Array::<f64>::zeros([2, 3]);
    let error = |spec: &str| try_einsum(spec, (&a,)).unwrap_err();
    assert_eq!(error("i1"), EinsumError::Character { found: '1', at: 1 });
    assert_eq!(error("i.j"), EinsumError::Character { found: '.', at: 1 });
    assert_eq!(error("ij-i"), EinsumError::Character { found: '-', at: 2 });
    assert_eq!(error("ij->i,j"), EinsumError::Output { found: ',', at: 5 });
    assert_eq!(error("ij->i->j"), EinsumError::Output { found: '-', at: 5 });
    assert_eq!(error("......"), EinsumError::TwoEllipses { operand: Some(0) });
    assert_eq!(error("...->......"), EinsumError::TwoEllipses { operand: None });
    assert_eq!(error("ij,jk"), EinsumError::Operands { expected: 2, given: 1 });
    assert_eq!(error("ij->ii"), EinsumError::RepeatedOutput { label: 'i' });
    assert_eq!(error("ij->k"), EinsumError::UnknownOutput { label: 'k' });
    assert_eq!(error("i...->i"), EinsumError::MissingEllipsis { axes: 1 });
    assert_eq!(error("ii"), EinsumError::Length { label: 'i', first: 2, other: 3 });
    let shape: Box<[usize]> = [2, 3].into();
    let rank = EinsumError::Rank { operand: 0, labels: 3, ellipsis: true, shape };
    assert_eq!(error("ij...k"), rank);
    assert_eq!(rank.to_string(), "einsum: operand 0 has 3 labels, an ellipsis and shape [2, 3]");
    let error = try_einsum("...,...->...", (&a, &a.slice(s![.., ..2]))).unwrap_err();
    assert_eq!(error, EinsumError::Ellipsis { first: 3, other: 2 });
    assert!(try_einsum("", &Vec::<View<'_, f64>>::new()).is_err());
}

#[test]
fn labels_are_letters_of_any_alphabet() {
    let a = array![[1, 2], [3, 4]];
    assert_eq!(einsum("αβ,βγ->γα", (&a, &a)), matmul(&a, &a).t());
    assert_eq!(einsum("aA->Aa", (&a,)), a.t());
}

/// The sum by definition: every index of all labels, letters only.
fn by_definition(spec: &str, views: &[View<'_, f64>]) -> Array<f64> {
    let (inputs, output) = spec.split_once("->").expect("an explicit output");
    let terms: Vec<Vec<char>> = inputs.split(',').map(|term| term.chars().collect()).collect();
    let output: Vec<char> = output.chars().collect();
    let mut labels = output.clone();
    labels.extend(terms.iter().flatten());
    let mut seen = Vec::new();
    labels.retain(|label| {
        !seen.contains(label) && {
            seen.push(*label);
            true
        }
    });
    let length = |label: &char| {
        let of = |(term, view): (&Vec<char>, &View<'_, f64>)| {
            term.iter().position(|l| l == label).map(|axis| view.shape()[axis])
        };
        terms.iter().zip(views).filter_map(of).max().expect("a known label")
    };
    let lengths: Vec<usize> = labels.iter().map(length).collect();
    let elements: Vec<Vec<f64>> = views.iter().map(|v| v.iter().copied().collect()).collect();
    let shape = &lengths[..output.len()];
    let mut sums = vec![0.0; shape.iter().product()];
    let mut index = vec![0; labels.len()];
    for _ in 0..lengths.iter().product() {
        let mut value = 1.0;
        for ((term, view), elements) in terms.iter().zip(views).zip(&elements) {
            let place = |label: &char| index[labels.iter().position(|l| l == label).unwrap()];
            let axes = term.iter().zip(view.shape());
            let flat = axes.fold(0, |flat, (l, n)| flat * n + if *n == 1 { 0 } else { place(l) });
            value *= elements[flat];
        }
        sums[index.iter().zip(shape).fold(0, |flat, (i, n)| flat * n + i)] += value;
        for axis in (0..index.len()).rev() {
            index[axis] += 1;
            if index[axis] < lengths[axis] {
                break;
            }
            index[axis] = 0;
        }
    }
    Array::from_shape_vec(shape, sums)
}

/// Random specifications with up to eight operands, in random memory orders: as the sum by
/// definition, whichever path is taken.
#[test]
fn random_specifications_by_definition() {
    let mut rng = Lcg::new(11);
    for round in 0..400 {
        let lengths: Vec<usize> = (0..6).map(|_| 1 + rng.below(3)).collect();
        let count = 1 + rng.below(if round % 20 == 0 { 8 } else { 4 });
        let mut words = Vec::new();
        let mut operands = Vec::new();
        for number in 0..count {
            let labels: Vec<usize> = (0..rng.below(4)).map(|_| rng.below(6)).collect();
            let shape: Vec<usize> = labels.iter().map(|&label| lengths[label]).collect();
            words.push(labels.iter().map(|&l| (b'a' + l as u8) as char).collect::<String>());
            let a = random::<f64>(1000 * round + number as u64, &shape);
            // As made, or the axes backwards in memory.
            operands.push(match rng.below(2) {
                0 => a,
                _ => a.view().t().to_array().into_transposed(),
            });
        }
        let inputs = words.join(",");
        let used: Vec<char> =
            "abcdef".chars().filter(|&c| inputs.contains(c) && rng.below(2) == 0).collect();
        let spec = format!("{inputs}->{}", used.iter().rev().collect::<String>());
        let views: Vec<View<'_, f64>> = operands.iter().map(|a| a.view()).collect();
        let expected = by_definition(&spec, &views);
        close(&spec, &einsum(&spec, &views), &expected, 1e4, 1.0);
    }
}

#[test]
fn larger_contractions() {
    let (a, b) = (random::<f64>(1, &[20, 30, 10]), random::<f64>(2, &[20, 10, 40]));
    for spec in ["bij,bjk->bik", "bij,bjk->kib", "bij,bjk->ik", "ijk,ikl->jl", "bij,bjk->"] {
        let expected = by_definition(spec, &[a.view(), b.view()]);
        close(spec, &einsum(spec, (&a, &b)), &expected, 1e5, 1.0);
    }
    let z = random::<Complex<f64>>(3, &[30, 40]);
    let direct = matmul(&z, z.t());
    close("complex", &einsum("ij,kj->ik", (&z, &z)), &direct, 100.0, 900.0);
}

#[test]
fn paths_are_as_cheap_as_they_can_be() {
    let (a, b) = (Array::<f64>::zeros([10, 10]), Array::zeros([10; 4]));
    let path = einsum_path("ea,fb,abcd,gc,hd->efgh", (&a, &a, &b, &a, &a));
    assert_eq!((path.naive_flops, path.flops), (5e8, 8e5)); // as NumPy counts
    assert_eq!(path.largest_intermediate, 1e4);
    assert_eq!(path.contractions.len(), 4);
    // A greedy choice: eight matrices of which one is a vector's worth.
    let chain = vec![a.view(); 8];
    let path = einsum_path("ab,bc,cd,de,ef,fg,gh,hi->ai", &chain);
    assert_eq!(path.contractions.len(), 7);
    assert_eq!(path.flops, 7.0 * 2000.0);
    // One operand, and none that meets another.
    assert_eq!(einsum_path("ii->i", (&a,)).contractions, [[0]]);
    assert_eq!(einsum_path("ab,cd->", (&a, &a)).contractions, [[0, 1]]);
}

#[test]
fn the_report_is_laid_out_as_numpys() {
    let (a, b, c) =
        (Array::<f64>::zeros([2, 3]), Array::zeros([3, 40]), Array::<f64>::zeros([40, 5]));
    let expected = "  Complete contraction:  ij,jk,kl->il
         Naive scaling:  4
     Optimized scaling:  3
      Naive FLOP count:  3.600e+03
  Optimized FLOP count:  1.260e+03
   Theoretical speedup:  2.857
  Largest intermediate:  1.500e+01 elements
--------------------------------------------------------------------------
scaling                  current                                remaining
--------------------------------------------------------------------------
   3                   jk,kl->jl                                ij,jl->il
   3                   ij,jl->il                                   il->il";
    assert_eq!(einsum_path("ij,jk,kl->il", (&a, &b, &c)).to_string(), expected);
}
