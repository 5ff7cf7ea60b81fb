//! What has to be looked at, and what again? The ledger of legs, differences between two designs, told by meaning, and the
//! merge of two amendments.
//!
//! Everything here goes by the ids that elements keep for good, and nothing here touches a disk: designs in, facts out.

mod difference;
mod ledger;
mod ledger_csv;
mod marks;
mod merge;
mod renew;

#[cfg(test)]
mod tests;

pub use difference::{Aspect, Difference, Kind, StageName, differences, moved_cards};
pub use ledger::{Ledger, Row, Told};
pub use ledger_csv::{as_cell, write_csv};
pub use marks::{LegReview, Progress, Signed, changes_since_review};
pub use merge::{Merged, merge};
