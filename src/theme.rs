//! How does the window look? Its colours, fonts and measures as named tokens; drawing code holds none.

use crate::look::{self, Icon};
pub use crate::look::{BODY, CAPTION, ROW};
use crate::rules::Severity;
use crate::workflow::{ActionKind, AnnotationKind, EventKind};
use eframe::egui::epaint::RectShape;
use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Rect,
    Shadow, Stroke, TextStyle, Theme as Mode, Vec2,
};
use egui_phosphor::regular as icon;
use std::sync::Arc;

pub const TITLE: f32 = 18.0;
/// Between things that belong together, and between groups, in points.
pub const GAP: f32 = 8.0;
pub const GROUP_GAP: f32 = 16.0;
pub const ROW_HEIGHT: f32 = 26.0;
pub const BUTTON_HEIGHT: f32 = 28.0;
/// How long the pointer rests before a hint shows, in seconds.
const TOOLTIP_DELAY_S: f32 = 0.35;
/// How long a movement takes, in seconds; none when the system asks for reduced motion.
pub const MOTION_S: f32 = 0.12;

/// The colours of one mode, as egui has them.
pub type Theme = look::Theme<Color32>;

/// What an annotation of one tint is drawn with.
pub type TintColors = look::TintColors<Color32>;

impl look::Color for Color32 {
    fn from_hex(hex: u32) -> Self {
        let [_, red, green, blue] = hex.to_be_bytes();
        Self::from_rgb(red, green, blue)
    }

    fn mixed(self, other: Self, t: f32) -> Self {
        self.lerp_to_gamma(other, t)
    }
}

impl Theme {
    /// The colours that the window shows now.
    pub fn of(ctx: &egui::Context) -> &'static Self {
        static LIGHT: std::sync::LazyLock<Theme> = std::sync::LazyLock::new(Theme::light);
        static DARK: std::sync::LazyLock<Theme> = std::sync::LazyLock::new(Theme::dark);
        match ctx.theme() {
            Mode::Light => &LIGHT,
            Mode::Dark => &DARK,
        }
    }

    /// The shadow that a card or a note casts, where the mode has shadows.
    pub fn shadow_of(&self, rect: Rect, radius: CornerRadius) -> Option<RectShape> {
        let shadow = self.shadow?;
        let cast = Shadow {
            offset: [0, shadow.down],
            blur: shadow.blur,
            spread: 0,
            color: Color32::from_black_alpha(shadow.alpha),
        };
        Some(cast.as_shape(rect, radius))
    }
}

/// `t` of 0 is all `from`, of 1 all `to`.
pub fn mixed(from: Color32, to: Color32, t: f32) -> Color32 {
    look::Color::mixed(from, to, t)
}

/// The letter of the icon font.
pub const fn glyph(sign: Icon) -> &'static str {
    match sign {
        Icon::PhoneIncoming => icon::PHONE_INCOMING,
        Icon::CursorClick => icon::CURSOR_CLICK,
        Icon::Timer => icon::TIMER,
        Icon::BellRinging => icon::BELL_RINGING,
        Icon::EnvelopeSimple => icon::ENVELOPE_SIMPLE,
        Icon::ChatText => icon::CHAT_TEXT,
        Icon::Globe => icon::GLOBE,
        Icon::Textbox => icon::TEXTBOX,
        Icon::Note => icon::NOTE,
        Icon::Link => icon::LINK,
        Icon::FlagCheckered => icon::FLAG_CHECKERED,
        Icon::Stack => icon::STACK,
    }
}

pub const fn event_icon(kind: EventKind) -> &'static str {
    glyph(Icon::of_event(kind))
}

pub const fn action_icon(kind: ActionKind) -> &'static str {
    glyph(Icon::of_action(kind))
}

pub const fn annotation_icon(kind: AnnotationKind) -> &'static str {
    match kind {
        AnnotationKind::Frame => icon::FRAME_CORNERS,
        AnnotationKind::StickyNote => icon::NOTE_BLANK,
    }
}

/// Marks a stage that one comes back to, wherever it is shown.
pub const BOOKMARK_ICON: &str = icon::BOOKMARK_SIMPLE;

