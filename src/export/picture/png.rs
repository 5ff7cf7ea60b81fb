//! What is a picture as a PNG? Its SVG, painted by resvg.

use super::svg::{Palette, svg};
use super::{Fault, Fonts, Picture};
use crate::look::{Rgb, Theme};
use resvg::{tiny_skia, usvg};
use std::sync::Arc;

/// A picture of more pixels than these takes more memory than people expect of an export: a quarter of a gigabyte.
const MOST_PIXELS: f64 = 64.0 * 1024.0 * 1024.0;
/// What viewers and printers still open.
const LONGEST_SIDE: f64 = 32_767.0;

/// Paints with `scale` pixels for a point.
///
/// # Errors
/// When that would be too many, or when it cannot be painted, with the reason in words.
pub fn png(
    picture: &Picture,
    theme: &Theme<Rgb>,
    fonts: &Fonts<'_>,
    scale: f64,
) -> Result<Vec<u8>, Fault> {
    let [width, height] = picture.size.map(|side| (side * scale).ceil().max(1.0));
    if width * height > MOST_PIXELS || width.max(height) > LONGEST_SIDE {
        return Err(too_large(picture, [width, height]));
    }
    let mut options = usvg::Options {
        font_family: "Inter".to_owned(),
        ..usvg::Options::default()
    };
    let database = Arc::make_mut(&mut options.fontdb);
    for face in fonts.faces() {
        database.load_font_data(face.bytes.to_vec());
    }
    database.set_sans_serif_family("Inter");
    let text = svg(picture, Palette::One(theme));
    let no_memory = || Fault::NotWritten("there is not enough memory for it".to_owned());
    let tree = usvg::Tree::from_str(&text, &options)
        .map_err(|error| Fault::NotWritten(error.to_string()))?;
    let mut pixmap = tiny_skia::Pixmap::new(width as u32, height as u32).ok_or_else(no_memory)?;
    let transform = tiny_skia::Transform::from_scale(scale as f32, scale as f32);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    pixmap
        .encode_png()
        .map_err(|error| Fault::NotWritten(error.to_string()))
}

fn too_large(picture: &Picture, pixels: [f64; 2]) -> Fault {
    let [width, height] = picture.size;
    let by_area = (MOST_PIXELS / (width * height)).sqrt();
    let by_side = LONGEST_SIDE / width.max(height);
    let fitting = by_area.min(by_side);
    // Two digits, rounded down: 0.037, 1.4.
    let digit = 10_f64.powf(fitting.log10().floor() - 1.0);
    let fitting = (fitting / digit - 1e-6).floor() * digit;
    Fault::TooLarge {
        width: pixels[0] as u64,
        height: pixels[1] as u64,
        fitting: (fitting * 1e6).round() / 1e6,
    }
}
