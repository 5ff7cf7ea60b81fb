//! Which fonts does the window ask where its own has no letter? Those of the system, added once they are found.
//!
//! Only the real window asks the system: tests look the same on every machine.

use crate::export::FontFile;
use crate::file;
use eframe::egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use eframe::egui::{self, FontData, FontFamily};

/// Looks for them without holding up the window, which draws anew when they are there.
pub fn add_in_background(ctx: &egui::Context) {
    let ctx = ctx.clone();
    std::thread::spawn(move || {
        for font in file::script_fonts() {
            ctx.add_font(insert(font));
        }
        ctx.request_repaint();
    });
}

/// After our own, whatever the weight.
fn insert(font: FontFile) -> FontInsert {
    let data = FontData {
        index: font.index,
        ..FontData::from_owned(font.bytes)
    };
    let families = ["", "medium", "semibold"].map(|name| InsertFontFamily {
        family: match name {
            "" => FontFamily::Proportional,
            name => FontFamily::Name(name.into()),
        },
        priority: FontPriority::Lowest,
    });
    FontInsert::new(&format!("system {}", font.name), data, families.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_asked_in_every_weight() {
        let font = FontFile {
            name: "Some Sans".to_owned(),
            bytes: Vec::new(),
            index: 0,
        };
        assert_eq!(insert(font).families.len(), 3);
    }
}
