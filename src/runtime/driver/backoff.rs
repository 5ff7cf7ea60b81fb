//! When is something tried again that has failed? Soon at first, then ever more rarely, and not for ever.

/// After each try, in seconds: nine tries in about a day.
const DELAYS_S: [u64; 8] = [5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200];

/// After so many tries, how long to wait for the next; `None` to give up.
pub(super) fn retry_after_ms(try_count: u32) -> Option<u64> {
    let index = try_count.saturating_sub(1) as usize;
    DELAYS_S.get(index).map(|delay_s| delay_s * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_rarer_and_come_to_an_end() {
        let delays: Vec<u64> = (1..20).map_while(retry_after_ms).collect();
        assert_eq!(delays.len(), DELAYS_S.len());
        assert!(delays.is_sorted());
        assert_eq!(retry_after_ms(9), None);
    }
}
