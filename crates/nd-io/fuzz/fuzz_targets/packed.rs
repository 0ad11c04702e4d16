//! Filters of HDF5 and a chunk that they packed: an error or elements, never a panic.
//!
//! A first byte is the number of filters less one (up to three), then come for each its number in two bytes,
//! how many parameters it has in one, and these in four bytes each; two bytes are the chunk's length in
//! elements of four bytes, the rest is what is stored of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nd_io::{Hdf5File, ReadBlocks, Region};

/// Where what the superblock and the headers do not take begins.
const EXTRA: u64 = 0x1000;

fuzz_target!(|bytes: &[u8]| {
    let Some((filters, rest)) = filters(bytes) else { return };
    let Some((&[low, high], stored)) = rest.split_first_chunk::<2>() else { return };
    let elements = u64::from(u16::from_le_bytes([low, high])).max(1);
    let file = file(&filters, elements, stored);
    let Ok(array) = Hdf5File::from_bytes(file).and_then(|file| file.dataset("x")) else { return };
    let mut out = vec![0; 4 * elements as usize];
    let _ = array.read_block(&Region::all([elements as usize]), &mut out);
});

/// The message of the filters.
fn filters(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (&count, mut rest) = bytes.split_first()?;
    let count = count % 3 + 1;
    let mut message = vec![2, count];
    for _ in 0..count {
        let (&[low, high, parameters], after) = rest.split_first_chunk::<3>()?;
        let parameters = parameters % 24;
        message.extend([low, high]);
        if u16::from_le_bytes([low, high]) >= 256 {
            message.extend([0, 0]);
        }
        message.extend([0, 0, parameters, 0]);
        let (values, after) = after.split_at_checked(4 * usize::from(parameters))?;
        message.extend(values);
        rest = after;
    }
    Some((message, rest))
}

/// A file with an array x, which is one chunk.
fn file(filters: &[u8], elements: u64, stored: &[u8]) -> Vec<u8> {
    const NUMBER: &[u8] =
        b"\x11\x20\x1f\x00\x04\x00\x00\x00\x00\x00\x20\x00\x17\x08\x00\x17\x7f\x00\x00\x00";
    let mut space = vec![2, 1, 0, 1];
    space.extend(elements.to_le_bytes());
    // The only chunk of a layout of version 4 tells its stored length and the filters it is without.
    let mut layout = vec![4, 2, 2, 2, 8];
    layout.extend(elements.to_le_bytes());
    layout.extend(4u64.to_le_bytes());
    layout.push(1);
    layout.extend((stored.len() as u64).to_le_bytes());
    layout.extend([0; 4]);
    layout.extend(EXTRA.to_le_bytes());
    let array = object(&[(1, &space), (3, NUMBER), (8, &layout), (0x0b, filters)]);
    let mut link = vec![1, 0, 1, b'x'];
    link.extend(0x100u64.to_le_bytes());
    let root = object(&[(6, &link)]);
    let mut file = b"\x89HDF\r\n\x1a\n\x02\x08\x08\x00".to_vec();
    for word in [0, u64::MAX, EXTRA + stored.len() as u64, 48] {
        file.extend(word.to_le_bytes());
    }
    let sum = lookup3(&file);
    file.extend(sum.to_le_bytes());
    file.extend(root);
    file.resize(0x100, 0);
    file.extend(array);
    file.resize(EXTRA as usize, 0);
    file.extend(stored);
    file
}

/// An object header of messages.
fn object(messages: &[(u8, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, data) in messages {
        body.push(*kind);
        body.extend((data.len() as u16).to_le_bytes());
        body.push(0);
        body.extend(*data);
    }
    let mut header = b"OHDR\x02\x02".to_vec();
    header.extend((body.len() as u32).to_le_bytes());
    header.extend(body);
    let sum = lookup3(&header);
    header.extend(sum.to_le_bytes());
    header
}

/// Bob Jenkins's hash of bytes, which HDF5 sums its structures with.
fn lookup3(bytes: &[u8]) -> u32 {
    let mut state = [0xdead_beef_u32.wrapping_add(bytes.len() as u32); 3];
    let mut rest = bytes;
    while rest.len() > 12 {
        add(&mut state, &rest[..12]);
        mix(&mut state);
        rest = &rest[12..];
    }
    if rest.is_empty() {
        return state[2];
    }
    add(&mut state, rest);
    let [mut a, mut b, mut c] = state;
    c = (c ^ b).wrapping_sub(b.rotate_left(14));
    a = (a ^ c).wrapping_sub(c.rotate_left(11));
    b = (b ^ a).wrapping_sub(a.rotate_left(25));
    c = (c ^ b).wrapping_sub(b.rotate_left(16));
    a = (a ^ c).wrapping_sub(c.rotate_left(4));
    b = (b ^ a).wrapping_sub(a.rotate_left(14));
    (c ^ b).wrapping_sub(b.rotate_left(24))
}

fn add(state: &mut [u32; 3], bytes: &[u8]) {
    for (word, four) in state.iter_mut().zip(bytes.chunks(4)) {
        let mut all = [0; 4];
        all[..four.len()].copy_from_slice(four);
        *word = word.wrapping_add(u32::from_le_bytes(all));
    }
}

fn mix(state: &mut [u32; 3]) {
    let [mut a, mut b, mut c] = *state;
    for turns in [[4, 6, 8], [16, 19, 4]] {
        a = a.wrapping_sub(c) ^ c.rotate_left(turns[0]);
        c = c.wrapping_add(b);
        b = b.wrapping_sub(a) ^ a.rotate_left(turns[1]);
        a = a.wrapping_add(c);
        c = c.wrapping_sub(b) ^ b.rotate_left(turns[2]);
        b = b.wrapping_add(a);
    }
    *state = [a, b, c];
}
