//! Products of chunked arrays with sparse matrices in memory.

mod products;
