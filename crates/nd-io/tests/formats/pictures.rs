//! Pictures: round trips, Pillow's fixtures, hostile and broken files, the door.

use std::path::{Path, PathBuf};

use nd_core::{AnyArray, Array, Number, s};
use nd_io::{
    Error, ErrorKind, Format, PictureOptions, PictureWriteOptions, PngCompression, StoredElement,
    load_picture, load_picture_any, load_picture_any_with, load_picture_with, open, save_picture,
    save_picture_with,
};

/// A directory of its own for each test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nd-pictures-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, contents: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, contents).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn noise(i: usize) -> u32 {
    ((i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

fn picture<T: StoredElement + Number>(shape: &[usize], value: impl Fn(u32) -> T) -> Array<T> {
    let size = shape.iter().product::<usize>();
    Array::from_shape_vec(shape, (0..size).map(|i| value(noise(i))).collect())
}

fn round_trip<T: StoredElement + Number>(
    path: &Path,
    channels: &[usize],
    value: impl Fn(u32) -> T + Copy,
) {
    for &c in channels {
        for (h, w) in [(1, 1), (1, 9), (37, 5), (64, 64)] {
            let shape = if c == 1 { vec![h, w] } else { vec![h, w, c] };
            let a = picture(&shape, value);
            save_picture(path, &a).unwrap();
            assert_eq!(load_picture::<T>(path).unwrap(), a, "{} {shape:?}", path.display());
        }
    }
}

#[test]
fn lossless_round_trips() {
    let folder = Folder::new("round-trips");
    let path = |name: &str| folder.0.join(name);
    round_trip::<u8>(&path("a.png"), &[1, 2, 3, 4], |x| x as u8);
    round_trip::<u16>(&path("b.PNG"), &[1, 2, 3, 4], |x| x as u16);
    round_trip::<u8>(&path("c.tif"), &[1, 2, 3, 4, 7], |x| x as u8);
    round_trip::<u16>(&path("d.tiff"), &[1, 2, 3, 4, 7], |x| x as u16);
    round_trip::<f32>(&path("e.tiff"), &[1, 2, 3, 4, 7], |x| x as f32 / 1e6 - 1000.0);
    round_trip::<u8>(&path("f.webp"), &[3, 4], |x| x as u8);
    let special = Array::from_shape_vec([1, 4], vec![f32::NAN, f32::INFINITY, -0.0, 1e-40]);
    save_picture(path("g.tif"), &special).unwrap();
    let back = load_picture::<f32>(path("g.tif")).unwrap();
    assert!(back.iter().zip(special.iter()).all(|(x, y)| x.to_bits() == y.to_bits()));
}

#[test]
fn jpeg_and_grey_webp() {
    let folder = Folder::new("lossy");
    let ramp = Array::from_fn([40, 60], |i| (2 * i[0] + i[1]) as u8);
    let path = folder.0.join("a.jpg");
    save_picture(&path, &ramp).unwrap();
    let back = load_picture::<u8>(&path).unwrap();
    assert_eq!(back.shape(), [40, 60]);
    assert!(back.iter().zip(ramp.iter()).all(|(&x, &y)| x.abs_diff(y) <= 4));
    let path = folder.0.join("a.webp");
    save_picture(&path, &ramp).unwrap();
    let back = load_picture::<u8>(&path).unwrap();
    assert_eq!(back.shape(), [40, 60, 3]);
    assert!(back.lanes(-1).zip(ramp.iter()).all(|(pixel, &grey)| pixel.iter().all(|&x| x == grey)));
}

#[test]
fn compression_changes_the_size_and_not_the_pixels() {
    let folder = Folder::new("compression");
    let a = Array::from_fn([200, 300], |i| ((i[0] / 7) ^ (i[1] / 5)) as u8);
    let mut sizes = Vec::new();
    for png in [
        PngCompression::Uncompressed,
        PngCompression::Fast,
        PngCompression::Balanced,
        PngCompression::Best,
    ] {
        let path = folder.0.join(format!("{png:?}.png"));
        save_picture_with(&path, &a, &PictureWriteOptions::default().png(png)).unwrap();
        assert_eq!(load_picture::<u8>(&path).unwrap(), a);
        sizes.push(std::fs::metadata(&path).unwrap().len());
    }
    assert!(sizes[0] > sizes[1] && sizes[1] > sizes[2] && sizes[2] >= sizes[3], "{sizes:?}");
}

#[test]
fn views_are_saved_as_they_are_seen() {
    let folder = Folder::new("views");
    let a = picture(&[6, 8, 3], |x| x as u8);
    let path = folder.0.join("a.png");
    save_picture(&path, &a.view().permute_dims(&[1, 0, 2])).unwrap();
    assert_eq!(load_picture::<u8>(&path).unwrap(), a.view().permute_dims(&[1, 0, 2]).to_array());
}

#[test]
fn types_are_never_converted() {
    let folder = Folder::new("types");
    let path = folder.0.join("a.png");
    save_picture(&path, Array::<u16>::zeros([2, 2])).unwrap();
    let error = load_picture::<u8>(&path).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }), "{error}");
    let message = error.to_string();
    let named = message.contains("uint16") && message.contains("uint8");
    assert!(named && message.starts_with(&path.display().to_string()), "{message}");
    assert!(matches!(load_picture_any(&path).unwrap(), AnyArray::U16(_)));
    let tiff = folder.0.join("a.tif");
    save_picture(&tiff, Array::<f32>::zeros([2, 2])).unwrap();
    let error = load_picture::<u16>(&tiff).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }), "{error}");
}

