//! Bins of elements that are not in memory.

use crate::chunked::Chunked;
use crate::elementwise::lift1;
use crate::error::{Error, ErrorKind, Result};
use crate::run::compute;
use crate::wire;
use nd_core::{Number, Typed, View};
use nd_ops::{Averaged, BinError, BinKind, BinRule, Binned, Bins, Edges};

/// Bins that there cannot be, as an error of this crate.
pub(super) fn values(error: BinError) -> Error {
    ErrorKind::Values(error.to_string()).into()
}

/// Puts later counts to earlier ones.
pub(super) fn merge<C: Number>(earlier: &mut [C], later: Vec<C>) {
    earlier.iter_mut().zip(later).for_each(|(a, b)| *a = a.plus(b));
}

/// The bins without a rule, and how many they are: a rule runs a pass over the elements. What is wrong with them
/// whatever the elements is found here.
pub(super) fn bins_of<T: Typed + Binned + Averaged>(
    x: &Chunked<T>,
    bins: Bins,
) -> Result<(Bins, usize)> {
    let (kind, range) = bins.parts();
    let bins = match kind {
        &BinKind::Rule(rule) => {
            let count = Bins::from(rule_count(x, rule, range)?);
            range.map_or(count.clone(), |(low, high)| count.range(low, high))
        }
        _ => bins,
    };
    let count = match bins.parts() {
        (&BinKind::Equal(count), None) if count > 0 => count,
        // The elements have no part in these.
        _ => Edges::of(View::<T>::from_slice(&[]), &bins).map_err(values)?.bins(),
    };
    Ok((bins, count))
}

/// How many bins a rule says.
fn rule_count<T: Typed + Binned + Averaged>(
    x: &Chunked<T>,
    rule: BinRule,
    range: Option<(f64, f64)>,
) -> Result<usize> {
    if rule.count_of(1, (0.0, 1.0), 1.0, false, (0.0, 1.0)).is_none() {
        let message = format!("histogram: the rule {rule:?} needs all elements at once");
        return Err(ErrorKind::Values(message).into());
    }
    if x.size() == 0 {
        return Ok(1);
    }
    let all = lift1("cast", "f64", x, |a| T::f64s_of(a.view()));
    let known = match range {
        None => all,
        Some((low, high)) => lift1("within", format!("{low} {high}"), &all, move |a| {
            nd_core::zip((&a,)).map(|(x,)| if (low..=high).contains(&x) { x } else { f64::NAN })
        }),
    };
    let is_number = lift1("is a number", "", &known, |a| a.map(|x| !x.is_nan()));
    let count = is_number.count_nonzero();
    let (min, max, std) = match range {
        None => (known.min(), known.max(), known.std()),
        Some(_) => (known.nanmin(), known.nanmax(), known.nanstd()),
    };
    let (count, min, max, std) = compute((&count, &min, &max, &std))?;
    let (found, std) = ((min[[]], max[[]]), std[[]]);
    let (low, high) = range.unwrap_or(found);
    let ends = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
    if !(ends.0.is_finite() && ends.1.is_finite()) {
        return Err(values(BinError::NotFinite { low, high }));
    }
    let bins = rule.count_of(count[[]] as usize, found, std, T::WHOLE, ends);
    Ok(bins.expect("the rule was looked at above"))
}

/// Writes the edges of bins.
pub(super) fn put_edges(edges: &Edges, out: &mut Vec<u8>) {
    let (edges, per_unit) = edges.clone().into_parts();
    wire::put_list(&edges, out);
    wire::put_number(u64::from(per_unit.is_some()), out);
    wire::put_number(per_unit.unwrap_or_default().to_bits(), out);
}

/// Reads the edges of bins.
pub(super) fn get_edges(from: &mut &[u8]) -> Option<Edges> {
    let edges = wire::get_list(from)?;
    let is_equal = wire::get_number(from)? != 0;
    let per_unit = f64::from_bits(wire::get_number(from)?);
    Some(Edges::from_parts((edges, is_equal.then_some(per_unit))))
}
