//! Whatever is saved is what is loaded: random shapes, layouts, element types and formats.

use nd_core::{Array, s};
use nd_io::{ByteOrder, FileOrder, NpyOptions, NpyVersion, StoredElement};
use proptest::prelude::*;

fn options() -> impl Strategy<Value = NpyOptions> {
    (
        prop_oneof![Just(ByteOrder::Little), Just(ByteOrder::Big)],
        prop_oneof![Just(FileOrder::Keep), Just(FileOrder::C), Just(FileOrder::Fortran)],
        prop_oneof![Just(NpyVersion::V1), Just(NpyVersion::V2), Just(NpyVersion::V3)],
    )
        .prop_map(|(byte_order, order, version)| {
            NpyOptions::default().byte_order(byte_order).order(order).version(version)
        })
}

/// Saves the array and views of it, and compares what comes back.
fn check<T: StoredElement + PartialEq + std::fmt::Debug>(
    shape: &[usize],
    options: &NpyOptions,
    element: impl Fn(u64) -> T,
) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let a = Array::from_fn(shape, |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        element(state >> 11)
    });
    let mut views = vec![a.view(), a.view().t()];
    if !shape.is_empty() {
        views.push(a.view().slice(s![..;-1]));
        views.push(a.view().t().slice(s![..;2]));
        views.push(a.view().slice(s![..0]));
    }
    for view in views {
        let mut file = Vec::new();
        nd_io::write_npy_with(&mut file, &view, options).unwrap();
        assert_eq!((file.len() - view.nbytes()) % 64, 0, "data begin at a multiple of 64");
        assert_eq!(nd_io::npy_from_bytes::<T>(&file).unwrap().view(), view);
        assert_eq!(nd_io::read_npy::<T>(file.as_slice()).unwrap().view(), view);
        let header = nd_io::NpyHeader::read(&mut file.as_slice()).unwrap();
        assert_eq!((header.shape(), header.version()), (view.shape(), options.version));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_array(shape in prop::collection::vec(0usize..6, 0..5), options in options()) {
        check(&shape, &options, |x| x);
        check(&shape, &options, |x| x as i16);
        check(&shape, &options, |x| x % 2 == 0);
        check(&shape, &options, |x| x as f32 / 7.0);
        check(&shape, &options, |x| num_complex::Complex::new(x as f64, -1.0 / x as f64));
    }

    #[test]
    fn any_bytes_are_an_error_or_an_array(tail in prop::collection::vec(any::<u8>(), 0..200), version in 0u8..5) {
        let mut file = vec![0x93, b'N', b'U', b'M', b'P', b'Y', version, 0];
        file.extend(tail);
        let _ = nd_io::npy_from_bytes::<u8>(&file);
        let _ = nd_io::read_npy::<bool>(file.as_slice());
    }

    #[test]
    fn any_header_text_is_an_error_or_an_array(
        text in "\\{('(descr|shape|fortran_order)': ?('[<>|=]?[biufcOV][0-9]{1,2}'|True|False|\\(([0-9]{1,20}L?, ?){0,4}\\)|\\[\\(),? ?){0,4}\\}? *\n?"
    ) {
        let mut file = b"\x93NUMPY\x01\x00".to_vec();
        file.extend_from_slice(&u16::try_from(text.len()).unwrap().to_le_bytes());
        file.extend_from_slice(text.as_bytes());
        file.extend_from_slice(&[1; 64]);
        let _ = nd_io::npy_from_bytes::<u8>(&file);
        let _ = nd_io::read_npy::<f64>(file.as_slice());
    }
}

#[test]
fn blocks_meet_without_a_seam() {
    // Larger than every block of the reader and the writer.
    let options = NpyOptions::default().byte_order(ByteOrder::Big);
    check(&[3, 200_001], &options, |x| x);
    check(&[700_001], &options, |x| x % 3 == 0);
    check(&[3, 100_001], &NpyOptions::default(), |x| x);
}
