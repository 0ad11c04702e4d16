//! BMP, PNM, GIF and QOI: Pillow's fixtures, round trips, what is refused, the door; and fuzz of every picture format.

use std::path::{Path, PathBuf};
use std::time::Duration;

use nd_core::{AnyArray, Array, DType, s, with_dtype};
use nd_io::{
    Error, ErrorKind, Format, GifOptions, PictureMetadata, PictureOptions, PictureWriteOptions,
    PngCompression, TiffCompression, encode_picture, list, load, load_any, load_gif,
    load_picture_any, load_picture_any_with, open, save, save_any, save_gif, save_gif_with,
    save_picture_with,
};

/// A folder of its own for each test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("nd-small-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Files that `golden/pictures.py` made, and what Pillow reads of them.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pictures");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|name| name != "npy")).collect();
    paths.sort();
    paths
}

fn expected(path: &Path) -> AnyArray {
    load_any(path.with_file_name(format!("{}.npy", path.file_name().unwrap().display()))).unwrap()
}

/// Colours with alpha, and nothing where that is 0.
fn with_alpha(frames: Array<u8>) -> Array<u8> {
    let shape = [&frames.shape()[..3], &[4]].concat();
    let pixels =
        frames.lanes(-1).flat_map(|pixel| match pixel.iter().copied().collect::<Vec<_>>()[..] {
            [r, g, b] => [r, g, b, 255],
            [_, _, _, 0] => [0; 4],
            ref four => [four[0], four[1], four[2], four[3]],
        });
    let pixels = pixels.collect();
    Array::from_shape_vec(shape, pixels)
}

#[test]
fn files_are_read_as_pillow_reads_them() {
    let mut count = 0;
    for path in fixtures() {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".gif") {
            let frames = with_alpha(load_gif(&path).unwrap().frames);
            assert_eq!(AnyArray::from(frames), expected(&path), "{name}");
        } else {
            assert_eq!(load_picture_any(&path).unwrap(), expected(&path), "{name}");
        }
        count += 1;
    }
    assert_eq!(count, 31);
}

#[test]
fn frames_are_behind_the_door() {
    let path = fixtures().into_iter().find(|path| path.ends_with("moves2.gif")).unwrap();
    let gif = load_gif(&path).unwrap();
    assert_eq!(gif.frames.shape(), [5, 16, 20, 4]);
    assert_eq!(gif.delays, [40, 50, 60, 70, 80].map(Duration::from_millis));
    assert_eq!(gif.repeats, Some(3));
    assert_eq!(list(&path).unwrap(), ["0", "1", "2", "3", "4"]);
    assert_eq!(list(path.join("3")).unwrap(), [""]);
    for k in 0..5 {
        let frame = gif.frames.slice(s![k]).to_array();
        assert_eq!(load::<u8>(path.join(k.to_string())).unwrap(), frame);
        let stored = open(path.join(k.to_string())).unwrap();
        assert_eq!(
            stored.read::<u8>(s![3..9, ..;2]).unwrap(),
            frame.slice(s![3..9, ..;2]).to_array()
        );
    }
    assert_eq!(load::<u8>(&path).unwrap(), gif.frames.slice(s![0]).to_array());
    for name in ["5", "x", "-1", "0/0"] {
        let error = open(path.join(name)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NoSuchArray { .. }), "{error}");
    }
}

#[test]
fn animations_come_back() {
    let folder = Folder::new("gif");
    let path = folder.path("a.gif");
    let options = GifOptions::default().delay(Duration::from_millis(355)).repeats(None);
    for colours in [1usize, 2, 3, 200, 256] {
        let frames = Array::from_fn([4, 9, 30, 3], |i| {
            let colour = (i[0] + i[1] * 7 + i[2]) % colours;
            (colour * (i[3] + 1)) as u8
        });
        save_gif_with(&path, &frames, &options).unwrap();
        let back = load_gif(&path).unwrap();
        assert_eq!(back.frames, frames);
        assert_eq!((back.delays[3], back.repeats), (Duration::from_millis(360), None));
    }
    // Nothing of a frame is seen through the next one.
    let mut frames = Array::<u8>::zeros([2, 4, 4, 4]);
    frames.slice_mut(s![0, ..2]).fill(255);
    frames.slice_mut(s![1, 2..]).fill(255);
    save_gif(&path, &frames).unwrap();
    assert_eq!(load_gif(&path).unwrap().frames, frames);
}