#[test]
fn what_cannot_be_saved_says_why() {
    let folder = Folder::new("cannot");
    let refused = |name: &str, error: Error, part: &str| {
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains(part), "{error}");
        assert!(error.to_string().contains(name), "{error}");
    };
    let save_f32 = |name: &str, shape: &[usize]| {
        save_picture(folder.0.join(name), Array::<f32>::zeros(shape)).unwrap_err()
    };
    let save_u8 = |name: &str, shape: &[usize]| {
        save_picture(folder.0.join(name), Array::<u8>::zeros(shape)).unwrap_err()
    };
    refused("a.png", save_f32("a.png", &[2, 2]), "PNG holds u8 and u16, the array holds f32");
    refused("a.jpg", save_f32("a.jpg", &[2, 2]), "scale and convert it first");
    refused("a.jpg", save_u8("a.jpg", &[2, 2, 4]), "drop alpha");
    refused("a.webp", save_u8("a.webp", &[2, 2, 2]), "save as PNG or TIFF");
    refused("a.webp", save_u8("a.webp", &[1, 16_384]), "longer than 16383");
    refused("a.png", save_u8("a.png", &[2, 2, 5]), "save as TIFF");
    refused("a.png", save_u8("a.png", &[4]), "neither (h, w) nor (h, w, c)");
    refused("a.tif", save_u8("a.tif", &[0, 4]), "no pixels");
    let save_f64 = save_picture(folder.0.join("a.png"), Array::<f64>::zeros([2, 2])).unwrap_err();
    refused("a.png", save_f64, "PNG holds u8 and u16, the array holds float64: scale and cast it");
    for name in ["a.xyz", "a", "a.npy"] {
        let error = save_u8(name, &[2, 2]);
        assert!(matches!(error.kind(), ErrorKind::UnknownFormat { .. }), "{error}");
        assert!(error.to_string().contains(".webp"), "{error}");
    }
    let nowhere = save_u8("no such folder/a.png", &[2, 2]);
    assert!(matches!(nowhere.kind(), ErrorKind::Io { action: "create", .. }), "{nowhere}");
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn saving_replaces_whole_files() {
    let folder = Folder::new("atomic");
    let path = folder.file("a.png", b"old");
    save_picture(&path, Array::<u8>::ones([3, 3])).unwrap();
    assert!(save_picture(&path, Array::<f32>::ones([3, 3])).is_err());
    assert_eq!(load_picture::<u8>(&path).unwrap(), Array::<u8>::ones([3, 3]));
    assert_eq!(folder.names(), ["a.png"]);
}

