//! How wide is a text, and how much of it is there room for? Measured with the fonts that the window has, by the shaper
//! that the window has; a letter's width is never guessed.

use super::shape::Weight;
use crate::export::FontFile;
use harfrust::{
    Direction, FontRef, GlyphBuffer, ShapeOptions, ShapePlan, ShaperData, UnicodeBuffer, script,
};
use skrifa::MetadataProvider as _;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// What the pictures' texts are set in, and what a viewer takes that does not have it.
pub const FAMILIES: &str = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";

const INTER: [&[u8]; Weight::ALL.len()] = [
    include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../../assets/fonts/Inter-Medium.otf"),
    include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
];

/// From the middle of a line of Inter down to its baseline, in em: half of its ascent less its descent.
const BASELINE: f64 = (0.968_75 - 0.241_21) / 2.0;

/// The height of a line, in em: Inter's ascent and descent.
const LINE_HEIGHT: f64 = 0.968_75 + 0.241_21;

/// No glyph is narrower, in em, but for those that have no width: a longer text is cut before it is measured.
const LEAST_ADVANCE: f64 = 0.15;

const ELLIPSIS: char = '…';

/// The fonts that a picture is made with: Inter, and others for what it has no letters for.
pub struct Fonts<'a> {
    /// Inter in the order of [`Weight::ALL`], and then the others.
    faces: Vec<Face<'a>>,
    /// In em, by weight, of the lines that were measured: the same labels stand all over a design.
    widths: [RefCell<BTreeMap<String, f64>>; Weight::ALL.len()],
}

pub(super) struct Face<'a> {
    pub bytes: &'a [u8],
    pub index: u32,
    font: FontRef<'a>,
    data: ShaperData,
    /// For Latin text from left to right, which nearly all is.
    plan: ShapePlan,
    /// Has it every letter, digit and sign of ASCII?
    has_ascii: bool,
}

/// A stretch of text in one font.
pub(super) struct Run {
    /// Index into [`Fonts::faces`].
    pub face: usize,
    pub glyphs: Vec<Glyph>,
}

pub(super) struct Glyph {
    pub id: u32,
    /// The part of the whole text that it stands for.
    pub range: Range<usize>,
    /// In em.
    pub advance: f32,
    pub offset: [f32; 2],
}

impl<'a> Face<'a> {
    fn new(bytes: &'a [u8], index: u32) -> Option<Self> {
        let font = FontRef::from_index(bytes, index).ok()?;
        let data = ShaperData::new(&font);
        let shaper = data.shaper(&font).build();
        let plan = ShapePlan::new(
            &shaper,
            Direction::LeftToRight,
            Some(script::LATIN),
            None,
            &[],
        );
        let charmap = font.charmap();
        let has_ascii = (' '..='~').all(|letter| charmap.map(letter).is_some());
        Some(Self {
            bytes,
            index,
            font,
            data,
            plan,
            has_ascii,
        })
    }

    fn has(&self, letter: char) -> bool {
        let is_known = self.has_ascii && matches!(letter, ' '..='~');
        is_known || self.font.charmap().map(letter).is_some()
    }

    /// The glyphs, and how many of their units make an em.
    fn shape(&self, text: &str) -> (GlyphBuffer, f32) {
        let shaper = self.data.shaper(&self.font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        if buffer.script() == script::UNKNOWN {
            // Digits and signs alone are of no script.
            buffer.set_script(script::LATIN);
        }
        let is_latin =
            buffer.script() == script::LATIN && buffer.direction() == Direction::LeftToRight;
        let options = ShapeOptions::new().plan(is_latin.then_some(&self.plan));
        (shaper.shape(buffer, options), shaper.units_per_em() as f32)
    }
}

impl<'a> Fonts<'a> {
    /// Inter alone: the same picture on every machine.
    ///
    /// `None` when the fonts in the program cannot be read, which a test rules out.
    pub fn embedded() -> Option<Fonts<'static>> {
        Fonts::with(&[])
    }

