//! [`RunFile`]: a picture of labels as runs of pixels in a file.
//!
//! Pieces are stored one after the other, each in cells: some lines along the last axis by some places on them. A cell
//! has, for each line, the number of bytes that its runs take, and then these: for each run how far it begins behind the
//! one before, how long it is, and how its label differs from that one's, as whole numbers of seven bits a byte.

use super::bands::{Bands, line_start, lines};
use crate::error::{Result, on_file};
use crate::run::Scratch;
use nd_core::threads;
use nd_io::Region;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Lines of a cell, and places on lines that it has, at most.
const LINES: usize = 32;
const PIXELS: usize = 1 << 18;

/// The labels of the pieces that were stored.
pub(super) struct RunFile {
    pub(super) bands: Bands,
    path: PathBuf,
    /// Where each cell begins, and the end.
    starts: Vec<u64>,
    /// The first cell of each piece, and the number of all.
    cells: Vec<usize>,
    /// The most bytes of cells beside each other, and of what says where their lines are.
    widest: u64,
    index: usize,
    /// Keeps the folder.
    _place: Arc<Scratch>,
}

/// A run of equal labels: where its line begins, the first place on the line and the one behind the last, the label.
pub(super) struct Run<'r> {
    pub(super) index: &'r [usize],
    pub(super) start: usize,
    pub(super) stop: usize,
    pub(super) label: u64,
}

/// How the lines of a piece are cut into cells.
#[derive(Clone, Copy)]
struct Grid {
    lines: usize,
    width: usize,
    /// Places of a cell on a line.
    span: usize,
}

impl Grid {
    fn of(piece: &Region) -> Grid {
        let [lines, width] = lines(piece);
        let span = (PIXELS / LINES.min(lines)).clamp(1, width.max(1));
        Grid { lines, width, span }
    }

    fn columns(self) -> usize {
        self.width.div_ceil(self.span)
    }

    fn count(self) -> usize {
        self.lines.div_ceil(LINES) * self.columns()
    }
}

/// Cells beside each other, in memory.
struct Loaded {
    piece: usize,
    group: usize,
    grid: Grid,
    bytes: Vec<u8>,
    /// Where the runs of each line of each cell are.
    lines: Vec<Vec<(usize, usize)>>,
}

impl RunFile {
    /// Nothing yet, of a picture in such pieces.
    pub(super) fn new(bands: Bands, place: Arc<Scratch>) -> Result<RunFile> {
        let path = place.path().join("labels.runs");
        File::create(&path).map_err(on_file("create", &path))?;
        Ok(RunFile {
            bands,
            path,
            starts: vec![0],
            cells: vec![0],
            widest: 0,
            index: 0,
            _place: place,
        })
    }

    /// Stores the next piece: its lines, and what the numbers on them are called.
    pub(super) fn push(&mut self, rows: &[&[u32]], names: &[u64]) -> Result<()> {
        let grid = Grid::of(&self.bands.region(self.cells.len() - 1));
        let columns = grid.columns();
        let cells = threads::collect(grid.count(), &|cell| {
            let (group, column) = (cell / columns, cell % columns);
            let rows = &rows[group * LINES..((group + 1) * LINES).min(grid.lines)];
            let places = column * grid.span..((column + 1) * grid.span).min(grid.width);
            let mut bytes = Vec::new();
            let mut line = Vec::new();
            for row in rows {
                line.clear();
                put_line(&row[places.clone()], names, &mut line);
                put(line.len() as u64, &mut bytes);
                bytes.extend_from_slice(&line);
            }
            bytes
        });
        let file = File::options().append(true).open(&self.path);
        let mut file = file.map_err(on_file("open", &self.path))?;
        for beside in cells.chunks(columns.max(1)) {
            let bytes = beside.concat();
            file.write_all(&bytes).map_err(on_file("write", &self.path))?;
            self.widest = self.widest.max(bytes.len() as u64);
        }
        self.index = self.index.max(columns * LINES * size_of::<(usize, usize)>());
        for cell in &cells {
            self.starts.push(self.starts[self.starts.len() - 1] + cell.len() as u64);
        }
        self.cells.push(self.starts.len() - 1);
        Ok(())
    }

    /// Bytes that it takes in memory.
    pub(super) fn nbytes(&self) -> usize {
        (self.starts.len() + self.cells.len()) * size_of::<u64>()
    }

    /// Bytes that reading a part takes.
    pub(super) fn reading(&self) -> usize {
        usize::try_from(self.widest).unwrap_or(usize::MAX).saturating_add(self.index)
    }