#[test]
fn jpegs_are_as_near_as_their_quality_promises() {
    let folder = Folder::new("jpeg");
    let path = folder.0.join("a.jpg");
    // Smooth colours and sides that are no multiples of 8.
    let a = Array::from_fn([61, 83, 3], |i| {
        let (y, x) = (i[0] as f64 / 9.0, i[1] as f64 / 11.0);
        (127.5 + 100.0 * [(y + x).sin(), (y - x).cos(), (x * 0.7).sin()][i[2]]) as u8
    });
    let mut lengths = Vec::new();
    for (quality, worst) in [(100, 3), (90, 12), (50, 40), (1, 160)] {
        let options = PictureWriteOptions::default().jpeg_quality(quality);
        save_picture_with(&path, &a, &options).unwrap();
        let back = load_picture::<u8>(&path).unwrap();
        assert_eq!(back.shape(), a.shape());
        let far = back.iter().zip(a.iter()).map(|(&x, &y)| x.abs_diff(y)).max().unwrap();
        assert!(far <= worst, "{quality}: {far}");
        lengths.push(std::fs::metadata(&path).unwrap().len());
    }
    assert!(lengths.is_sorted_by(|a, b| a > b), "{lengths:?}");
    // Noise uses every code; runs of zeros longer than 15 come from the steep sides of low quality.
    let noisy = picture(&[64, 64, 3], |x| x as u8);
    let options = PictureWriteOptions::default().jpeg_quality(100);
    save_picture_with(&path, &noisy, &options).unwrap();
    let back = load_picture::<u8>(&path).unwrap();
    let far = back.iter().zip(noisy.iter()).map(|(&x, &y)| x.abs_diff(y)).max().unwrap();
    assert!(far <= 8, "{far}");
}

#[test]
fn the_door_knows_pictures() {
    let folder = Folder::new("door");
    let a = picture(&[20, 30, 3], |x| x as u8);
    for name in ["a.png", "a.tif", "a.webp", "anything"] {
        let path = folder.0.join(name);
        match name {
            "anything" => drop(std::fs::copy(folder.0.join("a.png"), &path).unwrap()),
            _ => save_picture(&path, &a).unwrap(),
        }
        let stored = open(&path).unwrap();
        assert_eq!((stored.shape(), stored.dtype()), (a.shape(), nd_core::DType::U8));
        assert_eq!(stored.chunks(), Some(a.shape()));
        let part = stored.read::<u8>(s![3..17;4, ..;-1, 1]).unwrap();
        assert_eq!(part, a.slice(s![3..17;4, ..;-1, 1]).to_array());
        assert_eq!(stored.read::<u8>(s![..]).unwrap(), a);
        assert_eq!(nd_io::list(&path).unwrap(), [""]);
    }
    // `load` and `save` are the same door.
    for name in ["b.png", "b.tiff", "b.webp"] {
        let path = folder.0.join(name);
        nd_io::save(&path, a.view().permute_dims(&[1, 0, 2])).unwrap();
        let back = nd_io::load::<u8>(&path).unwrap();
        assert_eq!(back, a.view().permute_dims(&[1, 0, 2]).to_array());
        assert!(matches!(nd_io::load_any(&path).unwrap(), AnyArray::U8(_)));
        let error = nd_io::load::<f32>(&path).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }), "{error}");
        assert!(open(path.join("x")).is_err());
    }
    let error = nd_io::save(folder.0.join("c.png"), Array::<f64>::zeros([2, 2])).unwrap_err();
    assert!(error.to_string().contains("PNG holds u8 and u16"), "{error}");
    let chunked = nd_io::CreateOptions::default().chunks([2, 2]);
    let error = nd_io::save_with(folder.0.join("c.png"), [[1u8]], &chunked).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    assert_eq!(open(folder.0.join("a.tif")).unwrap().format(), Some(Format::Tiff));
    // Another picture under the same name is another file: what was opened is read.
    let path = folder.0.join("a.png");
    let stored = open(&path).unwrap();
    save_picture(&path, Array::<u8>::zeros([2, 2])).unwrap();
    assert_eq!(stored.read::<u8>(s![..]).unwrap(), a);
    // What cannot be decoded says so each time it is asked.
    let mut damaged = std::fs::read(folder.0.join("a.webp")).unwrap();
    let end = damaged.len();
    damaged[end / 2..].fill(0xff);
    let stored = open(folder.file("damaged.webp", &damaged)).unwrap();
    for _ in 0..2 {
        let error = stored.read::<u8>(s![0]).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Corrupt { .. }), "{error}");
    }
    let options = nd_io::CreateOptions::default();
    let error = nd_io::create(&path, [2, 2], nd_core::DType::U8, &options).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &b| {
        (0..8).fold(crc ^ u32::from(b), |c, _| (c >> 1) ^ (0xedb8_8320 * (c & 1)))
    })
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &body, &crc(&body).to_be_bytes()].concat()
}

