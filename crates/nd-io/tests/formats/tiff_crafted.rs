//! TIFF files of a few tags, made for one question each.

use nd_core::{AnyArray, Array, s};
use nd_io::{Dataset, Error, ErrorKind, ReadBlocks, TiffFile, TiffPage, save_picture};

/// A tag: its number, the type of its values (1 bytes, 3 of 16 bits, 4 of 32), and those.
type Tag = (u16, u16, Vec<u32>);

/// Where the pixels are: behind the head.
const DATA: u32 = 8;

/// A file of one page: head, pixels, tags, long values.
fn file(order: &str, tags: &[Tag], data: &[u8]) -> Vec<u8> {
    let mut out = order.as_bytes().to_vec();
    let number = |value: u32, size: usize| match order {
        "II" => value.to_le_bytes()[..size].to_vec(),
        _ => value.to_be_bytes()[4 - size..].to_vec(),
    };
    let at = DATA as usize + data.len().next_multiple_of(2);
    out.extend(number(42, 2));
    out.extend(number(at as u32, 4));
    out.extend(data);
    out.resize(at, 0);
    out.extend(number(tags.len() as u32, 2));
    let mut long = Vec::new();
    for (tag, kind, values) in tags {
        let size = [0, 1, 1, 2, 4][usize::from(*kind)];
        let mut bytes: Vec<u8> = values.iter().flat_map(|&value| number(value, size)).collect();
        out.extend([number((*tag).into(), 2), number((*kind).into(), 2)].concat());
        out.extend(number(values.len() as u32, 4));
        if bytes.len() > 4 {
            let place = at + 2 + 12 * tags.len() + 4 + long.len();
            long.append(&mut bytes);
            bytes = number(place as u32, 4);
        }
        bytes.resize(4, 0);
        out.extend(bytes);
    }
    out.extend([0; 4]);
    out.extend(long);
    out
}

/// Tags of a grey picture in one strip, with others in their place or added.
fn tags(size: [u32; 2], len: usize, others: &[(u16, u32)]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = [
        (256, size[1]),
        (257, size[0]),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, DATA),
        (278, size[0]),
        (279, len as u32),
    ]
    .map(|(tag, value)| (tag, 4, vec![value]))
    .to_vec();
    for &(tag, value) in others {
        set(&mut tags, tag, 4, vec![value]);
    }
    tags
}

fn set(tags: &mut Vec<Tag>, tag: u16, kind: u16, values: Vec<u32>) {
    tags.retain(|old| old.0 != tag);
    tags.push((tag, kind, values));
    tags.sort_by_key(|tag| tag.0);
}

fn page(bytes: Vec<u8>) -> Result<TiffPage, Error> {
    TiffFile::from_bytes(bytes)?.page(0)
}

fn read(bytes: Vec<u8>) -> Result<AnyArray, Error> {
    Dataset::new(page(bytes)?).read_any(s![])
}

fn grey(bytes: Vec<u8>) -> Vec<u8> {
    Array::<u8>::try_from(read(bytes).unwrap()).unwrap().into_vec()
}

#[test]
fn differences_over_two_pixels_go_to_the_end_of_a_row() {
    for (predictor, want) in [(34892, [1, 2, 4, 6, 9]), (34893, [1, 2, 3, 4, 6])] {
        let tags = tags([1, 5], 5, &[(317, predictor)]);
        assert_eq!(grey(file("II", &tags, &[1, 2, 3, 4, 5])), want, "{predictor}");
    }
}

#[test]
fn whole_numbers_of_24_bits_are_bits_in_any_file() {
    let stored = [1, 2, 3, 0xfe, 0xff, 0xff];
    for (order, want) in [("II", [0x01_0203, 0xfe_ffff]), ("MM", [0x01_0203, 0xfe_ffff])] {
        let mut of = tags([1, 2], 6, &[(258, 24)]);
        let got = Array::<u32>::try_from(read(file(order, &of, &stored)).unwrap()).unwrap();
        assert_eq!(got.into_vec(), want, "{order}");
        set(&mut of, 339, 3, vec![2]);
        let got = Array::<i32>::try_from(read(file(order, &of, &stored)).unwrap()).unwrap();
        assert_eq!(got.into_vec(), want.map(|x| ((x << 8) as i32) >> 8), "{order}");
    }
}

/// A JPEG file of 16 by 16 red pixels: its tables, and the rest, neither with a word on colours.
fn red() -> [Vec<u8>; 2] {
    let path =
        std::env::temp_dir().join(format!("nd-tiff-red-{:?}.jpg", std::thread::current().id()));
    let red = Array::from_fn([16, 16, 3], |i| if i[2] == 0 { 254u8 } else { 0 });
    save_picture(&path, &red).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let (mut tables, mut rest) = (bytes[..2].to_vec(), bytes[..2].to_vec());
    let mut at = 2;
    while bytes[at + 1] != 0xda {
        let end = at + 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
        match bytes[at + 1] {
            0xc4 | 0xdb => tables.extend(&bytes[at..end]),
            0xe0..=0xef => {}
            _ => rest.extend(&bytes[at..end]),
        }
        at = end;
    }
    rest.extend(&bytes[at..]);
    [tables, rest]
}

