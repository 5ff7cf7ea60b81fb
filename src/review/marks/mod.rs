//! What becomes of ticks, questions and signatures when a design is amended, compared and merged?

mod said;
mod standing;

#[cfg(test)]
mod tests;

pub(super) use said::{merged_reviews, renewed_review, said_differences};
pub(super) use standing::Standing;
pub use standing::{LegReview, Progress, Signed, changes_since_review};
