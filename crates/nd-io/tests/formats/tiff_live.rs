//! For live runs against tifffile and Pillow: pictures there and back by way of files.
//!
//! `ND_TIFF_LIVE=DIR cargo test -p nd-io --test formats tiff_live::` reads what `xtask/py/tiff.py make DIR` wrote,
//! whole and in parts, and compares; and writes the same arrays for it to read.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use nd_core::{AnyArray, Array, DType, Shape, Slice, SliceItem, s, with_dtype};
#[cfg(feature = "zarr")]
use nd_io::{Compression, CreateOptions, Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
use nd_io::{
    Dataset, GeoReference, ImageJ, OmeChannel, OmeImage, Orientation, PictureMetadata,
    PictureWriteOptions, ResolutionUnit, TiffCompression, TiffFile, TiffOptions, TiffPageOptions,
    TiffWriter, load_any, open, picture_metadata, save_picture_with, write_npy_any,
};

#[test]
fn pictures_of_others() {
    let Some(folder) = std::env::var_os("ND_TIFF_LIVE").map(PathBuf::from) else { return };
    let (mut read, mut bad, mut refused, mut written) = (0, 0, 0, String::new());
    for (k, line) in std::fs::read_to_string(folder.join("cases.tsv")).unwrap().lines().enumerate()
    {
        let [how, path, expected, near] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let want = load_any(folder.join(expected)).unwrap();
        read += 1;
        if let Err(what) = compare(&folder.join(path), how, &want, near.parse().unwrap()) {
            refused += usize::from(what.contains("not supported"));
            bad += 1;
            println!("tiff: {how} {path}: {what}");
        }
        let back = format!("{k:05}-nd.tif");
        if (2..=3).contains(&want.ndim()) {
            let (layout, near) = write(&folder.join(&back), &want, k);
            writeln!(written, "{back}\t{expected}\t{near}\t{layout}").unwrap();
        }
    }
    std::fs::write(folder.join("written.tsv"), written).unwrap();
    told(&folder);
    println!("tiff: read {read}: {bad} mismatches, {refused} of them refused");
    assert_eq!(bad, 0);
}

/// Writes a page of a layout that the number of the case says, and says how far off the packing may be and what the
/// layout is.
fn write(path: &Path, a: &AnyArray, k: usize) -> (String, u8) {
    let noise =
        |i: usize| (k + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(7 * i as u32) >> 7;
    let (dtype, samples) = (a.dtype(), a.shape().get(2).copied().unwrap_or(1));
    let mut options = TiffPageOptions::default()
        .separate(noise(1) % 3 == 0)
        .predictor(noise(2) % 4 > 0)
        .rgb(samples >= 3 && noise(3) % 4 > 0);
    let separate = options.separate && samples > 1;
    let (one, rgb) = (separate || samples == 1, options.rgb == Some(true) && !separate);
    let mut packings = vec![
        TiffCompression::Uncompressed,
        TiffCompression::Deflate,
        TiffCompression::Lzw,
        TiffCompression::PackBits,
        TiffCompression::Lzma,
    ];
    if cfg!(feature = "zstd") {
        packings.push(TiffCompression::Zstd);
    }
    if dtype == DType::U8 && (one || rgb && samples == 3) {
        packings.push(TiffCompression::Jpeg);
    }
    if dtype == DType::U8 && rgb && samples <= 4 {
        packings.push(TiffCompression::WebP);
    }
    if dtype == DType::Bool && one {
        packings.extend([TiffCompression::Group4; 3]);
    }
    options = options.compression(packings[noise(4) % packings.len()]).jpeg_quality(100);
    match noise(5) % 4 {
        0 => options = options.rows_per_strip(1 + noise(6) % 40),
        1 => {}
        _ => options = options.tile([16 * (1 + noise(6) % 5), 16 * (1 + noise(7) % 5)]),
    }
    if noise(8) % 2 == 0 {
        options = options.levels(noise(9) % 4);
    }
    let cloud = noise(10) % 3 == 0 && !options.separate;
    let file = TiffOptions::default().cloud_optimized(cloud).durable(false);
    let file = if noise(11) % 3 == 0 { file.big(true) } else { file };
    let mut writer = TiffWriter::create_with(path, &file).unwrap();
    with_dtype!(a, |a| {
        let view = a.view();
        let mut page = writer.page(Shape::from(a.shape()), dtype, &options).unwrap();
        let mut at = 0;
        while at < a.shape()[0] {
            let rows = (1 + noise(12 + at % 20) % 50).min(a.shape()[0] - at);
            page.write_rows(view.slice(s![at as isize..(at + rows) as isize])).unwrap();
            at += rows;
        }
        page.finish().unwrap();
    });
    writer.finish().unwrap();
    let near = if options.compression == TiffCompression::Jpeg { 6 } else { 0 };
    equal("back", &load_any(path).unwrap(), &squeezed(a), near).unwrap();
    let layout = format!(
        "{} tile {:?} separate {} predictor {} levels {} cloud {cloud} big {:?}",
        options.compression,
        options.tile,
        options.separate,
        options.predictor,
        options.levels,
        file.big
    );
    (layout, near)
}

/// Files that say something of their pictures, each of the numbers from 0 on.
fn told(folder: &Path) {
    let count = |shape: &[usize]| {
        let size: usize = shape.iter().product();
        Array::from_shape_vec(shape, (0..size).map(|i| i as u16).collect::<Vec<_>>())
    };
    let stack = |name: &str, options: TiffOptions, page: &TiffPageOptions, shape: &[usize]| {
        let mut writer = TiffWriter::create_with(folder.join(name), &options).unwrap();
        writer.write_stack(count(shape), page).unwrap();
        writer.finish().unwrap();
    };
    let image = OmeImage::new("TCZYX", &[2, 3, 4])
        .name("µ & <cells>")
        .pixel_size([0.1, 0.2, 0.5])
        .channels(["a", "b", "c"].map(OmeChannel::new));
    let page = TiffPageOptions::default().tile([16, 16]).levels(1);
    stack("told.ome.tif", TiffOptions::default().ome(image), &page, &[2, 3, 4, 20, 30]);
    let imagej = ImageJ::default().frames(2).slices(3).channels(4).unit("µm").spacing(0.5);
    let page =
        TiffPageOptions::default().resolution([10.0, 5.0]).resolution_unit(ResolutionUnit::None);
    stack("told-imagej.tif", TiffOptions::default().imagej(imagej), &page, &[2, 3, 4, 20, 30]);
    let place = GeoReference::north_up([500_000.0, 4_600_000.0], [10.0, 20.0]).projected(32633);
    let page = TiffPageOptions::default().tile([64, 64]).levels(usize::MAX).georeference(place);
    let page = page.nodata(7.0).compression(TiffCompression::Deflate);
    let mut writer = TiffWriter::create_with(
        folder.join("told-geo.tif"),
        &TiffOptions::default().cloud_optimized(true),
    )
    .unwrap();
    writer.write_page(count(&[200, 300]), &page).unwrap();
    writer.finish().unwrap();
    let about = PictureMetadata::default()
        .orientation(Orientation::RightTop)
        .icc_profile((0..70_000u64).map(|i| ((i * i) >> 7) as u8).collect())
        .resolution([300.0, 150.0]);
    for name in ["told.png", "told.jpg", "told.tif", "told.webp"] {
        let options = PictureWriteOptions::default().metadata(about.clone());
        let picture = Array::from_fn([20, 30, 3], |i| (i[0] + i[1] + i[2]) as u8);
        save_picture_with(folder.join(name), &picture, &options).unwrap();
        let back = picture_metadata(folder.join(name)).unwrap();
        assert_eq!((back.orientation, &back.icc_profile), (about.orientation, &about.icc_profile));
    }
    #[cfg(feature = "zarr")]
    for (name, version) in
        [("told-04.zarr", OmeZarrVersion::V0_4), ("told-05.zarr", OmeZarrVersion::V0_5)]
    {
        let _ = std::fs::remove_dir_all(folder.join(name)); // of an earlier run
        let axes = [
            OmeAxis::channel("c"),
            OmeAxis::space("y").unit("micrometer"),
            OmeAxis::space("x").unit("micrometer"),
        ];
        let image = Multiscale::new(axes).name("cells").halved(&[1.0, 0.5, 0.25], 2);
        let ome = OmeZarr::create(folder.join(name), &image, version).unwrap();
        let a = count(&[2, 40, 60]);
        let options =
            CreateOptions::default().chunks([1, 16, 16]).compression(Compression::Gzip(5));
        ome.save_level(0, &a, &options).unwrap();
        ome.save_level(1, a.slice(s![.., ..;2, ..;2]), &options).unwrap();
    }
}

/// Without a last axis of one channel, as pictures are read.
fn squeezed(a: &AnyArray) -> AnyArray {
    with_dtype!(a, |a| match a.shape() {
        [h, w, 1] => a.view().to_array().into_reshaped([*h, *w]).into(),
        _ => a.view().to_array().into(),
    })
}

/// Reads all of it, and parts.
fn compare(path: &Path, how: &str, want: &AnyArray, near: u8) -> Result<(), String> {
    let text = |error: nd_io::Error| error.to_string();
    let ds = match how {
        "open" => {
            let all = load_any(path).map_err(text)?;
            equal("load_any", &all, want, near)?;
            open(path).map_err(text)?
        }
        "indices" => {
            let number = path.file_name().unwrap().to_str().unwrap().parse().unwrap();
            let file = TiffFile::open(path.parent().unwrap()).map_err(text)?;
            Dataset::new(file.page(number).map_err(text)?)
        }
        _ => {
            Dataset::new(TiffFile::open(path).and_then(|file| file.pages_as_stack()).map_err(text)?)
        }
    };
    equal("all", &ds.read_any([]).map_err(text)?, want, near)?;
    for round in 0..3 {
        let slices: Vec<SliceItem> =
            (0..want.ndim()).map(|axis| part(want.shape()[axis], 7 * round + axis)).collect();
        let got = ds.read_any(&slices).map_err(text)?;
        let want = want.view().try_slice(&slices).unwrap().to_array();
        equal(&format!("{slices:?}"), &got, &want, near)?;
    }
    Ok(())
}

/// Some of an axis, with steps.
fn part(extent: usize, k: usize) -> SliceItem {
    let noise = |i: usize| (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    let start = noise(k) % extent;
    let stop = start + 1 + noise(k + 100) % (extent - start);
    let step = 1 + (noise(k + 200) % 4) * (k % 2);
    SliceItem::Range(Slice {
        start: Some(start as isize),
        stop: Some(stop as isize),
        step: step as isize,
    })
}

fn equal(what: &str, got: &AnyArray, want: &AnyArray, near: u8) -> Result<(), String> {
    let form = |a: &AnyArray| format!("{} {:?}", a.dtype(), a.shape());
    if (got.dtype(), got.shape()) != (want.dtype(), want.shape()) {
        return Err(format!("{what}: {}, not {}", form(got), form(want)));
    }
    // Bytes, so that NaN are equal.
    let bytes = |a: &AnyArray| {
        let mut bytes = Vec::new();
        let copy = with_dtype!(a, |a| AnyArray::from(a.view().to_array()));
        write_npy_any(&mut bytes, &copy).map(|()| bytes).map_err(|error| error.to_string())
    };
    let (got, want) = (bytes(got)?, bytes(want)?);
    let far = got.iter().zip(&want).filter(|(a, b)| a.abs_diff(**b) > near).count();
    let most = got.iter().zip(&want).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
    match far {
        0 => Ok(()),
        n => Err(format!("{what}: {n} of {} bytes differ, by up to {most}", got.len())),
    }
}

/// What the fixtures hold is compared in the same way.
pub(super) fn same(path: &Path, how: &str, want: &AnyArray, near: u8) -> Result<(), String> {
    compare(path, how, want, near)
}
