//! What does a rule report? A place and a sentence.

use super::Rule;
use crate::workflow::Place;
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static Rule,
    pub place: Place,
    /// A whole sentence: what will happen to a call if nothing is done.
    pub message: String,
    /// What somebody has said to it; see [`super::apply_waivers`].
    pub waived: Option<Waived>,
}

/// A finding that somebody has accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    pub name: String,
    pub reason: String,
    /// Has the leg changed since? Then the finding counts again.
    pub has_lapsed: bool,
}

impl Waived {
    /// Whose waiver it is, why, and whether it still holds.
    pub fn sentence(&self) -> String {
        let (name, reason) = (&self.name, &self.reason);
        if self.has_lapsed {
            format!("The waiver by {name} (“{reason}”) has lapsed because the leg has changed.")
        } else {
            format!("Waived by {name}: {reason}")
        }
    }
}

impl Finding {
    /// Was it accepted, and does that still hold?
    pub fn is_waived(&self) -> bool {
        self.waived
            .as_ref()
            .is_some_and(|waived| !waived.has_lapsed)
    }
}

/// How many findings there are of each severity, those that were waived apart. Reads `2 errors, 1 warning`, or
/// `no findings`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub waived: usize,
}

impl Tally {
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            *match finding.rule.severity {
                _ if finding.is_waived() => &mut tally.waived,
                super::Severity::Error => &mut tally.errors,
                super::Severity::Warning => &mut tally.warnings,
                super::Severity::Info => &mut tally.infos,
            } += 1;
        }
        tally
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.errors += more.errors;
        self.warnings += more.warnings;
        self.infos += more.infos;
        self.waived += more.waived;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.infos, "hint"),
        ];
        let mut separator = "";
        for (count, noun) in counts.into_iter().filter(|&(count, _)| count > 0) {
            let plural = if count == 1 { "" } else { "s" };
            write!(f, "{separator}{count} {noun}{plural}")?;
            separator = ", ";
        }
        if self.waived > 0 {
            write!(f, "{separator}{} waived", self.waived)?;
            separator = ", ";
        }
        if separator.is_empty() {
            f.write_str("no findings")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_reads_as_people_say_it() {
        let tally = Tally {
            errors: 2,
            warnings: 1,
            infos: 0,
            waived: 3,
        };
        assert_eq!(tally.to_string(), "2 errors, 1 warning, 3 waived");
        assert_eq!(Tally::default().to_string(), "no findings");
    }
}
