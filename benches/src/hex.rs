//! Bytes as text, two digits each, as the scripts that make files write them.

/// The digits of bytes.
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of digits; pairs that are none are left out.
pub fn decode(hex: &str) -> Vec<u8> {
    let byte = |at| hex.get(at..at + 2).and_then(|byte| u8::from_str_radix(byte, 16).ok());
    (0..hex.len()).step_by(2).filter_map(byte).collect()
}
