//! What younger rules found in older files: known, named, to be mended, and taken out here.

use super::Finding;

/// A file (or, ending in `/`, a folder) and words of the finding. Nothing is ever added: a new
/// rule comes with what it finds on its first day.
const DEBTS: &[(&str, &str)] = &[
    ("crates/nd-core/src/any/arith.rs", "try_arithmetic"),
    ("crates/nd-core/src/array.rs", "try_from_shape_vec_f"),
    ("crates/nd-core/src/constructors.rs", "eye_with"),
    ("crates/nd-core/src/grid.rs", "meshgrid_with"),
    ("crates/nd-core/src/layout.rs", "try_new"),
    ("crates/nd-core/src/manipulate.rs", "try_reshape_view"),
    ("crates/nd-core/src/matrix.rs", "eye_with"),
    ("crates/nd-core/src/shape.rs", "try_new"),
    ("crates/nd-core/src/spaced.rs", "logspace_with"),
    ("crates/nd-core/src/spaced.rs", "try_geomspace"),
    ("crates/nd-core/src/view.rs", "try_from_shape_slice"),
    ("crates/nd-core/src/view.rs", "try_from_shape_slice_f"),
    ("crates/nd-core/src/view_mut.rs", "try_from_shape_slice"),
    ("crates/nd-core/src/view_mut.rs", "try_from_shape_slice_f"),
    ("crates/nd-core/src/view_mut.rs", "try_into_flipped"),
    ("crates/nd-core/src/view_mut.rs", "try_into_permuted"),
    ("crates/nd-core/src/view_mut.rs", "try_into_reshaped"),
    ("crates/nd-core/src/view_mut.rs", "try_into_sliced"),
    ("crates/nd-linalg/src/products/matmul.rs", "try_matmul_into"),
    ("crates/nd-linalg/src/triangle.rs", "Triangle"),
];

/// The findings that are news, with a line about the others.
pub(super) fn without_known(findings: Vec<Finding>) -> Vec<Finding> {
    let (known, news): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| DEBTS.iter().any(|debt| owed(debt, finding)));
    let paid = DEBTS.iter().filter(|debt| !known.iter().any(|finding| owed(debt, finding)));
    for (place, words) in paid {
        println!("{place}: {words}: mended; take it out of xtask/src/tidy/debts.rs");
    }
    if !known.is_empty() {
        println!("tidy: {} known findings (xtask/src/tidy/debts.rs)", known.len());
    }
    news
}

fn owed(debt: &(&str, &str), finding: &Finding) -> bool {
    let (place, words) = debt;
    let after = finding.place.strip_prefix(place);
    let there =
        after.is_some_and(|rest| place.ends_with('/') || rest.is_empty() || rest.starts_with(':'));
    there && finding.message.contains(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debt_is_of_one_place_and_one_rule() {
        let finding = |place: &str| Finding::at(place, "`rayon` outside".to_owned());
        let debt = ("crates/a/src/par.rs", "rayon");
        assert!(owed(&debt, &finding("crates/a/src/par.rs:7")));
        assert!(owed(&debt, &finding("crates/a/src/par.rs")));
        assert!(!owed(&debt, &finding("crates/a/src/par.rs2")));
        assert!(!owed(&("crates/a/src/par.rs", "unsafe"), &finding("crates/a/src/par.rs:7")));
        assert!(owed(&("crates/a/", "rayon"), &finding("crates/a/src/par.rs:7")));
    }
}
