//! Lists of edges: a text with an edge a line.

use super::element::MarketElement;
use super::error::SparseFileError;
use super::lines::Lines;
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use nd_core::Typed;
use std::collections::HashMap;
use std::fmt;
use std::io::BufRead;

const NAME: &str = "list of edges";

/// How a list of edges is read.
///
/// # Examples
/// ```
/// use nd_sparse::{EdgeListOptions, read_edge_list_with};
///
/// let text = "ann,bob,2\nbob,cid,3\n";
/// let options = EdgeListOptions::default().delimiter(',').names(true);
/// let list = read_edge_list_with::<i32, u32>(text.as_bytes(), &options)?;
/// assert_eq!(list.names, ["ann", "bob", "cid"]);
/// assert_eq!(list.edges.values(), [2, 3]);
/// # Ok::<(), nd_sparse::SparseFileError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EdgeListOptions {
    /// What stands between the parts of a line; none: any white space.
    pub delimiter: Option<char>,
    /// A line that begins with one of these is a comment; `#` and `%`.
    pub comments: String,
    /// Lines before the first edge: a header.
    pub skip_lines: u64,
    /// Whether nodes are words, numbered as they come; else they are numbers.
    pub names: bool,
    /// The number of the first node: 0, in some files 1.
    pub first: usize,
    /// How many nodes there are; none: as the largest number says.
    pub nodes: Option<usize>,
    /// Whether what follows the two nodes is left out; then each edge weighs 1.
    pub unweighted: bool,
}

impl Default for EdgeListOptions {
    fn default() -> Self {
        EdgeListOptions {
            delimiter: None,
            comments: "#%".into(),
            skip_lines: 0,
            names: false,
            first: 0,
            nodes: None,
            unweighted: false,
        }
    }
}

impl EdgeListOptions {
    /// Sets what stands between the parts of a line, around which blanks mean nothing; `None`: any white space.
    ///
    /// # Examples
    /// ```
    /// let options = nd_sparse::EdgeListOptions::default().delimiter(',');
    /// assert_eq!(options.delimiter, Some(','));
    /// ```
    pub fn delimiter(self, delimiter: impl Into<Option<char>>) -> Self {
        EdgeListOptions { delimiter: delimiter.into(), ..self }
    }

    /// Sets the characters that begin a comment, where they are the first of a line.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{EdgeListOptions, read_edge_list_with};
    ///
    /// let options = EdgeListOptions::default().comments("!");
    /// let list = read_edge_list_with::<i32, u32>("! said\n0 1\n".as_bytes(), &options)?;
    /// assert_eq!(list.edges.nnz(), 1);
    /// # Ok::<(), nd_sparse::SparseFileError>(())
    /// ```
    pub fn comments(self, comments: impl Into<String>) -> Self {
        EdgeListOptions { comments: comments.into(), ..self }
    }

    /// Sets how many lines stand before the first edge.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{EdgeListOptions, read_edge_list_with};
    ///
    /// let options = EdgeListOptions::default().skip_lines(1);
    /// let list = read_edge_list_with::<i32, u32>("from to\n0 1\n".as_bytes(), &options)?;
    /// assert_eq!(list.edges.nnz(), 1);
    /// # Ok::<(), nd_sparse::SparseFileError>(())
    /// ```
    pub fn skip_lines(self, skip_lines: u64) -> Self {
        EdgeListOptions { skip_lines, ..self }
    }

    /// Sets whether nodes are words.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::EdgeListOptions::default().names(true).names);
    /// ```
    pub fn names(self, names: bool) -> Self {
        EdgeListOptions { names, ..self }
    }

    /// Sets the number of the first node.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{EdgeListOptions, read_edge_list_with};
    ///
    /// let options = EdgeListOptions::default().first(1);
    /// let list = read_edge_list_with::<i32, u32>("1 2\n".as_bytes(), &options)?;
    /// assert_eq!(list.edges.shape(), [2, 2]);
    /// # Ok::<(), nd_sparse::SparseFileError>(())
    /// ```
    pub fn first(self, first: usize) -> Self {
        EdgeListOptions { first, ..self }
    }