pub const fn severity_icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => icon::WARNING_CIRCLE,
        Severity::Warning => icon::WARNING,
        Severity::Info => icon::INFO,
    }
}

/// Text that stands out by weight.
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("medium".into()))
}

/// Headings, and numbers on badges.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("semibold".into()))
}

/// For icons alone. They need a family of their own: text fonts have other signs under the same private numbers.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("phosphor".into()))
}

/// An icon as a widget's text.
pub fn icon_text(icon: &str, size: f32) -> egui::RichText {
    egui::RichText::new(icon).font(icon_font(size))
}

/// Lays fonts and the style of both modes into the context; once, when the window opens.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    for mode in [Mode::Light, Mode::Dark] {
        let theme = if mode == Mode::Light {
            Theme::light()
        } else {
            Theme::dark()
        };
        ctx.style_mut_of(mode, |style| set_style(style, &theme));
    }
}

/// Keeps hints from showing, or lets them again.
pub fn hold_tooltips(ctx: &egui::Context, is_held: bool) {
    let delay_s = if is_held { 1e6 } else { TOOLTIP_DELAY_S };
    let is_so = |style: &egui::Style| (style.interaction.tooltip_delay - delay_s).abs() < 1e-3;
    if !is_so(&ctx.global_style()) {
        ctx.global_style_mut(|style| style.interaction.tooltip_delay = delay_s);
    }
}

/// Lets menus, lists and popups move or not, as the canvas does.
pub fn set_motion(ctx: &egui::Context, is_reduced: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if is_reduced { 0.0 } else { MOTION_S };
        style.scroll_animation = if is_reduced {
            egui::style::ScrollAnimation::none()
        } else {
            egui::style::ScrollAnimation::default()
        };
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 3] = [
        (
            "regular",
            include_bytes!("../assets/fonts/Inter-Regular.otf"),
        ),
        ("medium", include_bytes!("../assets/fonts/Inter-Medium.otf")),
        (
            "semibold",
            include_bytes!("../assets/fonts/Inter-SemiBold.otf"),
        ),
    ];
    for (name, bytes) in faces {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    fonts
        .families
        .entry(FontFamily::Proportional)
        .or_default()
        .insert(0, "regular".to_owned());
    let phosphor = FontData::from_static(egui_phosphor::Variant::Regular.font_bytes());
    fonts
        .font_data
        .insert("phosphor".to_owned(), Arc::new(phosphor));
    fonts.families.insert(
        FontFamily::Name("phosphor".into()),
        vec!["phosphor".to_owned()],
    );
    let fallbacks = fonts.families[&FontFamily::Proportional].clone();
    for name in ["medium", "semibold"] {
        let mut family = vec![name.to_owned()];
        family.extend(fallbacks.iter().cloned());
        fonts.families.insert(FontFamily::Name(name.into()), family);
    }
    fonts
}

