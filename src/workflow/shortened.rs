//! How is a text told in passing? By its beginning.

/// The first line of a text, cut after so many letters.
pub fn shortened(text: &str, longest: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_is_marked() {
        assert_eq!(shortened("Ring back", 9), "Ring back");
        assert_eq!(shortened("Ring back", 4), "Ring…");
        assert_eq!(shortened("Ring\nback", 60), "Ring…");
        assert_eq!(shortened("Größe", 3), "Grö…");
        assert_eq!(shortened("", 3), "");
    }
}