    /// Inter, and `others` for letters that it lacks, the first that has one. Files that are no fonts are passed over.
    pub fn with(others: &'a [FontFile]) -> Option<Self> {
        let mut faces = Vec::new();
        for bytes in INTER {
            faces.push(Face::new(bytes, 0)?);
        }
        let others = others.iter();
        faces.extend(others.filter_map(|file| Face::new(&file.bytes, file.index)));
        Some(Self {
            faces,
            widths: std::array::from_fn(|_| RefCell::default()),
        })
    }

    pub(super) fn faces(&self) -> &[Face<'a>] {
        &self.faces
    }

    /// Is there a glyph for it?
    pub fn has(&self, letter: char) -> bool {
        let others = &self.faces[Weight::ALL.len()..];
        self.faces[0].has(letter) || others.iter().any(|face| face.has(letter))
    }

    /// The letters of a text that there is no glyph for.
    pub(super) fn lacking<'t>(&'t self, text: &'t str) -> impl Iterator<Item = char> + 't {
        let is_lacking = |letter: &char| !is_ignorable(*letter) && !self.has(*letter);
        text.chars().filter(is_lacking)
    }

    /// One line of text in glyphs, from left to right.
    pub(super) fn runs(&self, text: &str, weight: Weight) -> Vec<Run> {
        let mut runs = Vec::new();
        let (mut start, mut face) = (0, None);
        for (at, letter) in text.char_indices() {
            let wanted = self.face_of(letter, weight);
            // What joins or varies the letter before it stays with it.
            if is_ignorable(letter) || face == Some(wanted) {
                continue;
            }
            if let Some(face) = face.filter(|_| at > start) {
                runs.push(self.run(text, start..at, face));
                start = at;
            }
            face = Some(wanted);
        }
        if start < text.len() {
            runs.push(self.run(text, start..text.len(), face.unwrap_or(weight as usize)));
        }
        runs
    }

    fn face_of(&self, letter: char, weight: Weight) -> usize {
        let inter = weight as usize;
        if self.faces[inter].has(letter) {
            return inter;
        }
        let mut others = self.faces.iter().enumerate().skip(Weight::ALL.len());
        others
            .find(|(_, face)| face.has(letter))
            .map_or(inter, |(index, _)| index)
    }

    fn run(&self, text: &str, range: Range<usize>, face: usize) -> Run {
        let (shaped, em) = self.faces[face].shape(&text[range.clone()]);
        let infos = shaped.glyph_infos();
        // A glyph stands for the text from its cluster to the next, wherever that stands in the line.
        let mut clusters: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        clusters.sort_unstable();
        let end_of = |cluster: usize| {
            let next = clusters.partition_point(|&other| other <= cluster);
            clusters
                .get(next)
                .map_or(range.end, |next| range.start + next)
        };
        let glyphs = infos.iter().zip(shaped.glyph_positions());
        let glyphs = glyphs.map(|(info, position)| {
            let cluster = info.cluster as usize;
            Glyph {
                id: info.glyph_id,
                range: range.start + cluster..end_of(cluster),
                // What it lacks, a viewer may have: letters that Inter lacks are mostly as wide as they are high.
                advance: if info.glyph_id == 0 {
                    1.0
                } else {
                    position.x_advance as f32 / em
                },
                offset: [position.x_offset, position.y_offset].map(|units| units as f32 / em),
            }
        });
        Run {
            face,
            glyphs: glyphs.collect(),
        }
    }

    /// How wide a line of text is, in points.
    pub fn width(&self, text: &str, size: f32, weight: Weight) -> f64 {
        let widths = &self.widths[weight as usize];
        let known = widths.borrow().get(text).copied();
        let width = known.unwrap_or_else(|| {
            let runs = self.runs(text, weight);
            let glyphs = runs.iter().flat_map(|run| &run.glyphs);
            let width = glyphs.map(|glyph| f64::from(glyph.advance)).sum();
            widths.borrow_mut().insert(text.to_owned(), width);
            width
        });
        width * f64::from(size)
    }

