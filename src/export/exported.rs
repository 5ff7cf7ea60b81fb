//! How does a design become a file? One function over all formats: a design in, its bytes out, and what they do not hold.

use super::part::{NoSuchLeg, Part};
use super::report::{Report, csv, markdown};
use super::{Format, Incomplete, definition, dot, draft, json, mermaid, ron};
use crate::rules::Finding;
use crate::workflow::{Design, Flow};

/// How it is wanted, where a format has a choice.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Export an incomplete design as well, marked as a draft.
    pub is_draft: bool,
    /// The number of the one leg that is wanted, counted from 1 in the order of [`crate::workflow::legs`].
    pub leg: Option<usize>,
    pub is_dark: bool,
    /// Draw collapsed legs out.
    pub is_expanded: bool,
    /// Pixels of a PNG for each point of the canvas.
    pub scale: f64,
    /// Where letters come from that the program's own font lacks.
    pub fonts: &'a [FontFile],
}

/// A font file, or one font of a collection.
#[derive(Clone, Debug)]
pub struct FontFile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub index: u32,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            is_draft: false,
            leg: None,
            is_dark: false,
            is_expanded: false,
            scale: 2.0,
            fonts: &[],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub bytes: Vec<u8>,
    /// What the design holds and these bytes do not: a sentence each.
    pub losses: Vec<String>,
}

/// Why there is nothing to write.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExportFault {
    #[error(transparent)]
    Incomplete(#[from] Incomplete),
    #[error(transparent)]
    NoSuchLeg(#[from] NoSuchLeg),
    #[error("a {} tells of the whole design; one leg is exported as a picture or a diagram", .0.title().to_lowercase())]
    WholeOnly(Format),
    #[error(
        "this build of Legwork makes no pictures; build it with the feature `pictures`, or export {} as mermaid, dot, md or csv",
        .0.title().to_lowercase()
    )]
    NotInThisBuild(Format),
    #[cfg(feature = "pictures")]
    #[error(transparent)]
    Picture(#[from] super::picture::Fault),
}

/// Exports a design. `flow` and `findings` are those of this very design; the same design gives the same bytes.
///
/// # Errors
/// When the design is incomplete and a definition is wanted, when there is no such leg, and when the picture would be too
/// large.
pub fn export(
    format: Format,
    design: &Design,
    flow: &Flow,
    findings: &[Finding],
    options: &Options<'_>,
) -> Result<Exported, ExportFault> {
    if options.leg.is_some() && !format.has_legs() {
        return Err(ExportFault::WholeOnly(format));
    }
    let part = |is_expanded: bool| match options.leg {
        Some(number) => Part::leg(design, flow, number),
        None => Ok(Part::whole(design, flow, is_expanded)),
    };
    let (text, losses) = match format {
        Format::Json | Format::Ron => {
            let definition = if options.is_draft {
                draft(&design.workflow, findings)
            } else {
                definition(&design.workflow, findings)?
            };
            let write = if format == Format::Json { json } else { ron };
            (write(&definition), Vec::new())
        }
        Format::Mermaid => mermaid(&part(true)?),
        Format::Dot => dot(&part(true)?),
        Format::Markdown => markdown(&Report::new(part(true)?, findings)),
        Format::Csv => {
            let (bytes, losses) = csv(&Report::new(part(true)?, findings));
            return Ok(Exported { bytes, losses });
        }
        Format::Html => return page(part(true)?, findings, options),
        Format::Svg | Format::Png | Format::Pdf => {
            return drawn(format, &part(options.is_expanded)?, findings, options);
        }
    };
    Ok(Exported {
        bytes: text.into_bytes(),
        losses,
    })
}

#[cfg(not(feature = "pictures"))]
const fn drawn(
    format: Format,
    _: &Part<'_>,
    _: &[Finding],
    _: &Options<'_>,
) -> Result<Exported, ExportFault> {
    Err(ExportFault::NotInThisBuild(format))
}

#[cfg(not(feature = "pictures"))]
fn page(_: Part<'_>, _: &[Finding], _: &Options<'_>) -> Result<Exported, ExportFault> {
    Err(ExportFault::NotInThisBuild(Format::Html))
}

#[cfg(feature = "pictures")]
fn page(
    part: Part<'_>,
    findings: &[Finding],
    options: &Options<'_>,
) -> Result<Exported, ExportFault> {
    let fonts = fonts(options)?;
    let report = Report::new(part, findings);
    let bytes = super::report::html(&report, findings, &fonts).into_bytes();
    let losses = Vec::new();
    Ok(Exported { bytes, losses })
}

#[cfg(feature = "pictures")]
fn fonts<'a>(options: &Options<'a>) -> Result<super::picture::Fonts<'a>, ExportFault> {
    use super::picture::{Fault, Fonts};
    let no_fonts = || Fault::NotWritten("the program's own fonts cannot be read".to_owned());
    Ok(Fonts::with(options.fonts).ok_or_else(no_fonts)?)
}

#[cfg(feature = "pictures")]
fn drawn(
    format: Format,
    part: &Part<'_>,
    findings: &[Finding],
    options: &Options<'_>,
) -> Result<Exported, ExportFault> {
    use super::picture::{Palette, pdf, picture, png, svg};
    use crate::look::{Rgb, Theme};
    let fonts = fonts(options)?;
    let picture = picture(part, findings, &fonts);
    let theme = if options.is_dark {
        Theme::<Rgb>::dark()
    } else {
        Theme::light()
    };
    let mut losses = picture_losses(part, &picture);
    let bytes = match format {
        Format::Png => png(&picture, &theme, &fonts, options.scale)?,
        Format::Pdf => pdf(&picture, &theme, &fonts)?,
        _ => svg(&picture, Palette::One(&theme)).into_bytes(),
    };
    if format != Format::Svg {
        losses.extend(unlettered(&picture.unlettered));
    }
    if format == Format::Pdf {
        let percent = super::picture::shrinkage(&picture) * 100.0;
        if percent < 100.0 {
            losses.push(format!(
                "The largest page that a PDF can have shows it at {percent:.0} % of its size."
            ));
        }
    }
    Ok(Exported { bytes, losses })
}

#[cfg(feature = "pictures")]
fn picture_losses(part: &Part<'_>, picture: &super::picture::Picture) -> Vec<String> {
    use crate::workflow::counted;
    let mut losses = Vec::new();
    if let Some(annotations) = part.annotations_in_words().filter(|_| part.leg.is_some()) {
        losses.push(format!("A leg alone shows none of {annotations}."));
    }
    let boxes = part.folds.boxes().len();
    if boxes > 0 {
        losses.push(format!(
            "{} drawn as a box, as on the canvas.",
            if boxes == 1 {
                "1 leg is".to_owned()
            } else {
                format!("{} are", counted(boxes, "leg"))
            }
        ));
    }
    let cut = picture.cut_count();
    if cut > 0 {
        losses.push(format!(
            "{} cut to their cards, as on the canvas.",
            match cut {
                1 => "1 text is".to_owned(),
                cut => format!("{cut} texts are"),
            }
        ));
    }
    losses
}

#[cfg(feature = "pictures")]
fn unlettered(letters: &[char]) -> Option<String> {
    const MOST: usize = 12;
    if letters.is_empty() {
        return None;
    }
    let named: String = letters.iter().take(MOST).collect();
    let more = if letters.len() > MOST { "…" } else { "" };
    Some(format!(
        "The program's own font has no {named}{more}: boxes stand there. This system's fonts may have them."
    ))
}