    /// Calls `found` with all runs of a region without gaps, of pieces that were stored, in C order; those that reach
    /// beyond cells or the region are cut there. `index` begins a line of the region.
    pub(super) fn each_run(&self, region: &Region, found: &mut dyn FnMut(Run<'_>)) -> Result<()> {
        let mut file = File::open(&self.path).map_err(on_file("open", &self.path))?;
        let mut loaded: Option<Loaded> = None;
        let [count, width] = lines(region);
        for line in 0..if width == 0 { 0 } else { count } {
            let index = line_start(region, line);
            let first = index.last().copied().unwrap_or(0);
            let mut at = index;
            let mut x = first;
            while x < first + width {
                if let Some(last) = at.len().checked_sub(1) {
                    at[last] = x;
                }
                let until = self.bands.until(x).min(first + width);
                let (piece, row, place) = self.bands.place(&at);
                if piece + 1 < self.cells.len() {
                    let group = row / LINES;
                    if !loaded.as_ref().is_some_and(|l| l.piece == piece && l.group == group) {
                        loaded = Some(self.loaded(&mut file, piece, group)?);
                    }
                    let loaded = loaded.as_ref().expect("just loaded");
                    loaded.each(
                        row % LINES,
                        place..place + until - x,
                        &mut |start, stop, label| {
                            let (start, stop) = (start + x - place, stop + x - place);
                            found(Run { index: &index, start, stop, label });
                        },
                    );
                }
                x = until;
            }
        }
        Ok(())
    }

    fn loaded(&self, file: &mut File, piece: usize, group: usize) -> Result<Loaded> {
        let grid = Grid::of(&self.bands.region(piece));
        let first = self.cells[piece] + group * grid.columns();
        let starts = &self.starts[first..=first + grid.columns()];
        let mut bytes = vec![0; (starts[grid.columns()] - starts[0]) as usize];
        file.seek(SeekFrom::Start(starts[0])).map_err(on_file("read", &self.path))?;
        file.read_exact(&mut bytes).map_err(on_file("read", &self.path))?;
        let rows = (grid.lines - group * LINES).min(LINES);
        let mut lines = Vec::with_capacity(grid.columns());
        for start in &starts[..grid.columns()] {
            let mut at = (start - starts[0]) as usize;
            let line = |_| {
                let len = get(&bytes, &mut at) as usize;
                at += len;
                (at - len, at)
            };
            lines.push((0..rows).map(line).collect());
        }
        Ok(Loaded { piece, group, grid, bytes, lines })
    }
}

impl Loaded {
    /// The runs of a line between two places.
    fn each(
        &self,
        line: usize,
        places: std::ops::Range<usize>,
        found: &mut dyn FnMut(usize, usize, u64),
    ) {
        for column in places.start / self.grid.span..places.end.div_ceil(self.grid.span) {
            let (mut at, end) = self.lines[column][line];
            let (mut x, mut label) = (column * self.grid.span, 0u64);
            while at < end {
                let start = x + get(&self.bytes, &mut at) as usize;
                x = start + 1 + get(&self.bytes, &mut at) as usize;
                let step = get(&self.bytes, &mut at);
                label = label.wrapping_add(step >> 1 ^ (step & 1).wrapping_neg());
                if start >= places.end {
                    break;
                }
                if x > places.start {
                    found(start.max(places.start), x.min(places.end), label);
                }
            }
        }
    }
}

/// The runs of a line.
fn put_line(row: &[u32], names: &[u64], out: &mut Vec<u8>) {
    let (mut end, mut before, mut x) = (0, 0u64, 0);
    while let Some(gap) = row[x..].iter().position(|&label| label != 0) {
        let start = x + gap;
        let label = row[start];
        let len = row[start..].iter().position(|&other| other != label);
        x = start + len.unwrap_or(row.len() - start);
        let name = names[label as usize];
        let step = name.wrapping_sub(before) as i64;
        put((start - end) as u64, out);
        put((x - start - 1) as u64, out);
        put((step << 1 ^ step >> 63) as u64, out);
        (end, before) = (x, name);
    }
}

/// A whole number, seven bits a byte, the lowest first.
fn put(mut number: u64, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// What [`put`] wrote.
#[inline(always)]
fn get(bytes: &[u8], at: &mut usize) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = bytes[*at];
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return number;
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 300, 1 << 35, u64::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|&number| put(number, &mut bytes));
        let mut at = 0;
        assert_eq!(numbers.map(|_| get(&bytes, &mut at)), numbers);
        assert_eq!(at, bytes.len());
    }

    #[test]
    fn runs_are_read_as_they_were_written() {
        let names = [0, 9, 1 << 40, 3];
        let label = |at: usize| [0, 1, 1, 2, 2, 2, 0, 3, 1, 0, 0, 2][at * 7 / 3 % 12];
        for (shape, most) in [(vec![90, 40], 1600), (vec![3, 5, 7], 7), (vec![4000], 999)] {
            let size = shape.iter().product();
            let picture: Vec<u32> = (0..size).map(label).collect();
            let bands = Bands::new(&shape, &vec![1; shape.len()], most);
            let place = Arc::new(Scratch::new(&std::env::temp_dir()).unwrap());
            let mut file = RunFile::new(bands.clone(), place).unwrap();
            let mut rest = &picture[..];
            for at in 0..bands.count() {
                let [count, width] = lines(&bands.region(at));
                let (piece, behind) = rest.split_at(count * width);
                file.push(&piece.chunks(width).collect::<Vec<_>>(), &names).unwrap();
                rest = behind;
            }
            let mut again = vec![0u64; size];
            let all = Region::all(&shape[..]);
            let add = &mut |run: Run<'_>| {
                let line = run.index[..shape.len() - 1].iter().zip(&shape);
                let start = line.fold(0, |sum, (i, n)| sum * n + i) * shape[shape.len() - 1];
                again[start + run.start..start + run.stop].fill(run.label);
            };
            file.each_run(&all, add).unwrap();
            let want: Vec<u64> = picture.iter().map(|&label| names[label as usize]).collect();
            assert!(again == want, "{shape:?}");
        }
    }
}