    /// As much of a line as `room` points hold, with an ellipsis where something is cut off, and its width.
    pub fn fitted(&self, text: &str, size: f32, weight: Weight, room: f64) -> (String, f64) {
        let most = (room / (LEAST_ADVANCE * f64::from(size))).max(0.0) as usize + 1;
        let (text, is_short) = match text.char_indices().nth(most) {
            Some((end, _)) => (&text[..end], false),
            None => (text, true),
        };
        if is_short {
            let width = self.width(text, size, weight);
            if width <= room {
                return (text.to_owned(), width);
            }
        }
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = |last: usize| {
            let shown = format!("{}{ELLIPSIS}", text[..ends[last]].trim_end());
            let width = self.width(&shown, size, weight);
            (shown, width)
        };
        if ends.is_empty() {
            return (ELLIPSIS.to_string(), self.width("…", size, weight));
        }
        // Where each letter begins is nearly where a text that is cut there would end.
        let starts = self.starts(text, weight);
        let dots = self.width("…", size, weight);
        let ends_at = |end: usize| starts[end] * f64::from(size) + dots;
        let guess = ends.partition_point(|&end| ends_at(end) <= room);
        let mut last = guess.saturating_sub(1);
        let mut shown = cut(last);
        while last > 0 && shown.1 > room {
            last -= 1;
            shown = cut(last);
        }
        while last + 1 < ends.len() {
            let longer = cut(last + 1);
            if longer.1 > room {
                break;
            }
            (last, shown) = (last + 1, longer);
        }
        shown
    }

    /// How far from a line's beginning each byte's glyph begins, in em, in a line from left to right.
    fn starts(&self, text: &str, weight: Weight) -> Vec<f64> {
        let mut starts = vec![0.0; text.len()];
        let mut x = 0.0;
        for glyph in self.runs(text, weight).iter().flat_map(|run| &run.glyphs) {
            for start in &mut starts[glyph.range.clone()] {
                *start = x;
            }
            x += f64::from(glyph.advance);
        }
        starts
    }

    /// Lines broken at words, as many as there is room for; the last is cut with an ellipsis where more follows.
    pub fn wrapped(
        &self,
        text: &str,
        size: f32,
        weight: Weight,
        room: f64,
        most_lines: usize,
    ) -> Vec<(String, f64)> {
        let mut lines: Vec<(String, f64)> = Vec::new();
        let mut paragraphs = text.trim_end().lines().peekable();
        while let Some(paragraph) = paragraphs.next() {
            let mut rest = paragraph.trim_end();
            loop {
                if lines.len() + 1 >= most_lines {
                    let more = if paragraphs.peek().is_some() {
                        " …"
                    } else {
                        ""
                    };
                    lines.push(self.fitted(&format!("{rest}{more}"), size, weight, room));
                    return lines;
                }
                let end = self.line_end(rest, size, weight, room);
                let line = rest[..end].trim_end();
                lines.push((line.to_owned(), self.width(line, size, weight)));
                rest = rest[end..].trim_start();
                if rest.is_empty() {
                    break;
                }
            }
        }
        lines
    }

