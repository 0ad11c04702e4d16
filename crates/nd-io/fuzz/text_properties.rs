//! What holds for every text, whatever is in it: the fuzz target `text` and `tests/text_corpus.rs`
//! check it.

use nd_io::{Delimiter, Header, TextOptions, TextReader, table_from_bytes, text_from_bytes};

/// The first byte chooses the options, the second the size of a block.
pub(crate) fn check(data: &[u8]) {
    let [choice, block, text @ ..] = data else { return };
    let whole = options(*choice);
    let blocked = whole.clone().block_bytes(usize::from(*block) + 1);

    let array = text_from_bytes::<f64>(text, &whole);
    let parts = text_from_bytes::<f64>(text, &blocked);
    assert_eq!(format!("{array:?}"), format!("{parts:?}"), "an array by blocks");

    let table = table_from_bytes(text, &whole);
    let parts = table_from_bytes(text, &blocked);
    assert_eq!(format!("{table:?}"), format!("{parts:?}"), "a table by blocks");

    let integers = text_from_bytes::<i64>(text, &whole);
    let parts = text_from_bytes::<i64>(text, &blocked);
    assert_eq!(format!("{integers:?}"), format!("{parts:?}"), "integers by blocks");

    // A text that is cut may be refused, and that is all.
    let _ = text_from_bytes::<f64>(&text[..text.len() / 2], &blocked);

    let rows = usize::from(*block % 7) + 1;
    match TextReader::new(text, &blocked) {
        Err(_) => assert!(array.is_err()),
        Ok(mut reader) => {
            let blocks: Result<Vec<_>, _> = reader.blocks::<f64>(rows).collect();
            assert_eq!(blocks.is_err(), array.is_err(), "row by row");
            if let (Ok(blocks), Ok(array)) = (blocks, array) {
                let count: usize = blocks.iter().map(|block| block.size()).sum();
                assert_eq!(count, array.size(), "row by row");
            }
        }
    }
}

fn options(choice: u8) -> TextOptions {
    let options = TextOptions::default();
    let options = match choice % 5 {
        0 => options,
        1 => options.delimiter(Delimiter::Whitespace),
        2 => options.delimiter(Delimiter::Char(b',')),
        3 => options.delimiter(Delimiter::Char(b'\t')),
        _ => options.delimiter(Delimiter::Char(b' ')),
    };
    let options = match choice / 5 % 3 {
        0 => options,
        1 => options.header(Header::None).comments("//"),
        _ => options.header(Header::FirstLine).quote(None).comments(None),
    };
    match choice / 15 % 4 {
        0 => options,
        1 => options.max_rows(3).skip_rows(1),
        2 => options.max_line(20).fill_value(-1.0),
        _ => options.columns([-1, 0]).missing(["-1", "x"]),
    }
}