#[test]
fn what_gif_has_not_is_refused() {
    let folder = Folder::new("gif-refused");
    let path = folder.path("a.gif");
    let many = Array::from_fn([20, 20, 3], |i| (i[0] * 20 + i[1] * i[2]) as u8);
    let error = save(&path, &many).unwrap_err().to_string();
    assert!(error.contains("more than 256 colours, which GIF has not"), "{error}");
    let half = Array::full([2, 2, 4], 128u8);
    assert!(save(&path, &half).unwrap_err().to_string().contains("alpha is 255 or 0"));
    assert!(save_gif(&path, Array::<u8>::zeros([2, 2])).is_err());
    assert!(save_gif(&path, Array::<u8>::zeros([0, 2, 2])).is_err());
    assert!(save_gif(&path, Array::<u8>::zeros([1, 1, 65_536])).is_err());
    let slow = GifOptions::default().delay(Duration::from_secs(656));
    assert!(save_gif_with(&path, Array::<u8>::zeros([1, 2, 2]), &slow).is_err());
    assert!(save(path.join("1"), Array::<u8>::zeros([2, 2])).is_err());
    assert!(!path.exists());
}

#[test]
fn what_a_format_has_no_place_for_says_why() {
    let folder = Folder::new("refused");
    let zeros =
        |shape: &[usize], dtype| with_dtype!(dtype, T => AnyArray::from(Array::<T>::zeros(shape)));
    let cases: [(&str, &[usize], DType, &str); 12] = [
        ("a.bmp", &[2, 2], DType::U16, "BMP holds u8, the array holds u16"),
        ("a.bmp", &[2, 2, 2], DType::U8, "BMP holds 1, 3 or 4 channels, the array has 2"),
        ("a.qoi", &[2, 2, 5], DType::U8, "QOI holds 1, 3 or 4 channels"),
        ("a.qoi", &[2, 2], DType::F32, "QOI holds u8, the array holds f32"),
        ("a.gif", &[2, 2, 2], DType::U8, "GIF holds 1, 3 or 4 channels"),
        ("a.pgm", &[2, 2, 3], DType::U8, ".pgm holds numbers in one channel, the array uint8 in 3"),
        ("a.ppm", &[2, 2], DType::U8, ".ppm holds numbers in three channels"),
        ("a.pbm", &[2, 2], DType::U8, ".pbm holds bool in one channel"),
        ("a.pgm", &[2, 2], DType::Bool, ".pgm holds numbers in one channel"),
        ("a.pam", &[2, 2, 2], DType::Bool, "PNM holds bool in one channel"),
        ("a.pam", &[2, 2], DType::I32, "PNM holds bool, u8 and u16, the array holds int32"),
        ("a.pam", &[0, 2], DType::U8, "no pixels"),
    ];
    for (name, shape, dtype, part) in cases {
        let error = save_any(folder.path(name), &zeros(shape, dtype)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error:?}");
        assert!(error.to_string().contains(part), "{error}");
        assert!(!folder.path(name).exists());
    }
    let about = PictureMetadata::default().resolution([300.0, 300.0]);
    let options = PictureWriteOptions::default().metadata(about);
    let error = save_picture_with(folder.path("a.bmp"), [[1u8]], &options).unwrap_err();
    assert!(error.to_string().contains("save as PNG or TIFF"), "{error}");
}

#[test]
fn text_that_begins_as_a_picture_is_text() {
    let folder = Folder::new("text");
    let path = folder.path("a.tsv");
    std::fs::write(&path, "P1\tP2\n1\t2\n3\t4\n").unwrap();
    assert!(
        load::<f64>(&path).is_ok()
            || !matches!(load::<f64>(&path).unwrap_err().kind(), ErrorKind::Corrupt { .. })
    );
    std::fs::write(folder.path("b.csv"), "BMI,2\n").unwrap();
    let error = nd_io::load_picture_any(folder.path("b.csv")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::UnknownFormat { .. }), "{error}");
}

