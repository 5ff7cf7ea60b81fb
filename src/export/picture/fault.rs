//! Why is there no picture?

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error(
        "the picture would be {width} × {height} pixels, and a PNG has 64 million pixels at most, 32,767 a side; \
         choose a scale of {fitting} or less, one leg, or SVG or PDF, which have no such limit"
    )]
    TooLarge {
        width: u64,
        height: u64,
        /// The largest scale that fits, rounded down to two digits.
        fitting: f64,
    },
    #[error("the picture cannot be written: {0}")]
    NotWritten(String),
}
