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
use legwork::call_manager::{CallManager, CallManagerSettings, Fault, SourceName, StoreSource};
use legwork::designer::{Answer, Designer, Scripted, Settings, ThemeChoice};
use legwork::edit::{Below, Refusal, Transaction, commands};
use legwork::runtime::store::{SetRequest, Store};
use legwork::runtime::{Call, RunId, Timestamp};
use legwork::workflow::{ActionId, ActionKind, Design, EventId, Flow, Position, ValueName};
use legwork::{export, file, rules};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

type Window = Harness<'static, Designer>;
type Outcome = Result<(), Box<dyn Error>>;
type Command = fn(&Design) -> Result<Transaction, Refusal>;

const COMPLAINT: &str = "designs/complaint-follow-up.ron";
const UNFINISHED: &str = "designs/unfinished-callback.ron";
const ARREARS: &str = "designs/arrears.ron";

fn main() -> Outcome {
    // The window shows paths, and no picture tells where it was made.
    std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
    let images = Path::new("docs/images");
    std::fs::create_dir_all(images)?;
    let take = |name: &str, window: &mut Window| write(&images.join(name), window);

    take("start-page.png", &mut window(ThemeChoice::Light, None))?;

    let complaint = Path::new(COMPLAINT);
    take(
        "complaint-light.png",
        &mut window(ThemeChoice::Light, Some(complaint)),
    )?;
    take(
        "complaint-dark.png",
        &mut window(ThemeChoice::Dark, Some(complaint)),
    )?;

    let mut selected = window(ThemeChoice::Light, Some(complaint));
    click(&mut selected, "Stage 4,");
    take("card-selected.png", &mut selected)?;
    selected.key_press(Key::A);
    selected.run();
    take("add-menu.png", &mut selected)?;

    let mut unfinished = window(ThemeChoice::Light, Some(Path::new(UNFINISHED)));
    unfinished.key_press(Key::F9);
    unfinished.run();
    take("findings.png", &mut unfinished)?;

    let mut several = window(ThemeChoice::Light, Some(Path::new(ARREARS)));
    let ctx = several.ctx.clone();
    several.state_mut().open(&ctx, Path::new("designs"));
    wait_for(&mut several, "6 errors");
    take("folder.png", &mut several)?;

    let mut palette = window(ThemeChoice::Dark, Some(complaint));
    click(&mut palette, "Stage 4,");
    palette.key_press_modifiers(Modifiers::COMMAND, Key::K);
    palette.run();
    type_text(&mut palette, "add");
    take("palette.png", &mut palette)?;

    let mut drawn = window(ThemeChoice::Light, Some(complaint));
    click(&mut drawn, "Stage 5,");
    drawn.key_press_modifiers(Modifiers::COMMAND, Key::G);
    drawn.run();
    type_text(&mut drawn, "A second try");
    drawn.key_press(Key::Escape);
    drawn.run();
    take("frame.png", &mut drawn)?;

    let mut reviewed = window(ThemeChoice::Light, Some(complaint));
    reviewed.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    reviewed.run();
    // A tick goes on to the next leg; the first one asks for a name.
    for key in [Key::N, Key::T] {
        reviewed.key_press(key);
        reviewed.run();
    }
    type_text(&mut reviewed, "Ann");
    for key in [Key::Enter, Key::T] {
        reviewed.key_press(key);
        reviewed.run();
    }
    take("review.png", &mut reviewed)?;

    let folder = tempfile::tempdir()?;
    let amended = folder.path().join("complaint-follow-up.ron");
    let mut design = file::read(complaint)?.design;
    for edit in AMENDMENTS {
        edit(&design)?.apply(&mut design)?;
    }
    file::save(&amended, &design, None)?;
    let answers = [Answer::Picked(complaint.to_owned())];
    for (name, theme) in [
        ("compare.png", ThemeChoice::Light),
        ("compare-dark.png", ThemeChoice::Dark),
    ] {
        let mut compared = window_with(1.0, theme, Some(&amended), answers.clone());
        click(&mut compared, "File");
        click(&mut compared, "Compare with another file…");
        wait_for(&mut compared, " differences");
        compared.run();
        take(name, &mut compared)?;
    }

    let mut scaled = window_at(1.5, ThemeChoice::Dark, Some(complaint));
    click(&mut scaled, "Stage 1,");
    take("scaled-dark.png", &mut scaled)?;

    let mut rehearsed = window(ThemeChoice::Light, Some(complaint));
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
    take("large-design.png", &mut large)?;

    let folder = tempfile::tempdir()?;
    let mut calls = call_manager(folder.path())?;
    write(&images.join("call-manager.png"), &mut calls)
}