    /// Sets how many nodes there are; `None`: as many as the largest number says.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{EdgeListOptions, read_edge_list_with};
    ///
    /// let options = EdgeListOptions::default().nodes(2);
    /// assert!(read_edge_list_with::<i32, u32>("1 2\n".as_bytes(), &options).is_err());
    /// ```
    pub fn nodes(self, nodes: impl Into<Option<usize>>) -> Self {
        EdgeListOptions { nodes: nodes.into(), ..self }
    }

    /// Sets whether what follows the two nodes is left out.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{EdgeListOptions, read_edge_list_with};
    ///
    /// let options = EdgeListOptions::default().unweighted(true);
    /// let list = read_edge_list_with::<i32, u32>("0 1 2.5 monday\n".as_bytes(), &options)?;
    /// assert_eq!(list.edges.values(), [1]);
    /// # Ok::<(), nd_sparse::SparseFileError>(())
    /// ```
    pub fn unweighted(self, unweighted: bool) -> Self {
        EdgeListOptions { unweighted, ..self }
    }
}

/// A graph that was read: its edges, and what its nodes are called.
///
/// # Examples
/// ```
/// let list = nd_sparse::read_edge_list::<f64, u32>("0 1 2.5\n".as_bytes())?;
/// assert_eq!((list.edges.shape(), list.names.len()), (&[2, 2][..], 0));
/// # Ok::<(), nd_sparse::SparseFileError>(())
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct EdgeList<T, I = u32> {
    /// From which node to which, and the weight; in the order of the lines, those that are there twice too.
    pub edges: Coo<T, I>,
    /// The name of each node, where nodes are words; else empty.
    pub names: Vec<String>,
}

impl<T: Typed, I: Index> fmt::Debug for EdgeList<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EdgeList { edges, names } = self;
        f.debug_struct("EdgeList").field("edges", edges).field("names", names).finish()
    }
}

/// Reads a list of edges, line by line: two nodes, which are numbers from 0, and a weight, or none, which is 1.
///
/// Empty lines and those that begin with `#` or `%` are left out. What is asked for memory follows what was read;
/// the number of nodes is only told by the largest, so that the shape can be large where the list is not (the rows
/// of [`Coo::to_csr`] then are). Complex weights are two numbers.
/// [`load_edge_list`](crate::load_edge_list) unpacks files.
///
/// # Errors
/// [`SparseFileError`]: [`Syntax`](SparseFileError::Syntax), which names the line;
/// [`Sparse`](SparseFileError::Sparse) for a node whose number does not fit the indices;
/// [`Io`](SparseFileError::Io).
///
/// # SciPy
/// None; `networkx.read_weighted_edgelist(path)`.
///
/// # Examples
/// ```
/// let text = "# from to weight\n0 1 2.5\n2 0\n";
/// let list = nd_sparse::read_edge_list::<f64, u32>(text.as_bytes())?;
/// assert_eq!(list.edges.to_dense()[[0, 1]], 2.5);
/// assert_eq!(list.edges.to_dense()[[2, 0]], 1.0);
/// # Ok::<(), nd_sparse::SparseFileError>(())
/// ```
pub fn read_edge_list<T: SparseElement<I> + MarketElement, I: Index>(
    from: impl BufRead,
) -> Result<EdgeList<T, I>, SparseFileError> {
    read_edge_list_with(from, &EdgeListOptions::default())
}

