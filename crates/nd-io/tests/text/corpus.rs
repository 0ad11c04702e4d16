//! The corpus of the fuzz target `text`, replayed, whole and cut at every byte.

#[path = "../../fuzz/text_properties.rs"]
mod text_properties;

#[test]
fn the_corpus_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/text");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let data = std::fs::read(entry.unwrap().path()).unwrap();
        files += 1;
        for end in 0..=data.len().min(300) {
            text_properties::check(&data[..end]);
        }
        text_properties::check(&data);
        // The same text under all options.
        for choice in 0..60 {
            if let [_, block, text @ ..] = &data[..] {
                let again = [&[choice, *block][..], text].concat();
                text_properties::check(&again);
            }
        }
    }
    assert!(files >= 20, "{files}");
}
