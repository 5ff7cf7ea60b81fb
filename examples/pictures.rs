//! Makes the pictures of the documentation: drives the real window and writes what it shows to `docs/images/`.
//!
//! `cargo run --example pictures`, or `make pictures`. Nothing of the system's gets into them, neither its fonts nor its
//! graphics card, so they are the same wherever they are made.

#[path = "../tests/support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "../benches/support/mod.rs"]
mod large_design;

use cpu_renderer::CpuRenderer;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
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
const ARREARS: &str = "designs/arrears.ron";

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
    click(&mut selected, "Stage 4,");
    take("card-selected.png", &mut selected)?;
    selected.key_press(Key::A);
    selected.run();
    take("add-menu.png", &mut selected)?;

    let mut unfinished = window(ThemeChoice::Light, Some(&root.join(UNFINISHED)));
    unfinished.key_press(Key::F9);
    unfinished.run();
    take("findings.png", &mut unfinished)?;

    let mut several = window(ThemeChoice::Light, Some(&root.join(ARREARS)));
    let ctx = several.ctx.clone();
    several.state_mut().open(&ctx, &root.join("designs"));
    wait_for(&mut several, "6 errors");
    take("folder.png", &mut several)?;

    let mut palette = window(ThemeChoice::Dark, Some(&complaint));
    click(&mut palette, "Stage 4,");
    palette.key_press_modifiers(Modifiers::COMMAND, Key::K);
    palette.run();
    type_text(&mut palette, "add");
    take("palette.png", &mut palette)?;

    let mut drawn = window(ThemeChoice::Light, Some(&complaint));
    click(&mut drawn, "Stage 5,");
    drawn.key_press_modifiers(Modifiers::COMMAND, Key::G);
    drawn.run();
    type_text(&mut drawn, "A second try");
    drawn.key_press(Key::Escape);
    drawn.run();
    take("frame.png", &mut drawn)?;

    let mut scaled = window_at(1.5, ThemeChoice::Dark, Some(&complaint));
    click(&mut scaled, "Stage 1,");
    take("scaled-dark.png", &mut scaled)?;

    let mut rehearsed = window(ThemeChoice::Light, Some(&complaint));
    rehearsed.key_press(Key::F5);
    rehearsed.run();
    rehearsed.key_press(Key::F4);
    rehearsed.run();
    take("rehearsal.png", &mut rehearsed)?;

    let folder = tempfile::tempdir()?;
    let large = folder.path().join("large.ron");
    file::save(&large, &large_design::large_design(300), None)?;
    let mut large = window(ThemeChoice::Light, Some(&large));
    click(&mut large, "Hide actions in the outline");
    click(&mut large, "18 8 h passed");
    for _ in 0..7 {
        large.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
        large.run();
    }
    take("large-design.png", &mut large)
}

/// The window as it comes up with a design, or with the start page.
fn window(theme: ThemeChoice, design: Option<&Path>) -> Window {
    window_at(1.0, theme, design)
}

/// With text and controls at a scale.
fn window_at(scale: f32, theme: ThemeChoice, design: Option<&Path>) -> Window {
    let mut window = Harness::builder()
        .with_size([1440.0 / scale, 900.0 / scale])
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(200)
        .renderer(CpuRenderer::default())
        .build_eframe(|creation| {
            let mut settings = Settings::default();
            settings.theme = theme;
            settings.scale = scale;
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

fn type_text(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run();
}

/// Until what is done beside the frames is there.
fn wait_for(window: &mut Window, state: &str) {
    for _ in 0..100 {
        window.step();
        if window.query_by_label_contains(state).is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// As a screen reader does: wherever the control is, the pointer stays away.
fn click(window: &mut Window, name: &str) {
    window
        .get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(name))
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
