//! LZ4 blocks, without the frame that the program `lz4` puts around them.

use super::{Result, corrupt, resize};

/// Decodes a block that must fill `out`.
pub(crate) fn decode(block: &[u8], out: &mut [u8]) -> Result<()> {
    match lz4_flex::block::decompress_into(block, out) {
        Ok(len) if len == out.len() => Ok(()),
        Ok(len) => Err(corrupt(format!("lz4: {len} bytes instead of {}", out.len()))),
        Err(error) => Err(corrupt(format!("lz4: {error}"))),
    }
}

/// Appends a block.
pub(crate) fn encode(bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
    let start = out.len();
    resize(out, start + lz4_flex::block::get_maximum_output_size(bytes.len()))?;
    let len = lz4_flex::block::compress_into(bytes, &mut out[start..])
        .map_err(|error| corrupt(format!("lz4: {error}")))?;
    out.truncate(start + len);
    Ok(())
}
