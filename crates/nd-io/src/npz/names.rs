//! Names of members: UTF-8, or what MS-DOS had.

/// The letters of the bytes from 0x80 in code page 437, which names are in that do not say otherwise
/// (application note, appendix D).
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// A name as text: UTF-8 where it is, whether it says so or not; code page 437 otherwise.
pub(super) fn decoded(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => {
            let letters: Vec<char> = CP437.chars().collect();
            let letter = |&byte: &u8| match byte {
                0x80.. => letters[usize::from(byte - 0x80)],
                _ => char::from(byte),
            };
            name.iter().map(letter).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text() {
        assert_eq!(CP437.chars().count(), 128);
        assert_eq!(decoded(b"\x81.npy"), "ü.npy");
        assert_eq!(decoded("ü.npy".as_bytes()), "ü.npy");
        assert_eq!(decoded(b"\x80\xff"), "Ç\u{a0}");
    }
}