#[test]
fn in_memory_it_is_the_file() {
    let folder = Folder::new("memory");
    let a = Array::from_fn([7, 9, 3], |i| (i[0] * 9 + i[1] * i[2]) as u8);
    let options = PictureWriteOptions::default();
    for (name, format) in [
        ("a.png", Format::Png),
        ("a.jpg", Format::Jpeg),
        ("a.webp", Format::WebP),
        ("a.bmp", Format::Bmp),
        ("a.ppm", Format::Pnm),
        ("a.gif", Format::Gif),
        ("a.qoi", Format::Qoi),
    ] {
        // Of columns that are not next to each other too.
        let view = a.slice(s![.., ..;2]);
        save(folder.path(name), &view).unwrap();
        let file = std::fs::read(folder.path(name)).unwrap();
        assert_eq!(encode_picture(format, &view, &options).unwrap(), file, "{name}");
    }
    let error = encode_picture(Format::Tiff, &a, &options).unwrap_err();
    assert!(error.to_string().contains("in memory"), "{error}");
}

#[test]
fn png_of_few_bits() {
    let folder = Folder::new("bits");
    let path = folder.path("a.png");
    for bits in [1u8, 2, 4] {
        let most = (1u8 << bits) - 1;
        for shape in [[1, 1], [3, 7], [5, 8], [2, 33]] {
            let a = Array::from_fn(shape, |i| (i[0] * 5 + i[1] * 3) as u8 & most);
            let options = PictureWriteOptions::default().png_bits(bits);
            save_picture_with(&path, &a, &options).unwrap();
            let spread = a.map(|x| x * (255 / most));
            assert_eq!(load::<u8>(&path).unwrap(), spread, "{bits} {shape:?}");
        }
    }
    let refused = |bits, part: &str| {
        let options = PictureWriteOptions::default().png_bits(bits);
        let error = save_picture_with(&path, [[9u8]], &options).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    };
    refused(3, "1, 2 and 4");
    refused(2, "9 in 2 bits a sample");
    let options = PictureWriteOptions::default().png_bits(4);
    assert!(save_picture_with(&path, [[9u16]], &options).is_err());
    assert!(save_picture_with(folder.path("a.bmp"), [[9u8]], &options).is_err());
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below.max(1)
    }
}

/// Every size, type and option of every writer comes back; what is refused is so by its type.
#[test]
fn every_writer_round_trips() {
    let folder = Folder::new("writers");
    let mut dice = Dice(1);
    let names = ["png", "tif", "webp", "bmp", "pnm", "pam", "gif", "qoi", "jpg"];
    let (mut kept, mut refused) = (0, 0);
    for round in 0..900 {
        let name = names[round % names.len()];
        let path = folder.path(&format!("a.{name}"));
        let side = [0, 1, 1, 2, 3, 7, 8, 17, 33];
        let (h, w, c) = (side[dice.roll(9)], side[dice.roll(9)], 1 + dice.roll(5));
        let shape = if c == 1 { vec![h, w] } else { vec![h, w, c] };
        let dtype =
            [DType::U8, DType::U8, DType::U16, DType::Bool, DType::F32, DType::I64][dice.roll(6)];
        let size = shape.iter().product();
        // Few colours, so that GIF has some too.
        let most = [2, 6, 256][dice.roll(3)];
        let flat = dice.roll(2) == 0;
        let values: Vec<f64> = (0..size)
            .map(|i| if flat { (i / 9 % most) as f64 } else { dice.roll(most) as f64 })
            .collect();
        let a = AnyArray::from(Array::from_shape_vec(&shape[..], values)).cast(dtype);
        let png = [
            PngCompression::Uncompressed,
            PngCompression::Fast,
            PngCompression::Balanced,
            PngCompression::Best,
        ];
        let tiff = [
            TiffCompression::Uncompressed,
            TiffCompression::Deflate,
            TiffCompression::Lzw,
            TiffCompression::PackBits,
            TiffCompression::Lzma,
        ];
        let options = PictureWriteOptions::default()
            .png(png[dice.roll(4)])
            .tiff(tiff[dice.roll(5)])
            .jpeg_quality(dice.roll(101) as u8);
        match with_dtype!(&a, |a| save_picture_with(&path, a, &options)) {
            Ok(()) => {
                check(&path, &a, name);
                kept += 1;
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
                refused += 1;
            }
        }
    }
    assert!(kept > 200 && refused > 200, "{kept} {refused}");
}