#[test]
fn bands_in_jpeg_that_are_no_colours_stay_as_they_are() {
    let [tables, stored] = red();
    let longs = |bytes: &[u8]| bytes.iter().map(|&byte| byte.into()).collect::<Vec<u32>>();
    for (photometric, extra, want) in
        [(6, 0, [254, 0, 0]), (1, 2, [76, 85, 255]), (0, 2, [76, 85, 255])]
    {
        let others = [(277, 3), (259, 7), (262, photometric), (284, 1)];
        let mut tags = tags([16, 16], stored.len(), &others);
        // Without a mark of their end, as some writers leave it out.
        set(&mut tags, 347, 1, longs(&tables));
        if extra > 0 {
            set(&mut tags, 338, 3, vec![0; extra]);
        }
        let got = grey(file("II", &tags, &stored));
        let near =
            got.chunks(3).all(|p| p.iter().zip(want).all(|(&a, b): (&u8, u8)| a.abs_diff(b) < 4));
        assert!(near, "{photometric} {:?}", &got[..3]);
    }
    let mut tags = tags([16, 16], stored.len(), &[(277, 3), (259, 7), (262, 6)]);
    set(&mut tags, 347, 1, longs(&[&tables[..], &[0; 70_000]].concat()));
    let error = read(file("II", &tags, &stored)).unwrap_err();
    assert!(error.to_string().contains("JPEG tables of"), "{error}");
}

#[test]
fn lengths_of_0_are_unknown_and_not_holes() {
    let mut plain = tags([2, 2], 0, &[(278, 1)]);
    set(&mut plain, 273, 4, vec![DATA, DATA + 4]);
    set(&mut plain, 279, 4, vec![0, 0]);
    assert_eq!(grey(file("II", &plain, &[1, 2, 9, 9, 3, 4])), [1, 2, 3, 4]);
    let mut packed = plain.clone();
    set(&mut packed, 259, 3, vec![32773]);
    assert_eq!(grey(file("II", &packed, &[1, 1, 2, 0, 0xff, 3])), [1, 2, 3, 3]);
    // A place behind the end is no hole either.
    set(&mut packed, 273, 4, vec![DATA, 1 << 20]);
    assert!(matches!(
        read(file("II", &packed, &[1, 1, 2])).unwrap_err().kind(),
        ErrorKind::Corrupt { .. }
    ));
    set(&mut packed, 273, 4, vec![DATA, 0]);
    assert_eq!(grey(file("II", &packed, &[1, 1, 2])), [1, 2, 0, 0]);
}

#[test]
fn what_would_come_out_wrong_is_refused() {
    let refused = |tags: &[Tag], data: &[u8], part: &str| {
        let error = read(file("II", tags, data)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains(part), "{error}");
    };
    // Tiles of several planes, of which a JPEG file has one.
    let [tables, rest] = red();
    let stored = [&tables[..], &rest[2..]].concat();
    let deep = [(277, 3), (259, 7), (262, 6), (32997, 2), (32998, 2), (322, 16), (323, 16)];
    let deep = tags([16, 16], stored.len(), &deep);
    refused(&deep, &stored, "jpeg in tiles of several planes");
    // YCbCr shares its colours unless told otherwise.
    let mut ycc = tags([2, 2], 12, &[(277, 3), (262, 6)]);
    refused(&ycc, &[7; 12], "fewer colours than pixels");
    set(&mut ycc, 530, 3, vec![1, 1]);
    assert_eq!(grey(file("II", &ycc, &[7; 12])), [7; 12]);
    // A palette beside which there is alpha.
    let mut palette = tags([1, 1], 2, &[(277, 2), (262, 3)]);
    set(&mut palette, 320, 3, vec![0; 768]);
    let both = page(file("II", &palette, &[3, 9])).unwrap();
    let error = both.clone().colours().unwrap_err();
    assert!(error.to_string().contains("a palette and 1 samples more"), "{error}");
    assert_eq!(Dataset::new(both).read::<u8>(s![]).unwrap().into_vec(), [3, 9]);
}

#[test]
fn a_tile_much_larger_than_its_picture_is_refused() {
    let tile = [(258, 1), (259, 4), (322, 65_536), (323, 65_536)];
    let error = read(file("II", &tags([1, 1], 10_000, &tile), &[0xff; 10_000])).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::LimitExceeded { .. }), "{error}");
}

