//! Dates and spans of time in `.npy` and `.npz` files, as NumPy writes them.

use nd_core::time::{Day, Hour, Minute, Month, Nanosecond, Second, Year};
use nd_core::{Array, Datetime64, Timedelta64, array};
use nd_io::{ErrorKind, NpyFault, NpyType, load_times, read_times, save_times, write_times};

/// A file of NumPy's: `np.lib.format` version 1.0, with that type and shape, and elements as they lie.
fn file(descr: &str, fortran: &str, shape: &str, counts: &[i64], big: bool) -> Vec<u8> {
    let mut text =
        format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}");
    while (10 + text.len() + 1) % 64 != 0 {
        text.push(' ');
    }
    text.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((text.len() as u16).to_le_bytes());
    bytes.extend(text.as_bytes());
    let order = |count: &i64| if big { count.to_be_bytes() } else { count.to_le_bytes() };
    bytes.extend(counts.iter().flat_map(order));
    bytes
}

#[test]
fn numpys_files_are_read() {
    let plain = file("<M8[D]", "False", "(3,)", &[0, -1, i64::MIN], false);
    let days: Array<Datetime64<Day>> = read_times(plain.as_slice()).unwrap();
    assert_eq!(days.to_string(), "['1970-01-01' '1969-12-31'        'NaT']");
    let hours: Array<Datetime64<Hour>> = read_times(plain.as_slice()).unwrap();
    assert_eq!(hours.counts(), array![0, -24, i64::MIN]);
    let months: Array<Datetime64<Month>> = read_times(plain.as_slice()).unwrap();
    assert_eq!(months.counts(), array![0, -1, i64::MIN]);
    let big = file(">m8[25s]", "False", "(2,)", &[2, i64::MIN], true);
    let spans: Array<Timedelta64<Second>> = read_times(big.as_slice()).unwrap();
    assert_eq!(spans.counts(), array![50, i64::MIN]);
    let fortran = file("<m8[m]", "True", "(2, 3)", &[1, 4, 2, 5, 3, 6], false);
    let spans: Array<Timedelta64<Minute>> = read_times(fortran.as_slice()).unwrap();
    assert_eq!(spans.counts(), array![[1, 2, 3], [4, 5, 6]]);
    let none = file("<M8[ns]", "False", "(0, 4)", &[], false);
    assert_eq!(read_times::<Datetime64<Year>>(none.as_slice()).unwrap().shape(), [0, 4]);
}

#[test]
fn what_is_written_is_numpys() {
    let mut bytes = Vec::new();
    let spans = array![[1, 2], [3, i64::MIN]].map(Timedelta64::<Nanosecond>::new);
    write_times(&mut bytes, spans.t()).unwrap();
    if cfg!(target_endian = "little") {
        assert_eq!(bytes, file("<m8[ns]", "False", "(2, 2)", &[1, 3, 2, i64::MIN], false));
    }
    let scalar = Array::scalar(Datetime64::<Day>::new(7));
    let mut bytes = Vec::new();
    write_times(&mut bytes, &scalar).unwrap();
    assert_eq!(read_times::<Datetime64<Day>>(bytes.as_slice()).unwrap(), scalar);
}

fn fault(bytes: &[u8]) -> String {
    read_times::<Datetime64<Nanosecond>>(bytes).unwrap_err().to_string()
}

#[test]
fn what_is_no_date_says_so() {
    let spans = file("<m8[s]", "False", "(1,)", &[1], false);
    assert!(fault(&spans).contains("not dates"), "{}", fault(&spans));
    let far = file("<M8[D]", "False", "(2,)", &[0, 400_000], false);
    let said = "the file's times: to_unit: 3065-03-01 has no count of nanoseconds in 64 bits, at index [1]";
    assert!(fault(&far).contains(said), "{}", fault(&far));
    let many = file("<M8[1000000000s]", "False", "(1,)", &[1 << 40], false);
    assert!(fault(&many).contains("a multiple of 1000000000"), "{}", fault(&many));
    for bad in
        ["<M8", "<M4[s]", "<M8[]", "<M8[0s]", "<M8[x]", "<M8[99999999999s]", "<M8[s", "<M8[-1s]"]
    {
        let error =
            read_times::<Datetime64<Day>>(file(bad, "False", "(1,)", &[1], false).as_slice());
        assert!(
            matches!(
                error.as_ref().unwrap_err().kind(),
                ErrorKind::Npy(NpyFault::UnsupportedDtype { .. })
            ),
            "{bad}: {error:?}"
        );
    }
    let cut = file("<M8[ns]", "False", "(5,)", &[1, 2], false);
    assert!(matches!(
        read_times::<Datetime64<Nanosecond>>(cut.as_slice()).unwrap_err().kind(),
        ErrorKind::UnexpectedEof { .. }
    ));
    let huge = file("<M8[ns]", "False", "(100000000000,)", &[1, 2], false);
    assert!(read_times::<Datetime64<Nanosecond>>(huge.as_slice()).is_err());
    let months = file("<m8[M]", "False", "(1,)", &[1], false);
    assert!(
        read_times::<Timedelta64<Day>>(months.as_slice())
            .unwrap_err()
            .to_string()
            .contains("different lengths")
    );
}

#[test]
fn numbers_and_times_are_not_taken_for_each_other() {
    let folder = std::env::temp_dir().join(format!("nd-times-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (dates, numbers) = (folder.join("dates.npy"), folder.join("numbers.npy"));
    save_times(&dates, array![1].map(Datetime64::<Day>::new)).unwrap();
    nd_io::save(&numbers, [1i64]).unwrap();
    let error = nd_io::load::<i64>(&dates).unwrap_err().to_string();
    assert!(error.contains("load_times"), "{error}");
    let error = load_times::<Datetime64<Day>>(&numbers).unwrap_err().to_string();
    assert!(error.contains("numbers.npy") && error.contains("not dates"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn every_unit_has_its_name_in_files() {
    fn one<U: Unit>() {
        let mut bytes = Vec::new();
        write_times(&mut bytes, array![3].map(Datetime64::<U>::new)).unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains(&format!("M8[{}]", U::UNIT)));
        assert_eq!(read_times::<Datetime64<U>>(bytes.as_slice()).unwrap().counts(), array![3]);
    }
    use nd_core::time::*;
    one::<Year>();
    one::<Month>();
    one::<Week>();
    one::<Day>();
    one::<Hour>();
    one::<Minute>();
    one::<Second>();
    one::<Millisecond>();
    one::<Microsecond>();
    one::<Nanosecond>();
    one::<Picosecond>();
    one::<Femtosecond>();
    one::<Attosecond>();
    let kind = NpyType::Time {
        date: false,
        unit: TimeUnit::Second,
        many: 25,
        order: nd_io::ByteOrder::Little,
    };
    assert_eq!((kind.itemsize(), kind.to_string()), (8, "'<m8[25s]'".into()));
}