/// A PNG of the given size whose pixels are missing.
fn png(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = chunk(b"IHDR", &[&size[..], &[8, 0, 0, 0, 0]].concat());
    let data = chunk(b"IDAT", &[0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), header, data, chunk(b"IEND", b"")].concat()
}

/// A little-endian TIFF with one directory of (tag, type, count, value).
/// A QOI file without pixels.
fn qoi(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    [b"qoif", &size[..], &[3, 0], &[0, 0, 0, 0, 0, 0, 0, 1]].concat()
}

fn tiff(entries: &[(u16, u16, u32, u32)]) -> Vec<u8> {
    let mut file = b"II\x2a\0\x08\0\0\0".to_vec();
    file.extend((entries.len() as u16).to_le_bytes());
    for &(tag, kind, count, value) in entries {
        file.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        file.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    file.extend([0; 4]);
    file
}

fn grey_tiff(width: u32, height: u32, bits: u32, format: u32, offset: u32) -> Vec<u8> {
    tiff(&[
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, bits),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, offset),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, width.wrapping_mul(height)),
        (339, 3, 1, format),
    ])
}

#[test]
fn hostile_files_give_the_right_error() {
    type Check = fn(&ErrorKind) -> bool;
    let damaged: Check = |e| matches!(e, ErrorKind::Corrupt { .. });
    let too_large: Check = |e| matches!(e, ErrorKind::LimitExceeded { .. });
    let unknown: Check = |e| matches!(e, ErrorKind::UnknownFormat { .. });
    let unsupported: Check = |e| matches!(e, ErrorKind::Unsupported { .. });
    let mut bad_crc = png(4, 4);
    bad_crc[20] ^= 1;
    let mut long_chunk = png(4, 4);
    long_chunk[33] = 0xff;
    let cases: Vec<(&str, Vec<u8>, Check, &str)> = vec![
        ("empty", vec![], unknown, "begin as PNG"),
        ("text", b"hello, world".to_vec(), unknown, "begin as PNG"),
        ("gif head", b"GIF89a\x01\0\x01\0".to_vec(), damaged, "ends too early"),
        ("bmp head", b"BM\0\0\0\0\0\0\0\0".to_vec(), damaged, "ends too early"),
        ("pgm huge", b"P5 99999 99999 255\n".to_vec(), too_large, "over the limit"),
        ("pgm short", b"P5 999 999 255\n123".to_vec(), damaged, "ends too early"),
        ("pgm word", b"P5 3 x 255\n123".to_vec(), damaged, "\"x\" where a number belongs"),
        ("pam word", b"P7\nWITDH 3\n".to_vec(), damaged, "\"WITDH\" in its head"),
        ("pbm more", b"P1 2 1 1 2".to_vec(), damaged, "a sample of 2 where 1 is the most"),
        ("qoi short", qoi(1000, 1000), damaged, "promises 3000000 bytes"),
        ("qoi huge", qoi(u32::MAX, u32::MAX), too_large, "over the limit"),
        ("png signature", png(4, 4)[..8].to_vec(), damaged, "ends too early"),
        ("png without pixels", png(4, 4), damaged, "PNG"),
        ("png 74 bytes", png(20_000, 20_000), damaged, "promises 400000000 bytes"),
        (
            "png huge",
            png(100_000, 100_000),
            too_large,
            "takes 10000000000 bytes, 1073741824 are allowed",
        ),
        ("png largest", png(0x7fff_ffff, 0x7fff_ffff), too_large, "over the limit"),
        ("png no width", png(0, 4), damaged, ""),
        ("png crc", bad_crc, damaged, ""),
        ("png long chunk", long_chunk, damaged, "ends too early"),
        ("jpeg start", vec![0xff, 0xd8, 0xff], damaged, "ends too early"),
        ("jpeg empty", vec![0xff, 0xd8, 0xff, 0xd9], damaged, ""),
        ("jpeg noise", [&[0xff, 0xd8, 0xff, 0xe0][..], &[7; 300]].concat(), damaged, "early"),
        ("webp head", b"RIFF\x04\0\0\0WEBP".to_vec(), damaged, ""),
        ("webp cut", b"RIFF\xff\0\0\0WEBPVP8L".to_vec(), damaged, "ends too early"),
        ("tiff head", b"II\x2a\0".to_vec(), damaged, ""),
        ("tiff nowhere", b"MM\0\x2a\xff\xff\xff\xff".to_vec(), damaged, ""),
        ("tiff empty", tiff(&[]), damaged, ""),
        ("tiff 122 bytes", grey_tiff(20_000, 20_000, 8, 1, 8), damaged, "400000000 bytes at 8 in"),
        ("tiff huge", grey_tiff(u32::MAX, u32::MAX, 32, 3, 8), too_large, "over the limit"),
        ("tiff beyond", grey_tiff(10, 10, 8, 1, 1_000_000), damaged, ""),
        ("tiff 99 bits", grey_tiff(4, 4, 99, 1, 8), unsupported, "99 bits"),
        ("tiff none", grey_tiff(0, 4, 8, 1, 8), damaged, ""),
    ];
    let folder = Folder::new("hostile");
    for (name, contents, check, part) in cases {
        let path = folder.file(name, &contents);
        let error = load_picture_any(&path).expect_err(name);
        assert!(check(error.kind()), "{name}: {error:?}");
        let message = error.to_string();
        assert!(message.contains(part) && message.contains(name), "{name}: {message}");
    }
    let error = load_picture::<u8>(&folder.0).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{error}");
}