#[test]
fn very_many_chunks() {
    // One place for all planes of a pixel each.
    let planes = tags([1, 1], 1, &[(32997, 200_000)]);
    let data: Vec<u8> = (0..200_000u32).map(|i| (i % 251) as u8).collect();
    assert_eq!(grey(file("II", &planes, &data)), data);
    // Packed strips of a row each, more than are looked at together.
    let mut rows = tags([9_000, 3], 0, &[(259, 32773), (278, 1)]);
    set(&mut rows, 273, 4, (0..9_000).map(|i| DATA + 2 * i).collect());
    set(&mut rows, 279, 4, vec![2; 9_000]);
    let data: Vec<u8> = (0..9_000u32).flat_map(|i| [0xfe, (i % 251) as u8]).collect();
    let got = page(file("II", &rows, &data)).unwrap();
    let part = Dataset::new(got.clone()).read::<u8>(s![1..;2, 2]).unwrap();
    assert_eq!(part.shape(), [4_500]);
    assert!(part.iter().enumerate().all(|(i, &x)| usize::from(x) == (2 * i + 1) % 251));
    let whole = Dataset::new(got).read::<u8>(s![]).unwrap().into_vec();
    assert!(whole.chunks(3).enumerate().all(|(i, row)| row == [(i % 251) as u8; 3]));
}

#[test]
fn a_stored_length_may_be_that_of_all_the_file() {
    let mut data = vec![0xff, 7];
    data.resize(3 << 20, 0x55);
    let one = tags([1, 2], data.len(), &[(259, 32773)]);
    assert_eq!(grey(file("II", &one, &data)), [7, 7]);
}

#[test]
fn wide_white_facsimiles() {
    let white = tags([8, 70_000], 1, &[(258, 1), (259, 4), (262, 0)]);
    let got = Array::<bool>::try_from(read(file("II", &white, &[0xff])).unwrap()).unwrap();
    assert!(got.shape() == [8, 70_000] && got.iter().all(|&x| !x));
}

/// A file whose first page has others of one pixel hanging on it, at such places among them, all with one text.
fn with_subs(places: &[usize], text: usize) -> Vec<u8> {
    let one = file("II", &tags([1, 1], 1, &[]), &[5]);
    let own = u32::from_le_bytes(one[4..8].try_into().unwrap());
    // The tags of a page, with the text at the end of the file, after one another; then the first page.
    let mut list = one[own as usize..].to_vec();
    let count = list[0] + 1;
    list[0] = count;
    list.splice(list.len() - 4..list.len() - 4, [14, 1, 2, 0]);
    let entry = list.len() - 4;
    list.splice(entry..entry, (text as u32).to_le_bytes());
    let text_at = entry + 4;
    list.splice(text_at..text_at, [0; 4]);
    let most = places.iter().max().unwrap() + 1;
    let mut out = one[..own as usize].to_vec();
    let text_place = (own as usize + most * list.len()) as u32;
    list[text_at..text_at + 4].copy_from_slice(&text_place.to_le_bytes());
    for _ in 0..most {
        out.extend(&list);
    }
    out.extend(std::iter::repeat_n(b'x', text));
    out.resize(out.len().next_multiple_of(2), 0);
    let mut first = tags([1, 1], 1, &[]);
    let of = |&i: &usize| own + (i * list.len()) as u32;
    set(&mut first, 330, 4, places.iter().map(of).collect());
    file("II", &first, &out[DATA as usize..])
}

#[test]
fn pages_that_hang_on_others_are_counted_once_and_read_alone() {
    let some = page(with_subs(&[0, 1, 2], 10)).unwrap();
    assert_eq!((some.sub_page_count().unwrap(), some.sub_pages().unwrap().len()), (3, 3));
    let sub = some.sub_page(2).unwrap();
    assert_eq!(sub.info().attributes["description"].as_text(), Some("xxxxxxxxxx"));
    assert_eq!(Dataset::new(sub).read::<u8>(s![]).unwrap().into_vec(), [5]);
    assert!(matches!(some.sub_page(3).unwrap_err().kind(), ErrorKind::NoSuchArray { .. }));
    // One place twice.
    let twice = page(with_subs(&[0, 1, 0], 10)).unwrap();
    let error = twice.sub_pages().unwrap_err();
    assert!(error.to_string().contains("are both at byte"), "{error}");
    // One text for all, longer than all else.
    let all: Vec<usize> = (0..40).collect();
    let shared = page(with_subs(&all, 200_000)).unwrap();
    let error = shared.sub_pages().unwrap_err();
    assert!(error.to_string().contains("is more than it has"), "{error}");
    assert!(shared.sub_page(39).is_ok());
    let many: Vec<usize> = (0..4097).collect();
    assert!(page(with_subs(&many, 10)).unwrap().sub_page_count().is_err());
    // One that is none costs itself alone.
    let mut bytes = with_subs(&[0, 1, 2], 10);
    bytes[10] = 0;
    bytes[11] = 0;
    let page = page(bytes).unwrap();
    assert!(page.sub_page(0).is_err() && page.sub_pages().is_err() && page.sub_page(1).is_ok());
}