/// The Call Manager on a store with calls of three samples: two that nobody rang in time, one that somebody works on.
fn call_manager(folder: &Path) -> Result<Harness<'static, CallManager>, Box<dyn Error>> {
    let path = folder.join("calls.db");
    let store = Store::open_or_make(&path)?;
    for design in [COMPLAINT, ARREARS, "designs/brochure-request.ron"] {
        let design = file::read(Path::new(design))?.design;
        let findings = rules::check(&design.workflow, &Flow::new(&design.workflow));
        store.take_up(
            export::definition(&design.workflow, &findings)?,
            Timestamp(0),
        )?;
    }
    for (call, (workflow, name, minutes)) in (1041..).zip(CALLS) {
        let fields = [
            ("customer_name", *name),
            ("phone", "+44 20 7946 0000"),
            ("email", "customer@example.com"),
            ("complaint", "a parcel that came late"),
            ("amount", "120.00"),
            ("address", "1 High Street"),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        store.set_workflow(SetRequest {
            call: Call {
                id: format!("C-{call}"),
                is_chargeable: true,
                fields: BTreeMap::from(fields),
            },
            workflow: (*workflow).to_owned(),
            at: minutes_ago(*minutes),
        })?;
    }
    while store.elapse(PICTURED_AT)? {}
    store.claim(RunId(5), "Dora", PICTURED_AT)?;
    drop(store);
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(200)
        .renderer(CpuRenderer::default())
        .build_eframe(|creation| {
            let ctx = &creation.egui_ctx;
            let mut preferences = Settings::default();
            (preferences.theme, preferences.user_name) = (ThemeChoice::Light, "Ben".to_owned());
            let settings = CallManagerSettings::default();
            let dialogs = Box::new(Scripted::default());
            let mut window = CallManager::new(ctx, settings, preferences, dialogs);
            window.set_clock(Arc::new(|| PICTURED_AT));
            let store = Store::open(&path).map_err(|error| Fault::Unusable(error.to_string()));
            window.open_with(
                ctx,
                SourceName::Server("http://calls.example.com".to_owned()),
                Box::new(move |_| {
                    let source = StoreSource::new(store.clone()?, Arc::new(|| PICTURED_AT));
                    Ok(Box::new(source))
                }),
            );
            window
        });
    wait_for(&mut window, "waiting");
    wait_for(&mut window, "Overdue");
    window.key_press(Key::ArrowDown);
    window.run();
    wait_for(&mut window, "History, the latest first");
    window.run();
    Ok(window)
}

/// Workflow, customer, and how many minutes ago the call was.
const CALLS: &[(&str, &str, i64)] = &[
    ("Complaint follow-up", "Ann Smith", 3_010),
    ("Complaint follow-up", "Liam Byrne", 2_895),
    ("Complaint follow-up", "Priya Patel", 600),
    ("Arrears with three reminders", "Marta Rossi", 480),
    ("Complaint follow-up", "Wei Chen", 421),
    ("Brochure request", "Ida Holm", 300),
    ("Complaint follow-up", "Omar Aziz", 190),
    ("Arrears with three reminders", "Zoe Lind", 95),
    ("Complaint follow-up", "Tom Baker", 41),
    ("Brochure request", "Nora Quist", 12),
    ("Complaint follow-up", "Eve Moreau", 3),
];

/// A Thursday morning.
const PICTURED_AT: Timestamp = Timestamp(1_795_687_320_000);

const fn minutes_ago(minutes: i64) -> Timestamp {
    Timestamp(PICTURED_AT.0 - minutes * 60_000)
}

/// The window as it comes up with a design, or with the start page.
fn window(theme: ThemeChoice, design: Option<&Path>) -> Window {
    window_at(1.0, theme, design)
}

/// What has been amended in the picture of a comparison.
const AMENDMENTS: [Command; 5] = [
    |design| {
        commands::set_value(
            design,
            first_of(design, ActionKind::Timer),
            ValueName::After,
            "24h",
        )
    },
    |design| {
        commands::set_value(
            design,
            first_of(design, ActionKind::Alert),
            ValueName::Team,
            "Care",
        )
    },
    |design| commands::add_action(design, EventId(1), ActionKind::Button.blank()),
    |design| commands::delete_stages(design, &[EventId(4)], Below::Delete),
    |design| commands::move_cards(design, &[(EventId(2), Position::new(360, -200))]),
];

fn first_of(design: &Design, kind: ActionKind) -> ActionId {
    let mut actions = design.workflow.events().flat_map(|event| &event.actions);
    let first = actions.find(|action| action.data.kind() == kind);
    first.map_or(ActionId(0), |action| action.id)
}

/// With text and controls at a scale.
fn window_at(scale: f32, theme: ThemeChoice, design: Option<&Path>) -> Window {
    window_with(scale, theme, design, [])
}

/// Whose file dialogs answer what is given.
fn window_with(
    scale: f32,
    theme: ThemeChoice,
    design: Option<&Path>,
    answers: impl IntoIterator<Item = Answer>,
) -> Window {
    let dialogs = Box::new(Scripted::new(answers));
    let mut window = Harness::builder()
        .with_size([1440.0 / scale, 900.0 / scale])
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(200)
        .renderer(CpuRenderer::default())
        .build_eframe(|creation| {
            let mut settings = Settings::default();
            settings.theme = theme;
            settings.scale = scale;
            let mut designer = Designer::new(&creation.egui_ctx, settings, dialogs);
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
fn wait_for<A: eframe::App>(window: &mut Harness<'static, A>, state: &str) {
    for _ in 0..100 {
        window.step();
        if window.query_all_by_label_contains(state).next().is_some() {
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

fn write<A: eframe::App>(path: &Path, window: &mut Harness<'static, A>) -> Outcome {
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