    /// Where a line of this width ends: after a word, or in one that is wider than the line.
    fn line_end(&self, text: &str, size: f32, weight: Weight, room: f64) -> usize {
        let most = (room / (LEAST_ADVANCE * f64::from(size))).max(0.0) as usize + 1;
        let within = text
            .char_indices()
            .nth(most)
            .map_or(text.len(), |(end, _)| end);
        let fits = |end: usize| self.width(text[..end].trim_end(), size, weight) <= room;
        if within == text.len() && fits(within) {
            return within;
        }
        let ends = |of: &dyn Fn(char) -> bool| -> Vec<usize> {
            let letters = text[..within].char_indices();
            letters
                .filter(|&(at, letter)| at > 0 && of(letter))
                .map(|(at, _)| at)
                .collect()
        };
        let last_fitting = |ends: &[usize]| {
            let count = ends.partition_point(|&end| fits(end));
            count.checked_sub(1).map(|last| ends[last])
        };
        last_fitting(&ends(&char::is_whitespace)).unwrap_or_else(|| {
            let letters = ends(&|_| true);
            // A letter a line at least, or it would never end.
            last_fitting(&letters)
                .or_else(|| letters.first().copied())
                .unwrap_or(text.len())
        })
    }
}

/// Letters that are not seen themselves: joiners, and what picks a variant of the letter before.
const fn is_ignorable(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// From the middle of a line of text down to its baseline, in points.
pub(super) fn baseline(size: f32) -> f64 {
    BASELINE * f64::from(size)
}

/// From one line of text to the next, in whole points, as on the canvas.
pub(super) fn line_height(size: f32) -> f64 {
    (LINE_HEIGHT * f64::from(size)).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts<'static> {
        Fonts::embedded().unwrap()
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let (shown, width) = fonts().fitted("Ring back", 13.0, Weight::SemiBold, 200.0);
        assert_eq!(shown, "Ring back");
        assert!((50.0..80.0).contains(&width), "{width}");
    }

    #[test]
    fn what_is_cut_off_ends_in_an_ellipsis_within_its_room() {
        let long = "W".repeat(100_000);
        for text in ["Call the customer back within two days", &long, "WWWWWW"] {
            let (shown, width) = fonts().fitted(text, 12.0, Weight::Regular, 60.0);
            assert!(shown.ends_with('…'), "{shown}");
            assert!(width <= 60.0, "{shown}: {width}");
            assert!(width > 40.0, "{shown}: {width}");
        }
    }

    #[test]
    fn letters_that_kern_are_closer() {
        let fonts = fonts();
        let width = |text| fonts.width(text, 100.0, Weight::Regular);
        assert!(width("AV") < width("A") + width("V") - 1.0);
    }

    #[test]
    fn notes_are_broken_at_words_and_no_line_is_too_wide() {
        let fonts = fonts();
        let text = "Ask Care first.\nThen ring back, and tell them Donaudampfschifffahrtsgesellschaftskapitän";
        let lines = fonts.wrapped(text, 13.0, Weight::Regular, 120.0, 99);
        let shown: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
        assert_eq!(
            shown[..3],
            ["Ask Care first.", "Then ring back,", "and tell them"]
        );
        assert!(lines.iter().all(|(_, width)| *width <= 120.0));
        assert_eq!(
            shown[3..].concat(),
            "Donaudampfschifffahrtsgesellschaftskapitän"
        );
        let two = fonts.wrapped(text, 13.0, Weight::Regular, 120.0, 2);
        assert_eq!(two.len(), 2);
        assert!(two[1].0.ends_with('…'), "{two:?}");
    }

    #[test]
    fn glyphs_stand_for_all_of_their_text() {
        let fonts = fonts();
        for text in ["Größe fi", "漢字 A", "שלום"] {
            let mut seen = vec![false; text.len()];
            for run in fonts.runs(text, Weight::Medium) {
                for glyph in run.glyphs {
                    seen[glyph.range].fill(true);
                }
            }
            assert!(seen.iter().all(|&seen| seen), "{text}");
        }
    }

    #[test]
    fn letters_that_inter_lacks_are_named() {
        let fonts = fonts();
        let lacking: String = fonts.lacking("Ж é 漢\u{200D} ☎").collect();
        assert!(lacking.contains('漢'));
        assert!(!lacking.contains('Ж') && !lacking.contains('é'));
        assert!(!lacking.contains('\u{200D}'));
    }
}