fn set_style(style: &mut egui::Style, theme: &Theme) {
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(CAPTION)),
        (TextStyle::Body, FontId::proportional(BODY)),
        (TextStyle::Button, FontId::proportional(BODY)),
        (TextStyle::Heading, semibold(15.0)),
        (TextStyle::Monospace, FontId::monospace(ROW)),
    ]
    .into();
    style.animation_time = MOTION_S;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = TOOLTIP_DELAY_S;

    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(GAP, 6.0);
    spacing.button_padding = Vec2::new(10.0, 5.0);
    spacing.interact_size.y = BUTTON_HEIGHT;
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.tooltip_width = 360.0;

    let visuals = &mut style.visuals;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(theme.text_weak);
    visuals.panel_fill = theme.panel;
    visuals.window_fill = theme.panel;
    visuals.window_stroke = Stroke::new(1.0, theme.border);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = theme.field;
    visuals.text_edit_bg_color = Some(theme.field);
    visuals.faint_bg_color = theme.card_hovered_row;
    visuals.code_bg_color = theme.card_hovered_row;
    visuals.hyperlink_color = theme.accent;
    visuals.error_fg_color = theme.error;
    visuals.warn_fg_color = theme.warning;
    visuals.selection.bg_fill = theme.selection_fill;
    visuals.selection.stroke = Stroke::new(1.0, theme.accent);
    let shade = Color32::from_black_alpha(if theme.is_dark { 120 } else { 40 });
    visuals.popup_shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: shade,
    };
    visuals.window_shadow = Shadow {
        offset: [0, 8],
        blur: 28,
        spread: 0,
        color: shade,
    };

    let widgets = &mut visuals.widgets;
    let radius = CornerRadius::same(6);
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = radius;
        widget.expansion = 0.0;
        widget.fg_stroke = Stroke::new(1.0, theme.text);
        widget.bg_stroke = Stroke::new(1.0, theme.border);
    }
    widgets.noninteractive.bg_fill = theme.panel;
    widgets.noninteractive.weak_bg_fill = theme.panel;
    widgets.inactive.bg_fill = theme.card_hovered_row;
    widgets.inactive.weak_bg_fill = theme.card_hovered_row;
    widgets.inactive.bg_stroke = Stroke::new(1.0, theme.border);
    widgets.hovered.bg_fill = mixed(theme.card_hovered_row, theme.text, 0.06);
    widgets.hovered.weak_bg_fill = mixed(theme.card_hovered_row, theme.text, 0.06);
    widgets.hovered.bg_stroke = Stroke::new(1.0, theme.border_strong);
    widgets.active.bg_fill = theme.selection_fill;
    widgets.active.weak_bg_fill = theme.selection_fill;
    widgets.active.bg_stroke = Stroke::new(1.0, theme.accent);
    widgets.open.bg_fill = theme.card_hovered_row;
    widgets.open.weak_bg_fill = theme.card_hovered_row;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::Tint;

    fn luminance(color: Color32) -> f32 {
        let linear = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    /// Contrast as WCAG 2.1 defines it.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let (light, dark) = (
            luminance(a).max(luminance(b)),
            luminance(a).min(luminance(b)),
        );
        (light + 0.05) / (dark + 0.05)
    }

    #[test]
    fn our_own_fonts_have_latin_greek_and_cyrillic() {
        let ctx = egui::Context::default();
        let mut own = fonts();
        for family in own.families.values_mut() {
            family.truncate(1);
            // It has no letters, but the box that egui shows for what a font lacks.
            family.push("NotoEmoji-Regular".to_owned());
        }
        ctx.set_fonts(own);
        let mut output = ctx.run_ui(egui::RawInput::default(), |_| {});
        output.textures_delta.clear();
        let texts = [
            "ÀÉÎÕÜßæøłŽşğőįĦŋ“”–…",
            "Αά Ββ Γγ Δδ Ωώ Ϊΐ",
            "АБВГДЁЖЩЪЫЬЭЮЯ іїєґ ўјљњђ",
        ];
        for font in [FontId::proportional(BODY), medium(BODY), semibold(BODY)] {
            for letter in texts.iter().flat_map(|text| text.chars()) {
                let own = FontId::new(BODY, font.family.clone());
                assert!(
                    ctx.fonts_mut(|fonts| fonts.has_glyph(&own, letter)),
                    "{letter} in {own:?}"
                );
            }
        }
    }

    /// Fails with all pairs that are too much alike, by name.
    fn assert_contrast(least: f32, pairs: &[(String, Color32, Color32)]) {
        let is_too_low =
            |(_, one, other): &&(String, Color32, Color32)| contrast(*one, *other) < least;
        let low: Vec<String> = pairs
            .iter()
            .filter(is_too_low)
            .map(|(name, one, other)| format!("{name}: {:.2}", contrast(*one, *other)))
            .collect();
        assert_eq!(low, [] as [String; 0], "less than {least}");
    }

    /// Both themes, each with the surfaces that things lie on.
    fn themes() -> [(Theme, [(&'static str, Color32); 6]); 2] {
        [Theme::light(), Theme::dark()].map(|theme| {
            let surfaces = [
                ("panel", theme.panel),
                ("card", theme.card),
                ("canvas", theme.canvas),
                ("field", theme.field),
                ("hovered row", theme.card_hovered_row),
                ("selection", theme.selection_fill),
            ];
            (theme, surfaces)
        })
    }

    #[test]
    fn text_meets_wcag_aa_on_every_surface_in_both_themes() {
        for (theme, surfaces) in themes() {
            let mode = if theme.is_dark { "dark" } else { "light" };
            let mut pairs = Vec::new();
            let mut pair = |name: &str, text, on: &str, surface| {
                pairs.push((format!("{mode} {name} on {on}"), text, surface));
            };
            for (on, surface) in surfaces {
                pair("text", theme.text, on, surface);
                pair("weak text", theme.text_weak, on, surface);
                pair("accent", theme.accent, on, surface);
                pair("error", theme.error, on, surface);
                pair("warning", theme.warning, on, surface);
                pair("info", theme.info, on, surface);
                pair("good", theme.good, on, surface);
            }
            for kind in EventKind::ALL {
                let (on, header) = (kind.title(), theme.header(kind));
                pair("text", theme.text, on, header);
                for surface in [theme.card, theme.panel] {
                    pair("number", theme.text, on, theme.badge(surface, kind));
                }
            }
            pair("quiet text", theme.text_quiet(), "card", theme.card);
            pair("text", theme.on_accent, "accent", theme.accent_fill);
            let mut style = egui::Style::default();
            set_style(&mut style, &theme);
            let widgets = &style.visuals.widgets;
            for widget in [
                &widgets.inactive,
                &widgets.hovered,
                &widgets.active,
                &widgets.open,
            ] {
                pair(
                    "text",
                    widget.fg_stroke.color,
                    "button",
                    widget.weak_bg_fill,
                );
                pair("key", theme.text_weak, "menu entry", widget.weak_bg_fill);
            }
            assert_contrast(4.5, &pairs);
        }
    }

    #[test]
    fn shapes_and_edges_meet_wcag_aa_on_every_surface_in_both_themes() {
        for (theme, surfaces) in themes() {
            let mode = if theme.is_dark { "dark" } else { "light" };
            let mut pairs = Vec::new();
            let mut pair = |name: &str, shape, on: &str, surface| {
                pairs.push((format!("{mode} {name} on {on}"), shape, surface));
            };
            for (on, surface) in surfaces {
                for kind in EventKind::ALL {
                    pair(kind.title(), theme.event(kind), on, surface);
                }
                for kind in ActionKind::ALL {
                    pair(kind.title(), theme.action(kind), on, surface);
                }
            }
            for (on, surface) in [("panel", theme.panel), ("card", theme.card)] {
                pair("edge of a field", theme.border_strong, on, surface);
                pair("focus", theme.accent, on, surface);
            }
            pair(
                "edge of a field",
                theme.border_strong,
                "itself",
                theme.field,
            );
            pair("focus", theme.accent, "canvas", theme.canvas);
            pair("line", theme.wire, "canvas", theme.canvas);
            pair("Link", theme.link, "canvas", theme.canvas);
            pair("Link", theme.link, "card", theme.card);
            pair("button", theme.accent_fill, "panel", theme.panel);
            for kind in EventKind::ALL {
                let (on, header) = (kind.title(), theme.header(kind));
                pair("icon", theme.event(kind), on, header);
                for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                    pair(severity.title(), theme.severity(severity), on, header);
                }
                pair("waived mark", theme.text_weak, on, header);
            }
            assert_contrast(3.0, &pairs);
        }
    }

    #[test]
    fn annotations_of_every_tint_meet_wcag_aa_in_both_themes() {
        for theme in [Theme::light(), Theme::dark()] {
            for tint in Tint::ALL {
                let TintColors { hue, paper, frame } = *theme.tint(tint);
                let texts = [
                    (theme.text, paper),
                    (theme.text_weak, paper),
                    (hue, frame),
                    (theme.text_weak, frame),
                    (hue, theme.panel),
                ];
                for (text, surface) in texts {
                    let found = contrast(text, surface);
                    assert!(found >= 4.5, "{tint:?}: {text:?} on {surface:?}: {found}");
                }
                // What is drawn over frames and notes need not be read, but seen.
                for line in [
                    theme.wire,
                    theme.link,
                    theme.error,
                    theme.accent,
                    theme.guide,
                ] {
                    let found = contrast(line, frame);
                    assert!(found >= 3.0, "{tint:?}: {line:?} on {frame:?}: {found}");
                }
                assert!(contrast(theme.guide, theme.canvas) >= 3.0);
            }
        }
    }
}
