//! Which files a pattern names, and their order.

use crate::error::{Error, ErrorKind, Result};
use std::cmp::Ordering;
use std::path::{Component, Path, PathBuf};

/// The files that a pattern names, in natural order; what follows a file in the pattern is a path inside it.
pub(super) fn expand(pattern: &str) -> Result<Vec<PathBuf>> {
    let (mut found, mut seen) = (vec![PathBuf::new()], false);
    for component in Path::new(pattern).components() {
        let name = component.as_os_str().to_string_lossy();
        if matches!(component, Component::Normal(_)) && name.contains(['*', '?', '[']) {
            seen = true;
            found = matching(&found, &name)?;
            continue;
        }
        // In folders that a pattern found, what is not there is not meant.
        found.retain(|place| !seen || !place.is_dir() || place.join(component).exists());
        found.iter_mut().for_each(|place| place.push(component));
    }
    if found.is_empty() {
        return Err(files(format!("{pattern}: no file matches")));
    }
    found.sort_by(|a, b| natural(&a.to_string_lossy(), &b.to_string_lossy()));
    Ok(found)
}

pub(super) fn files(message: String) -> Error {
    ErrorKind::Files(message).into()
}

/// What is in some folders and matches.
fn matching(folders: &[PathBuf], pattern: &str) -> Result<Vec<PathBuf>> {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut found = Vec::new();
    for folder in folders {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let said = |error: std::io::Error| match here.is_file() {
            true => files(format!("{}: is a file; patterns name files, not parts", here.display())),
            false => files(format!("{}: {error}", here.display())),
        };
        for entry in here.read_dir().map_err(said)? {
            let name = entry.map_err(said)?.file_name();
            let text: Vec<char> = name.to_string_lossy().chars().collect();
            let hidden = text.first() == Some(&'.') && pattern.first() != Some(&'.');
            if !hidden && matches(&pattern, &text) {
                found.push(folder.join(name));
            }
        }
    }
    Ok(found)
}

/// Whether all of a name is what the pattern says: `*` for anything, `?` for one character, `[a-z]` and `[!a-z]` for one
/// of some.
fn matches(pattern: &[char], name: &[char]) -> bool {
    let (mut at, mut place) = (0, 0);
    // Where the last star stands, and how far its text reaches.
    let mut star: Option<(usize, usize)> = None;
    while place < name.len() {
        if pattern.get(at) == Some(&'*') {
            star = Some((at, place));
            at += 1;
        } else if let Some(next) = one(&pattern[at..], name[place]) {
            (at, place) = (at + next, place + 1);
        } else if let Some((stood, reached)) = star {
            star = Some((stood, reached + 1));
            (at, place) = (stood + 1, reached + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|&c| c == '*')
}

/// How much of the pattern stands for one character, if it is that one.
fn one(pattern: &[char], c: char) -> Option<usize> {
    let end = pattern.iter().skip(2).position(|&c| c == ']').map(|at| at + 2);
    match (pattern.first()?, end) {
        ('?', _) => Some(1),
        ('[', Some(end)) => {
            let negated = pattern[1] == '!';
            let set = &pattern[1 + usize::from(negated)..end];
            let mut at = 0;
            let mut inside = false;
            while at < set.len() {
                let range = set.get(at + 1) == Some(&'-') && at + 2 < set.len();
                let last = if range { set[at + 2] } else { set[at] };
                inside |= (set[at]..=last).contains(&c);
                at += if range { 3 } else { 1 };
            }
            (inside != negated).then_some(end + 1)
        }
        (&other, _) => (other == c).then_some(1),
    }
}

/// As people count: `x-9` before `x-10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let digits =
            |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (n, m) = (digits(left), digits(right));
        let order = if n > 0 && m > 0 {
            let (x, y) = (left[..n].trim_start_matches('0'), right[..m].trim_start_matches('0'));
            (left, right) = (&left[n..], &right[m..]);
            x.len().cmp(&y.len()).then(x.cmp(y))
        } else {
            let (mut x, mut y) = (left.chars(), right.chars());
            let order = match (x.next(), y.next()) {
                (None, None) => return a.cmp(b),
                (x, y) => x.cmp(&y),
            };
            (left, right) = (x.as_str(), y.as_str());
            order
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_names() {
        let matches = |pattern: &str, name: &str| {
            super::matches(&pattern.chars().collect::<Vec<_>>(), &name.chars().collect::<Vec<_>>())
        };
        assert!(matches("year-*.nc", "year-1999.nc") && !matches("year-*.nc", "year-1999.nc4"));
        assert!(matches("*", "") && matches("a*b*c", "aXbYbZc") && !matches("a*b*c", "aXbYbZ"));
        assert!(matches("?[0-9x]", "a7") && matches("?[0-9x]", "ax") && !matches("?[0-9x]", "ay"));
        assert!(matches("[!a-c]1", "d1") && !matches("[!a-c]1", "b1") && matches("[]]", "]"));
    }

    #[test]
    fn numbers_in_names_are_counted() {
        let mut names = ["b", "a10", "a9", "a09", "a1-2", "a1-10", "a"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["a", "a1-2", "a1-10", "a09", "a9", "a10", "b"]);
    }
}