/// Pictures as Pillow wrote them, and what is in them: `golden/image.py` made them for both crates.
fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../nd-image/tests/golden")
}

fn fixtures() -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(golden().join("pictures")).unwrap().map(|e| e.unwrap().path())
}

#[test]
fn pictures_are_read_as_pillow_reads_them() {
    let lines = std::fs::read_to_string(golden().join("cases.txt")).unwrap();
    let data = std::fs::read(golden().join("cases.bin")).unwrap();
    let mut count = 0;
    for line in lines.lines().filter(|line| line.starts_with("picture ")) {
        let words: Vec<&str> = line.split(' ').collect();
        let [.., name, place] = words[..] else { panic!("{line}") };
        let [element, shape, start] = place.split(':').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let shape: Vec<usize> = shape.split(',').map(|n| n.parse().unwrap()).collect();
        let loaded = load_picture_any(golden().join("pictures").join(name)).unwrap();
        assert_eq!(loaded.shape(), shape, "{line}");
        let bytes = &data[start.parse().unwrap()..];
        // Decoders of JPEG may differ in the last bits of their transforms, and the file is lossy.
        let near = if name.ends_with(".jpg") { 6 } else { 0 };
        match (loaded, element) {
            (AnyArray::U8(a), "u8") => {
                assert!(a.iter().zip(bytes).all(|(x, &y)| x.abs_diff(y) <= near), "{line}");
            }
            (AnyArray::U16(a), "u16") => {
                let expected = bytes.chunks(2).map(|b| u16::from_le_bytes(b.try_into().unwrap()));
                assert!(a.iter().copied().eq(expected.take(a.size())), "{line}");
            }
            (AnyArray::F32(a), "f32") => {
                let expected = bytes.chunks(4).map(|b| f32::from_le_bytes(b.try_into().unwrap()));
                assert!(a.iter().copied().eq(expected.take(a.size())), "{line}");
            }
            (other, _) => panic!("{line}: {}", other.dtype()),
        }
        count += 1;
    }
    assert_eq!(count, fixtures().count());
}