/// As [`read_edge_list`], with options.
///
/// # Errors
/// As [`read_edge_list`].
///
/// # Examples
/// ```
/// use nd_sparse::{EdgeListOptions, read_edge_list_with};
///
/// let options = EdgeListOptions::default().delimiter(';').first(1);
/// let list = read_edge_list_with::<u8, u32>("1; 2\n2; 1\n".as_bytes(), &options)?;
/// assert_eq!(list.edges.to_dense(), nd_core::array![[0, 1], [1, 0]]);
/// # Ok::<(), nd_sparse::SparseFileError>(())
/// ```
pub fn read_edge_list_with<T: SparseElement<I> + MarketElement, I: Index>(
    from: impl BufRead,
    options: &EdgeListOptions,
) -> Result<EdgeList<T, I>, SparseFileError> {
    let mut lines = Lines::new(from);
    let mut nodes = Nodes { options, numbers: HashMap::new(), names: Vec::new(), count: 0 };
    let (mut ends, mut values) = ([Vec::new(), Vec::new()], Vec::new());
    loop {
        let line = lines.line + 1;
        let wrong = |what: String| SparseFileError::line(NAME, line, what);
        let text = match lines.next() {
            Ok(Some(text)) => text.trim(),
            Ok(None) => break,
            Err(fault) => return Err(SparseFileError::of_line(NAME, line, fault)),
        };
        let comment = text.starts_with(|first| options.comments.contains(first));
        if line <= options.skip_lines || text.is_empty() || comment {
            continue;
        }
        let mut parts = parts(text, options.delimiter);
        let mut node = |what| match parts.next() {
            Some(word) if !word.is_empty() => nodes.number::<I>(word).map_err(wrong),
            _ => Err(wrong(format!("no node that the edge {what}"))),
        };
        let edge = [node("comes from")?, node("goes to")?];
        let words = if options.unweighted { [None; 3] } else { [(); 3].map(|()| parts.next()) };
        let value = match words {
            [first, second, None] => T::read([first, second]).filter(|_| fits::<T>(words)),
            _ => None,
        };
        values.push(value.ok_or_else(|| {
            let words: Vec<&str> = words.into_iter().flatten().collect();
            wrong(format!("{:?} is not a weight of {}", words.join(" "), T::FIELD))
        })?);
        ends[0].push(edge[0]);
        ends[1].push(edge[1]);
    }
    let count = options.nodes.unwrap_or(nodes.count);
    let edges = Coo::from_coords([count, count], ends.into(), values)?;
    Ok(EdgeList { edges, names: nodes.names })
}

/// Whether there are as many words as a weight has.
fn fits<T: MarketElement>(words: [Option<&str>; 3]) -> bool {
    let given = words.iter().flatten().count();
    given < 2 || given == 2 && T::FIELD == "complex"
}

/// The parts of a line.
fn parts(text: &str, delimiter: Option<char>) -> impl Iterator<Item = &str> {
    let (mut between, mut blanks) = (None, None);
    match delimiter {
        Some(delimiter) => between = Some(text.split(delimiter).map(str::trim)),
        None => blanks = Some(text.split_whitespace()),
    }
    between.into_iter().flatten().chain(blanks.into_iter().flatten())
}

/// The nodes that have been seen.
struct Nodes<'o> {
    options: &'o EdgeListOptions,
    numbers: HashMap<String, usize>,
    names: Vec<String>,
    count: usize,
}

impl Nodes<'_> {
    /// The number of a node from its word; an error in words.
    fn number<I: Index>(&mut self, word: &str) -> Result<I, String> {
        let number = if self.options.names {
            self.named(word)
        } else {
            let number = word.parse::<usize>();
            let number = number.ok().and_then(|number| number.checked_sub(self.options.first));
            number.ok_or_else(|| match self.options.first {
                0 => format!("{word:?} is not the number of a node"),
                first => format!("{word:?} is not the number of a node from {first}"),
            })?
        };
        if let Some(nodes) = self.options.nodes.filter(|&nodes| number >= nodes) {
            return Err(format!("{word:?} of {nodes} nodes"));
        }
        if number >= I::LONGEST {
            let error = SparseError::check_axes::<I>("read_edge_list", &[number.saturating_add(1)]);
            return Err(error.err().map_or_else(|| format!("{word:?}"), |error| error.to_string()));
        }
        self.count = self.count.max(number + 1);
        Ok(I::from_position(number))
    }

    fn named(&mut self, word: &str) -> usize {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.names.len();
        self.numbers.insert(word.to_owned(), number);
        self.names.push(word.to_owned());
        number
    }
}
