//! TIFF files as they are written: every layout there and back, what is said in tags, what is refused.

use std::path::PathBuf;

use nd_core::{AnyArray, Array, DType, Shape, s, with_dtype};
use nd_io::{
    Attribute, Dataset, Error, ErrorKind, GeoKey, GeoReference, ImageJ, OmeChannel, OmeImage,
    ReadBlocks, ResolutionUnit, TiffCompression, TiffFile, TiffOptions, TiffPageOptions,
    TiffReduction, TiffWriter, load, load_any, load_picture_any_with, open,
};

/// A file of its own for each test, removed in the end.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("nd-tiff-write-{name}-{}.tif", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn write(&self, a: &AnyArray, file: &TiffOptions, page: &TiffPageOptions) -> Result<(), Error> {
        let mut writer = TiffWriter::create_with(&self.0, &file.clone().durable(false))?;
        with_dtype!(a, |a| writer.write_page(a, page))?;
        writer.finish()
    }

    fn tiff(&self) -> TiffFile {
        TiffFile::open(&self.0).unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0); // there may be none
    }
}

/// Elements of any type, with runs and without.
fn picture(shape: &[usize], dtype: DType) -> AnyArray {
    let noise = |i: usize| (i + 7).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let size = shape.iter().product();
    let value = |i: usize| {
        if (i / 50).is_multiple_of(2) { (i / 9 % 100) as f64 } else { (noise(i) % 120) as f64 }
    };
    let a = Array::from_shape_vec(shape, (0..size).map(value).collect::<Vec<f64>>());
    let a = AnyArray::from(a);
    if dtype == DType::Bool {
        AnyArray::from(Array::try_from(a).map(|a: Array<f64>| a.map(|x| x > 50.0)).unwrap())
    } else {
        a.cast(dtype)
    }
}

const PACKINGS: [TiffCompression; 7] = [
    TiffCompression::Uncompressed,
    TiffCompression::Deflate,
    TiffCompression::Lzw,
    TiffCompression::PackBits,
    TiffCompression::Lzma,
    TiffCompression::Zstd,
    TiffCompression::Group4,
];

