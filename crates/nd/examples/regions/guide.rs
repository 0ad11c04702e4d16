//! The pictures of the guide's page "Pictures".
//!
//! A page in the repository shows the files; rustdoc, which copies none, is given the same pictures as text: the
//! definitions in `pictures.txt` come before those of the page, and the first one of a name holds.

use crate::analysis::{Sources, largest};
use crate::sizes::histogram;
use crate::{NUMBERED, PHOTOGRAPH, Result, coloured, drawing};
use nd::image::draw::{MontageOptions, montage_with};
use nd::image::exposure::adjust_gamma;
use nd::image::restoration::denoise_tv_chambolle;
use nd::image::{Filter, gaussian_filter, median_filter, resize, rgb_to_grey, sobel, white_tophat};
use nd::io::{PictureWriteOptions, save_picture_with};
use nd::prelude::*;
use std::fmt::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/guide/pictures");
const NAMES: [&str; 3] = ["field", "steps", "filters"];
/// And a chart.
const SIZES: &str = "sizes";
/// What a browser shows of the example `view`: put there by hand.
const VIEW: &str = "view";
/// What is shown of the photograph: outlined, step by step, filtered.
const FIELD: [Range<isize>; 2] = [582..770, 200..578];
const STEPS: [Range<isize>; 2] = [560..710, 190..316];
const FILTERS: [Range<isize>; 2] = [560..650, 200..326];

/// Writes all files.
pub(crate) fn write() -> Result<()> {
    for (name, picture) in NAMES.into_iter().zip(drawn()?) {
        let path = path(name, "jpg");
        save_picture_with(&path, &picture, &PictureWriteOptions::default().jpeg_quality(68))?;
        println!("{}, {} bytes", path.display(), std::fs::metadata(&path)?.len());
    }
    std::fs::write(path(SIZES, "svg"), sizes()?)?;
    Ok(std::fs::write(path("pictures", "txt"), definitions()?)?)
}

fn path(name: &str, extension: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{name}.{extension}"))
}

/// The pictures as addresses.
fn definitions() -> Result<String> {
    let mut all = String::new();
    let pictures = NAMES.map(|name| (name, "jpg", "jpeg"));
    let others = [(SIZES, "svg", "svg+xml"), (VIEW, "jpg", "jpeg")];
    for (name, extension, kind) in pictures.into_iter().chain(others) {
        let bytes = std::fs::read(path(name, extension))?;
        writeln!(all, "[{name}]: data:image/{kind};base64,{}", base64(&bytes))?;
    }
    Ok(all)
}

/// Three bytes as four letters.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |three: &[u8]| {
        let bits =
            (0..3).fold(0, |bits, k| bits << 8 | three.get(k).copied().map_or(0, usize::from));
        let letter = move |k: usize| char::from(LETTERS[bits >> (18 - 6 * k) & 63]);
        let used = three.len() + 1;
        std::array::from_fn::<char, 4, _>(|k| if k < used { letter(k) } else { '=' })
    };
    bytes.chunks(3).flat_map(four).collect()
}

/// The pictures, in the order of their names.
fn drawn() -> Result<[Array<u8>; 3]> {
    let rgb = coloured(PHOTOGRAPH.as_ref())?;
    let grey = rgb_to_grey(&rgb);
    let sources = Sources::find(&grey)?;
    Ok([field(&rgb, &sources), steps(&rgb, &sources), filters(&grey)])
}

/// How large the sources are.
fn sizes() -> Result<String> {
    let grey = rgb_to_grey(coloured(PHOTOGRAPH.as_ref())?);
    Ok(histogram(&Sources::find(&grey)?.table()))
}

/// Outlines and numbers.
fn field(rgb: &Array<u8>, sources: &Sources) -> Array<u8> {
    let table = sources.table();
    let mut picture = drawing::outlined(rgb, &sources.labels);
    drawing::number(&mut picture, &sources.labels, &table, &largest(&table, NUMBERED));
    let part = FIELD.map(|Range { start, end }| {
        let times = drawing::TIMES as isize;
        times * start..times * end
    });
    cut(&picture, &part)
}

/// The photograph, its light without background, and its sources in colours.
fn steps(rgb: &Array<u8>, sources: &Sources) -> Array<u8> {
    let light = adjust_gamma(sources.light.clip(0.0, 255.0) / 255.0, 0.5);
    let light = in_three(&light.map(|share| (255.0 * share).round() as u8));
    let all = [rgb.clone(), light, drawing::coloured(&sources.labels)];
    beside(&all.map(|picture| doubled(&cut(&picture, &STEPS))), [1, 3])
}

/// What filters make of a part.
fn filters(grey: &Array<u8>) -> Array<u8> {
    let grey = cut(grey, &FILTERS);
    let share = grey.cast::<f64>() / 255.0;
    let edges = nd::hypot(sobel(&share, 0), sobel(&share, 1));
    let white = edges.max();
    let all = [
        share.clone(),
        gaussian_filter(&share, 2.0),
        median_filter(&share, 5),
        denoise_tv_chambolle(&share, 0.12),
        white_tophat(&share, 9),
        edges / white,
    ];
    let levels = all.map(|share| adjust_gamma(share.clip(0.0, 1.0), 0.6));
    beside(
        &levels.map(|share| doubled(&in_three(&share.map(|x| (255.0 * x).round() as u8)))),
        [2, 3],
    )
}

/// A part of a picture.
fn cut(picture: &Array<u8>, [rows, columns]: &[Range<isize>; 2]) -> Array<u8> {
    picture.slice(s![rows.clone(), columns.clone()]).to_array()
}

/// Grey, as three equal channels.
fn in_three(grey: &Array<u8>) -> Array<u8> {
    nd::stack(&[grey, grey, grey], -1)
}

/// Twice as large.
fn doubled(picture: &Array<u8>) -> Array<u8> {
    resize(picture, [2 * picture.shape()[0], 2 * picture.shape()[1]], Filter::Lanczos3)
}

/// Pictures of one shape in a grid, with gaps that pages of any colour show.
fn beside(pictures: &[Array<u8>], grid: [usize; 2]) -> Array<u8> {
    let gaps = MontageOptions::default().grid(grid).padding(4).fill([128.0; 3]);
    montage_with(nd::stack(pictures, 0), &gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_of_the_guide_are_these() {
        for (name, drawn) in NAMES.into_iter().zip(drawn().unwrap()) {
            let there: Array<u8> = nd::load(path(name, "jpg")).unwrap();
            assert_eq!(there.shape(), drawn.shape(), "{name}");
            // JPEG is not exact.
            let far = (there.cast::<f64>() - drawn.cast::<f64>()).abs().mean();
            assert!(far < 6.0, "{name}: {far}, cargo run --example regions -- --guide");
            assert!(std::fs::metadata(path(name, "jpg")).unwrap().len() < 60_000, "{name}");
        }
        assert!(std::fs::metadata(path(VIEW, "jpg")).unwrap().len() < 60_000, "{VIEW}");
        let read = |name, extension| std::fs::read_to_string(path(name, extension)).unwrap();
        let how = "cargo run --example regions -- --guide";
        assert!(read(SIZES, "svg") == sizes().unwrap(), "{how}");
        assert!(read("pictures", "txt") == definitions().unwrap(), "{how}");
    }

    #[test]
    fn bytes_are_letters() {
        let all = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(all, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
