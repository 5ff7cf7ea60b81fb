//! What does the script hand over? A customer's call, with the fields that it has collected.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// As the call centre's system names it.
    pub id: String,
    /// Only a chargeable call is followed up.
    pub is_chargeable: bool,
    /// By name. A field of the workflow that is not among them is empty; others are kept, and used by nobody.
    pub fields: BTreeMap<String, String>,
}
