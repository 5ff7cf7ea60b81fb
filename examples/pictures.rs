//! Makes the pictures of the documentation: drives the real window and writes what it shows to `docs/images/`.
//!
//! `cargo run --example pictures`, or `make pictures`. Nothing of the system's gets into them, neither its fonts nor its
//! graphics card, so they are the same wherever they are made.

#[path = "../tests/support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "../benches/support/mod.rs"]
mod large_design;

use cpu_renderer::CpuRenderer;
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbaImage};
use legwork::designer::{Designer, Scripted, Settings, ThemeChoice};
use legwork::file;
use std::error::Error;
use std::path::Path;

type Window = Harness<'static, Designer>;
type Outcome = Result<(), Box<dyn Error>>;

const COMPLAINT: &str = "designs/complaint-follow-up.ron";
const UNFINISHED: &str = "designs/unfinished-callback.ron";

fn main() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let images = root.join("docs/images");
    std::fs::create_dir_all(&images)?;
    let take = |name: &str, window: &mut Window| write(&images.join(name), window);

    take("start-page.png", &mut window(ThemeChoice::Light, None))?;

    let complaint = root.join(COMPLAINT);
    take(
        "complaint-light.png",
        &mut window(ThemeChoice::Light, Some(&complaint)),
    )?;
    take(
        "complaint-dark.png",
        &mut window(ThemeChoice::Dark, Some(&complaint)),
    )?;

    let mut selected = window(ThemeChoice::Light, Some(&complaint));
    click_card(&mut selected, "Stage 4,");
    take("card-selected.png", &mut selected)?;
    selected.key_press(Key::A);
    selected.run();
    take("add-menu.png", &mut selected)?;

    let mut unfinished = window(ThemeChoice::Light, Some(&root.join(UNFINISHED)));
    unfinished.key_press(Key::F9);
    unfinished.run();
    take("findings.png", &mut unfinished)?;

    let folder = tempfile::tempdir()?;
    let large = folder.path().join("large.ron");
    file::save(&large, &large_design::large_design(300), None)?;
    take(
        "large-design.png",
        &mut window(ThemeChoice::Light, Some(&large)),
    )
}

/// The window as it comes up with a design, or with the start page.
fn window(theme: ThemeChoice, design: Option<&Path>) -> Window {
    let mut window = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(200)
        .renderer(CpuRenderer::default())
        .build_eframe(|creation| {
            let mut settings = Settings::default();
            settings.theme = theme;
            let mut designer =
                Designer::new(&creation.egui_ctx, settings, Box::new(Scripted::default()));
            if let Some(path) = design {
                designer.open_path(path);
            }
            designer
        });
    window.run();
    window
}

/// As a screen reader would: wherever the card is, the pointer stays away.
fn click_card(window: &mut Window, label: &str) {
    window
        .get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|name| name.starts_with(label))
        })
        .click_accesskit();
    window.run();
}

fn write(path: &Path, window: &mut Window) -> Outcome {
    let bytes = png(&window.render()?)?;
    std::fs::write(path, &bytes)?;
    let mut out = std::io::stdout();
    std::io::Write::write_fmt(
        &mut out,
        format_args!("{} ({} KB)\n", path.display(), bytes.len() / 1024),
    )?;
    Ok(())
}

/// Every pixel of a window is opaque, so that the alpha channel can be left out.
fn png(picture: &RgbaImage) -> Result<Vec<u8>, Box<dyn Error>> {
    let rgb: Vec<u8> = picture
        .pixels()
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::NoFilter)
        .write_image(
            &rgb,
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )?;
    Ok(bytes)
}