/// And those of the other formats, but for text, of which less may be as valid.
fn all_fixtures() -> impl Iterator<Item = PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pictures");
    let own = std::fs::read_dir(own).unwrap().map(|e| e.unwrap().path());
    let whole = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        !name.ends_with(".npy") && !name.starts_with("digits")
    };
    fixtures().chain(own.filter(whole))
}

#[test]
fn every_truncation_is_an_error() {
    let folder = Folder::new("truncated");
    for fixture in all_fixtures() {
        let whole = std::fs::read(&fixture).unwrap();
        let expected = format!("{:?}", load_picture_any(&fixture).unwrap());
        for end in 0..whole.len() {
            let path = folder.file("cut", &whole[..end]);
            match load_picture_any(&path) {
                Err(error) => {
                    let by_the_file = !matches!(error.kind(), ErrorKind::Io { .. });
                    assert!(by_the_file, "{} at {end}: {error}", fixture.display());
                }
                // A TIFF may end in data that no pixel needs.
                Ok(picture) => {
                    assert!(
                        fixture.extension().unwrap() == "tif",
                        "{} at {end}",
                        fixture.display()
                    );
                    assert_eq!(format!("{picture:?}"), expected);
                }
            }
        }
    }
}

#[test]
fn damaged_bytes_never_panic() {
    let folder = Folder::new("mutated");
    let options = PictureOptions::default().max_bytes(1 << 20);
    for fixture in all_fixtures() {
        let whole = std::fs::read(&fixture).unwrap();
        for round in 0..150 {
            let mut bytes = whole.clone();
            for k in 0..1 + round % 3 {
                let r = noise(1000 * round + 7 * k) as usize;
                let at = r % bytes.len();
                bytes[at] = (r >> 16) as u8;
            }
            let path = folder.file("mutated", &bytes);
            let _ = load_picture_any_with(&path, &options);
        }
    }
}

#[test]
fn limits_hold() {
    let folder = Folder::new("limits");
    for name in ["a.png", "a.jpg", "a.tif", "a.webp", "a.bmp", "a.ppm", "a.gif", "a.qoi"] {
        let path = folder.0.join(name);
        save_picture(&path, Array::<u8>::zeros([100, 50, 3])).unwrap();
        let limit = |bytes| PictureOptions::default().max_bytes(bytes);
        assert_eq!(load_picture_with::<u8>(&path, &limit(15_000)).unwrap().shape(), [100, 50, 3]);
        let error = load_picture_with::<u8>(&path, &limit(14_999)).unwrap_err();
        let exceeded = matches!(error.kind(), ErrorKind::LimitExceeded { asked: 15_000, .. });
        assert!(exceeded, "{name}: {error}");
    }
}
