//! The fixtures are what `golden/SHA256SUMS` says they are: nobody edited one by hand, none
//! was forgotten. Needs no Python; `cargo xtask golden --check` remakes them from NumPy.

use super::Finding;
use crate::golden::{self, Sums};
use crate::shell::Outcome;

/// Compares the committed fixtures with the committed sums.
pub(super) fn check() -> Outcome<Vec<Finding>> {
    Ok(compare(&golden::committed_sums()?, &golden::sums_on_disk()?))
}

fn compare(committed: &Sums, on_disk: &Sums) -> Vec<Finding> {
    golden::differences(committed, on_disk)
        .map(|(path, what)| {
            let message = format!("{what} golden/SHA256SUMS; run `cargo xtask golden`");
            Finding::at(path, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(entries: &[(&str, &str)]) -> Sums {
        entries.iter().map(|(path, sum)| (path.to_string(), sum.to_string())).collect()
    }

    #[test]
    fn changed_missing_and_unlisted_fixtures() {
        let committed = sums(&[("a.npy", "1"), ("b.npy", "2"), ("c.npy", "3")]);
        let on_disk = sums(&[("a.npy", "1"), ("b.npy", "9"), ("d.npy", "4")]);
        let places: Vec<_> = compare(&committed, &on_disk).into_iter().map(|f| f.place).collect();
        assert_eq!(places, ["b.npy", "c.npy", "d.npy"]);
        assert_eq!(compare(&committed, &committed), []);
    }
}