#[test]
fn every_layout_comes_back() {
    let file = File::new("grid");
    let mut count = 0;
    let dtypes = DType::ALL.into_iter().filter(|dtype| *dtype != DType::BF16);
    for (k, dtype) in dtypes.enumerate() {
        for shape in [&[37, 53][..], &[40, 21, 3], &[18, 35, 5]] {
            let want = picture(shape, dtype);
            for packing in PACKINGS {
                let usable = match packing {
                    TiffCompression::Zstd => cfg!(any(feature = "zstd", feature = "zstd-c")),
                    TiffCompression::Group4 => dtype == DType::Bool && shape.len() == 2,
                    _ => true,
                };
                for (j, separate) in [false, true].into_iter().enumerate() {
                    if !usable || separate && shape.len() == 2 {
                        continue;
                    }
                    let page = TiffPageOptions::default().compression(packing).separate(separate);
                    let strips =
                        page.clone().rows_per_strip(1 + (7 * k + j) % 45).predictor(k % 2 == 0);
                    let tiles = page.tile([16 * (1 + k % 2), 32]).levels(j * 2);
                    for page in [strips, tiles] {
                        let big = TiffOptions::default();
                        let big = if count % 3 == 0 { big.big(true) } else { big };
                        file.write(&want, &big, &page).unwrap();
                        assert_eq!(load_any(&file.0).unwrap(), want, "{dtype} {shape:?} {page:?}");
                        assert_eq!(file.tiff().is_big(), big.big.is_some());
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 600, "{count}");
}

#[test]
fn lossy_packings_are_near() {
    let file = File::new("jpeg");
    for (shape, separate) in [(&[50, 70][..], false), (&[50, 70, 3], false), (&[50, 70, 3], true)] {
        let smooth = Array::from_fn(Shape::from(shape), |i| {
            (i[0] + 2 * i[1] + 9 * i[i.len() - 1] % 90) as u8
        });
        let page = TiffPageOptions::default().compression(TiffCompression::Jpeg).jpeg_quality(95);
        for page in [
            page.clone().tile([32, 32]).separate(separate),
            page.rows_per_strip(16).separate(separate),
        ] {
            file.write(&smooth.view().to_array().into(), &TiffOptions::default(), &page).unwrap();
            let back = load::<u8>(&file.0).unwrap();
            let far = back.iter().zip(smooth.iter()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            assert!(far < 16, "{shape:?} {separate} {far}");
        }
    }
    let a = picture(&[40, 30, 4], DType::U8);
    let page = TiffPageOptions::default().compression(TiffCompression::WebP).tile([16, 16]);
    file.write(&a, &TiffOptions::default(), &page).unwrap();
    assert_eq!(load_any(&file.0).unwrap(), a);
}

#[test]
fn fewer_bits() {
    let file = File::new("bits");
    for (dtype, bits, most) in [
        (DType::U8, 4, 15.0),
        (DType::U16, 12, 4095.0),
        (DType::I16, 10, 511.0),
        (DType::U32, 20, 1e6),
    ] {
        let a = Array::from_fn([9, 7], |i| ((i[0] * 7 + i[1]) as f64 * 1234.5) % most)
            .map(|x| x.floor());
        let a = AnyArray::from(a).cast(dtype);
        for page in [TiffPageOptions::default(), TiffPageOptions::default().tile([16, 16])] {
            let page = page.bits(bits).compression(TiffCompression::Lzw);
            file.write(&a, &TiffOptions::default(), &page).unwrap();
            assert_eq!(load_any(&file.0).unwrap(), a, "{dtype} {bits}");
        }
    }
    let page = TiffPageOptions::default().bits(4);
    let error =
        file.write(&picture(&[9, 9], DType::U8), &TiffOptions::default(), &page).unwrap_err();
    assert!(error.to_string().contains("in 4 bits a sample"), "{error}");
    let error =
        file.write(&picture(&[9, 9], DType::F32), &TiffOptions::default(), &page).unwrap_err();
    assert!(error.to_string().contains("float32 in 4 bits"), "{error}");
}

#[test]
fn pieces_of_any_size_are_the_same_file() {
    let file = File::new("pieces");
    let a = Array::from_fn([150, 90, 3], |i| (i[0] * i[1] + 40 * i[2]) as u16);
    let page = TiffPageOptions::default()
        .tile([32, 48])
        .compression(TiffCompression::Deflate)
        .levels(usize::MAX);
    file.write(&a.view().to_array().into(), &TiffOptions::default(), &page).unwrap();
    let whole = std::fs::read(&file.0).unwrap();
    for step in [1, 7, 32, 149] {
        let mut writer = TiffWriter::create(&file.0).unwrap();
        let mut rows = writer.page([150, 90, 3], DType::U16, &page).unwrap();
        for start in (0..150).step_by(step) {
            let end = 150.min(start + step) as isize;
            rows.write_rows(a.slice(s![start as isize..end])).unwrap();
        }
        rows.finish().unwrap();
        writer.finish().unwrap();
        assert!(std::fs::read(&file.0).unwrap() == whole, "{step}");
    }
    // Tile by tile, and by one thread.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    pool.install(|| {
        let mut writer = TiffWriter::create(&file.0).unwrap();
        let mut tiles = writer.page([150, 90, 3], DType::U16, &page).unwrap();
        for y in (0..150).step_by(32) {
            for x in (0..90).step_by(48) {
                let (y1, x1) = (150.min(y + 32) as isize, 90.min(x + 48) as isize);
                tiles.write_tile(a.slice(s![y as isize..y1, x as isize..x1])).unwrap();
            }
        }
        tiles.finish().unwrap();
        writer.finish().unwrap();
    });
    assert!(std::fs::read(&file.0).unwrap() == whole);
    // A view that is no rows in memory.
    let mut writer = TiffWriter::create(&file.0).unwrap();
    let turned = a.view().permute_dims(&[1, 0, 2]).to_array();
    writer.write_page(turned.view().permute_dims(&[1, 0, 2]), &page).unwrap();
    writer.finish().unwrap();
    assert!(std::fs::read(&file.0).unwrap() == whole);
}

#[test]
fn levels_are_halves() {
    let file = File::new("levels");
    let a = Array::from_fn([37, 50], |i| (i[0] * i[1] % 251) as u8);
    let half = |a: &Array<u8>| {
        let (h, w) = (a.shape()[0], a.shape()[1]);
        Array::from_fn([h.div_ceil(2), w.div_ceil(2)], |i| {
            let at = |y: usize, x: usize| {
                u32::from(a[[(2 * i[0] + y).min(h - 1), (2 * i[1] + x).min(w - 1)]])
            };
            ((at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1) + 2) / 4) as u8
        })
    };
    let any = AnyArray::from(a.view().to_array());
    let page = TiffPageOptions::default().tile([16, 16]).levels(usize::MAX);
    file.write(&any, &TiffOptions::default(), &page).unwrap();
    let (one, two) = (half(&a), half(&half(&a)));
    assert_eq!(load::<u8>(file.0.join("0/0")).unwrap(), one);
    assert_eq!(load::<u8>(file.0.join("0/1")).unwrap(), two);
    assert_eq!(file.tiff().page(0).unwrap().sub_page_count().unwrap(), 2);
    file.write(&any, &TiffOptions::default().cloud_optimized(true), &page).unwrap();
    assert_eq!(load::<u8>(file.0.join("2")).unwrap(), two);
    assert!(file.tiff().page(2).unwrap().is_reduced());
    let nearest = page.reduction(TiffReduction::Nearest);
    file.write(&any, &TiffOptions::default(), &nearest).unwrap();
    assert_eq!(load::<u8>(file.0.join("0/0")).unwrap(), a.slice(s![..;2, ..;2]).to_array());
    // Where nothing is there is nothing in the smaller level either.
    let a = Array::from_shape_vec([2, 4], vec![-9i16, 3, -9, -9, 4, -9, -9, -9]);
    let page = TiffPageOptions::default().rows_per_strip(1).levels(1).nodata(-9.0);
    let big = Array::from_fn([400, 600], |i| a[[i[0] % 2, i[1] % 4]]);
    file.write(&big.into(), &TiffOptions::default(), &page).unwrap();
    let half = load::<i16>(file.0.join("0/0")).unwrap();
    assert_eq!((half[[0, 0]], half[[0, 1]], half.shape()), (4, -9, &[200, 300][..]));
}

#[test]
fn cloud_optimized_files_say_all_in_front() {
    let file = File::new("cloud");
    let a = picture(&[200, 300], DType::U16);
    let place = GeoReference::north_up([100.0, 200.0], [2.0, 2.0]).projected(32633);
    let page = TiffPageOptions::default()
        .tile([64, 64])
        .compression(TiffCompression::Deflate)
        .levels(usize::MAX)
        .georeference(place.clone());
    for big in [false, true] {
        file.write(&a, &TiffOptions::default().cloud_optimized(true).big(big), &page).unwrap();
        assert_eq!(load_any(&file.0).unwrap(), a);
        let bytes = std::fs::read(&file.0).unwrap();
        let head = if big { 16 } else { 8 };
        assert!(bytes[head..].starts_with(b"GDAL_STRUCTURAL_METADATA_SIZE="));
        let tiff = file.tiff();
        assert_eq!((tiff.len(), tiff.is_big()), (4, big));
        assert_eq!(tiff.page(0).unwrap().georeference().unwrap(), Some(place.clone()));
        let mut before = bytes.len() as f64;
        for i in 0..4 {
            let places = tiff.page(i).unwrap().tag(324).unwrap().unwrap();
            let places = places.as_numbers().unwrap().cast(DType::F64);
            let places = Array::<f64>::try_from(places).unwrap().into_vec();
            // Smaller levels in front, tiles in the order of their numbers.
            assert!(places.is_sorted() && *places.last().unwrap() < before, "{i} {places:?}");
            before = places[0];
            // Each with its length in front and its last bytes behind.
            let counts = tiff.page(i).unwrap().tag(325).unwrap().unwrap();
            let counts = counts.as_numbers().unwrap().cast(DType::F64);
            let counts = Array::<f64>::try_from(counts).unwrap().into_vec();
            for (&at, &n) in places.iter().zip(&counts) {
                let (at, n) = (at as usize, n as usize);
                assert_eq!(bytes[at - 4..at], (n as u32).to_le_bytes());
                assert_eq!(bytes[at + n..at + n + 4], bytes[at + n - 4..at + n]);
            }
        }
    }
    // Nothing stays beside it.
    let name = file.0.file_name().unwrap().to_str().unwrap().to_owned();
    let beside = std::fs::read_dir(std::env::temp_dir()).unwrap();
    let left = beside.filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().contains(&name));
    assert_eq!(left.count(), 1);
}

#[test]
fn what_is_said_of_a_page_is_kept() {
    let file = File::new("said");
    let place = GeoReference::from_affine([[0.5, 0.1, 100.0], [0.1, -0.5, 200.0]])
        .geographic(4326)
        .key(1026, GeoKey::Text("somewhere".into()))
        .key(2057, GeoKey::Doubles(vec![6_378_137.0]))
        .key(2061, GeoKey::Shorts(vec![1, 2, 3]));
    let page = TiffPageOptions::default()
        .tile([16, 32])
        .compression(TiffCompression::Lzw)
        .resolution([300.0, 150.5])
        .resolution_unit(ResolutionUnit::Centimetre)
        .icc_profile(vec![9; 1000])
        .georeference(place)
        .nodata(-1.5)
        .white_is_zero(true)
        .description("µ ÷ text")
        .tag(305, "a program")
        .tag(65_000, AnyArray::from(Array::from_shape_vec([3], vec![1.5f64, -2.5, 1e300])))
        .tag(65_001, AnyArray::from(Array::from_shape_vec([2], vec![1u16, 65_535])))
        .tag(65_002, 70_000i64)
        .tag(65_003, Attribute::Bytes(vec![1, 0, 255]));
    let a = picture(&[20, 40], DType::F32);
    file.write(&a, &TiffOptions::default(), &page).unwrap();
    let read = file.tiff().page(0).unwrap();
    assert_eq!(read.nodata(), Some(-1.5));
    let kept = read.options().unwrap();
    assert_eq!(kept.tags[&65_002].to_string(), "70000");
    assert_eq!(kept.tags[&270].as_text(), Some("µ ÷ text"));
    // And once more the same.
    let twin = File::new("said-again");
    twin.write(&a, &TiffOptions::default(), &kept).unwrap();
    let again = twin.tiff().page(0).unwrap().options().unwrap();
    assert_eq!(again, kept);
    assert_eq!((kept.georeference, kept.resolution), (page.georeference, page.resolution));
    assert_eq!(
        (kept.icc_profile, kept.tile, kept.compression),
        (page.icc_profile, page.tile, page.compression)
    );
    assert!(kept.white_is_zero && kept.resolution_unit == ResolutionUnit::Centimetre);
    assert!(std::fs::read(&file.0).unwrap().len() > 1000);
}

#[test]
fn palettes() {
    let file = File::new("palette");
    let palette = Array::from_fn([16, 3], |i| (4000 * i[0] + i[1]) as u16);
    let a = Array::from_fn([10, 11], |i| ((i[0] + i[1]) % 16) as u8);
    let page = TiffPageOptions::default().bits(4).palette(palette.view().to_array());
    file.write(&a.view().to_array().into(), &TiffOptions::default(), &page).unwrap();
    assert_eq!(load::<u16>(&file.0).unwrap()[[3, 4, 1]], 28_001);
    let numbers = nd_io::PictureOptions::default().palette_indices(true);
    assert_eq!(load_picture_any_with(&file.0, &numbers).unwrap(), a.into());
    assert_eq!(file.tiff().page(0).unwrap().options().unwrap().palette, Some(palette));
    let wrong = TiffPageOptions::default().palette(Array::zeros([16, 3]));
    let error =
        file.write(&picture(&[4, 4], DType::U8), &TiffOptions::default(), &wrong).unwrap_err();
    assert!(error.to_string().contains("a palette of shape [16, 3]"), "{error}");
}

#[test]
fn stacks_of_ome_and_imagej() {
    let file = File::new("stacks");
    let a = picture(&[2, 3, 4, 20, 30], DType::U16);
    let stack = |options: TiffOptions, page: &TiffPageOptions| {
        let mut writer = TiffWriter::create_with(&file.0, &options).unwrap();
        with_dtype!(&a, |a| writer.write_stack(a, page)).unwrap();
        writer.finish()
    };
    let image = OmeImage::new("TCZYX", &[2, 3, 4])
        .name("cells")
        .pixel_size([0.1, 0.1, 0.4])
        .time_step(2.5)
        .channels(["a", "b", "c"].map(OmeChannel::new));
    let page = TiffPageOptions::default().tile([16, 16]).levels(1);
    stack(TiffOptions::default().ome(image.clone()), &page).unwrap();
    let tiff = file.tiff();
    let mut found = tiff.ome().unwrap().unwrap();
    assert_eq!(std::mem::take(&mut found[0].pages), (0..24).collect::<Vec<_>>());
    assert_eq!(found, [image]);
    let ds = Dataset::new(tiff.ome_stack(0, 0).unwrap());
    assert_eq!(ds.read_any([]).unwrap(), a);
    let part = s![1, ..;-1, 1..4;2, 3..9;2, ..;7];
    assert_eq!(ds.read_any(part).unwrap(), a.view().try_slice(part).unwrap().to_array());
    assert_eq!(Dataset::new(tiff.ome_stack(0, 1).unwrap()).shape(), [2, 3, 4, 10, 15]);
    assert!(tiff.ome_stack(0, 2).is_err() && tiff.ome_stack(1, 0).is_err());
    assert!(tiff.imagej().is_none());

    let about =
        ImageJ::default().frames(2).slices(3).channels(4).unit("µm").spacing(0.5).range([0.0, 9.0]);
    stack(TiffOptions::default().imagej(about.clone()), &TiffPageOptions::default()).unwrap();
    assert_eq!(file.tiff().imagej(), Some(about));
    let ds = Dataset::new(file.tiff().imagej_stack().unwrap());
    assert_eq!(ds.read_any([]).unwrap(), a);
    let names: Vec<_> = ds.info().dimension_names.clone().unwrap().into_iter().flatten().collect();
    assert_eq!(names, ["t", "z", "c", "y", "x"]);

    let error = stack(
        TiffOptions::default().imagej(ImageJ::default().slices(5)),
        &TiffPageOptions::default(),
    );
    assert!(error.unwrap_err().to_string().contains("24 pages, where 5 are described"));
    assert_eq!(file.tiff().len(), 24, "the old file is still there");
}

#[test]
fn what_is_refused() {
    let file = File::new("refused");
    let u8s = picture(&[20, 20], DType::U8);
    let plain = TiffPageOptions::default;
    let cases: Vec<(AnyArray, TiffPageOptions, &str)> = vec![
        (picture(&[4], DType::U8), plain(), "neither (h, w) nor (h, w, c)"),
        (picture(&[4, 0], DType::U8), plain(), "no pixels"),
        (picture(&[4, 4], DType::BF16), plain(), "bfloat16"),
        (picture(&[4, 4], DType::U8), plain().tile([10, 16]), "multiples of 16"),
        (picture(&[4, 4], DType::U8), plain().tile([0, 16]), "multiples of 16"),
        (picture(&[4, 4], DType::U16), plain().compression(TiffCompression::Jpeg), "JPEG holds u8"),
        (
            picture(&[4, 4, 2], DType::U8),
            plain().compression(TiffCompression::Jpeg),
            "one channel, or red",
        ),
        (picture(&[4, 4], DType::U8), plain().compression(TiffCompression::WebP), "RGB and RGBA"),
        (picture(&[4, 4], DType::U8), plain().compression(TiffCompression::Group4), "holds bool"),
        (u8s, plain().compression(TiffCompression::Deflate).level(10), "9 is the highest"),
        (picture(&[4, 4], DType::U8), plain().tag(256, 3i64), "the writer writes it"),
        (picture(&[4, 4], DType::U8), plain().tag(65_000, 1i64 << 40), "more than 32 bits"),
        (
            picture(&[4, 4], DType::U8),
            plain().tag(65_000, Attribute::Empty),
            "text, bytes or numbers",
        ),
    ];
    for (a, page, what) in cases {
        let error = file.write(&a, &TiffOptions::default(), &page).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains(what), "{error}: {what}");
        assert!(!file.0.exists());
    }
    let mut writer = TiffWriter::create(&file.0).unwrap();
    let mut page = writer.page([4, 5], DType::U8, &plain()).unwrap();
    let of = |error: Result<(), Error>| error.unwrap_err().to_string();
    assert!(of(page.write_rows([[1u16; 5]])).contains("rows of uint16 where uint8 belong"));
    assert!(of(page.write_rows([[1u8; 4]])).contains("where (n, 5) belong"));
    assert!(of(page.write_rows([[1u8; 5]; 5])).contains("5 rows where 4 are left"));
    assert!(of(page.write_tile([[1u8; 5]; 4])).contains("a page of strips"));
    page.write_rows([[1u8; 5]; 2]).unwrap();
    assert!(of(page.finish()).contains("2 of 4 rows"));
    assert!(writer.page([1, 1], DType::U8, &plain()).is_err());
    assert!(of(writer.finish()).contains("was not finished"));
    assert!(!file.0.exists());
    let two = TiffOptions::default().cloud_optimized(true).imagej(ImageJ::default());
    assert!(TiffWriter::create_with(&file.0, &two).is_err());
    let mut cloud =
        TiffWriter::create_with(&file.0, &TiffOptions::default().cloud_optimized(true)).unwrap();
    cloud.write_page([[1u8]], &plain()).unwrap();
    assert!(of(cloud.write_page([[1u8]], &plain())).contains("several pages"));
    let mut imagej =
        TiffWriter::create_with(&file.0, &TiffOptions::default().imagej(ImageJ::default()))
            .unwrap();
    assert!(of(imagej.write_page([[1i8]], &plain())).contains("u8, u16 and f32"));
    let ome = TiffOptions::default().ome(OmeImage::new("YX", &[]));
    let mut ome = TiffWriter::create_with(&file.0, &ome).unwrap();
    assert!(of(ome.write_page([[1u64]], &plain())).contains("OME-TIFF of uint64"));
    assert!(
        of(ome.write_page([[1u8]], &plain().description("mine"))).contains("beside that of OME")
    );
    assert!(of(ome.write_page([[[1u8, 2, 3]]], &plain())).contains("for 3 samples"));
}

#[test]
fn a_region_of_a_written_file_is_a_source() {
    let file = File::new("source");
    let a = picture(&[100, 120], DType::F64);
    let mut writer = TiffWriter::create(&file.0).unwrap();
    for _ in 0..3 {
        let page = TiffPageOptions::default().tile([32, 32]).compression(TiffCompression::Deflate);
        with_dtype!(&a, |a| writer.write_page(a, &page)).unwrap();
    }
    writer.finish().unwrap();
    let ds = open(file.0.join("2")).unwrap();
    assert_eq!(ds.info().chunks.unwrap()[..], [32, 32]);
    let part = s![30..70, 90..];
    assert_eq!(ds.read_any(part).unwrap(), a.view().try_slice(part).unwrap().to_array());
    assert_eq!(file.tiff().pages_as_stack().unwrap().info().shape[..], [3, 100, 120]);
}