/// What was saved is there again: in colours where the format has only those.
fn check(path: &Path, a: &AnyArray, name: &str) {
    let back = load_picture_any(path).unwrap();
    if name == "jpg" {
        return assert_eq!((back.shape(), back.dtype()), (a.shape(), a.dtype()));
    }
    let coloured = matches!(name, "webp" | "qoi" | "gif");
    let AnyArray::U8(plain) = a else { return assert_eq!(&back, a, "{name} {:?}", a.shape()) };
    let AnyArray::U8(back) = back else { panic!("{name}") };
    let channels = if plain.ndim() == 2 { 1 } else { plain.shape()[2] };
    if !coloured || channels == 3 {
        return assert_eq!(&back, plain, "{name} {:?}", plain.shape());
    }
    let pixels = plain.as_slice().unwrap().chunks(channels);
    let stored = back.as_slice().unwrap().chunks(back.shape()[2]);
    for (pixel, stored) in pixels.zip(stored) {
        match *pixel {
            [grey] => assert!(stored[..3] == [grey; 3], "{name}"),
            // Of what cannot be seen GIF keeps no colour, and of what is seen no alpha where all is.
            [.., 0] if name == "gif" => assert_eq!(stored, [0; 4]),
            _ => assert_eq!(&pixel[..stored.len()], stored, "{name}"),
        }
    }
}

/// Every reader of a picture, with bytes changed, moved, repeated and cut: an error or a picture, soon.
#[test]
fn no_reader_panics_or_hangs() {
    let folder = Folder::new("fuzz");
    let mut seeds: Vec<Vec<u8>> =
        fixtures().iter().map(|path| std::fs::read(path).unwrap()).collect();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nd-image/tests/golden/pictures");
    for entry in std::fs::read_dir(golden).unwrap() {
        seeds.push(std::fs::read(entry.unwrap().path()).unwrap());
    }
    seeds.sort();
    let options = PictureOptions::default().max_bytes(1 << 20);
    let mut dice = Dice(2);
    let (mut read, start) = (0, std::time::Instant::now());
    for round in 0..6000 {
        let mut bytes = seeds[round % seeds.len()].clone();
        for _ in 0..1 + dice.roll(4) {
            mutate(&mut bytes, &mut dice);
        }
        let path = folder.path("fuzz");
        std::fs::write(&path, &bytes).unwrap();
        read += usize::from(load_picture_any_with(&path, &options).is_ok());
        let _: Result<_, Error> = nd_io::load_gif_with(&path, &options);
        let _: Result<_, Error> = nd_io::picture_metadata(&path);
    }
    assert!(read > 300, "{read}");
    assert!(start.elapsed() < crate::HANG);
}

fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if bytes.is_empty() {
        return;
    }
    // Heads are where most is decided.
    let near = if dice.roll(2) == 0 { bytes.len().min(64) } else { bytes.len() };
    let at = dice.roll(near);
    match dice.roll(7) {
        0 => bytes[at] = dice.roll(256) as u8,
        1 => bytes[at] ^= 1 << dice.roll(8),
        2 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][dice.roll(5)],
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(at..bytes.len().min(at + 1 + dice.roll(8)))),
        5 => {
            let more: Vec<u8> = bytes[at..bytes.len().min(at + 1 + dice.roll(16))].to_vec();
            let to = dice.roll(bytes.len());
            bytes.splice(to..to, more);
        }
        _ => {
            let end = bytes.len().min(at + 4);
            bytes[at..end].fill([0, 0xff][dice.roll(2)]);
        }
    }
}
