//! How does it look? Every colour, font and measure of the window, as named tokens; drawing code holds none.

use crate::rules::Severity;
use crate::workflow::{ActionKind, AnnotationKind, EventKind, Tint};
use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow,
    Stroke, TextStyle, Theme as Mode, Vec2,
};
use egui_phosphor::regular as icon;
use std::sync::Arc;

/// Body text, in points.
pub const BODY: f32 = 13.0;
pub const ROW: f32 = 12.0;
pub const CAPTION: f32 = 11.0;
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

/// The colours of one mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub is_dark: bool,
    pub canvas: Color32,
    pub canvas_dot: Color32,
    pub panel: Color32,
    pub field: Color32,
    pub card: Color32,
    pub card_hovered_row: Color32,
    pub border: Color32,
    /// The edge of what is told from its surroundings by its edge alone, such as a field.
    pub border_strong: Color32,
    pub text: Color32,
    pub text_weak: Color32,
    pub accent: Color32,
    pub accent_fill: Color32,
    pub on_accent: Color32,
    pub selection_fill: Color32,
    pub error: Color32,
    pub warning: Color32,
    pub info: Color32,
    pub good: Color32,
    pub new_call: Color32,
    pub button_pushed: Color32,
    pub timer_elapsed: Color32,
    pub wire: Color32,
    pub link: Color32,
    /// Lines that show what a dragged thing is level with.
    pub guide: Color32,
    /// In the order of [`Tint::ALL`].
    tints: [TintColors; Tint::ALL.len()],
    pub shadow: Shadow,
}

/// What an annotation of one tint is drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TintColors {
    /// Of a frame's border and title, and of chips.
    pub hue: Color32,
    /// Of a sticky note.
    pub paper: Color32,
    /// Of the room inside a frame.
    pub frame: Color32,
}

const fn tint(hue: u32, paper: u32, frame: u32) -> TintColors {
    TintColors {
        hue: rgb(hue),
        paper: rgb(paper),
        frame: rgb(frame),
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
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

    fn light() -> Self {
        Self {
            is_dark: false,
            canvas: rgb(0x00F2_F3F6),
            canvas_dot: rgb(0x00D9_DCE3),
            panel: rgb(0x00FC_FCFD),
            field: rgb(0x00FF_FFFF),
            card: rgb(0x00FF_FFFF),
            card_hovered_row: rgb(0x00F1_F3F7),
            border: rgb(0x00D8_DCE3),
            border_strong: rgb(0x0086_8F9F),
            text: rgb(0x001B_1F27),
            text_weak: rgb(0x0058_6170),
            accent: rgb(0x002F_5FD0),
            accent_fill: rgb(0x002F_5FD0),
            on_accent: rgb(0x00FF_FFFF),
            selection_fill: rgb(0x00DF_E8FC),
            error: rgb(0x00C2_2B2B),
            warning: rgb(0x0086_5800),
            info: rgb(0x0058_6170),
            good: rgb(0x0014_6C46),
            new_call: rgb(0x0014_6C46),
            button_pushed: rgb(0x0069_43C4),
            timer_elapsed: rgb(0x000B_6E82),
            wire: rgb(0x0078_8292),
            link: rgb(0x006B_7586),
            guide: rgb(0x00C4_2A86),
            tints: [
                tint(0x0058_6170, 0x00E9_ECF1, 0x00EA_ECF1),
                tint(0x0077_5700, 0x00FF_F0B3, 0x00F8_F2DC),
                tint(0x0014_6C46, 0x00D3_F2DF, 0x00E5_F3EA),
                tint(0x002F_5FD0, 0x00DA_E7FF, 0x00E7_EEFA),
                tint(0x0069_43C4, 0x00E7_E0FC, 0x00EC_E9F8),
                tint(0x00B3_2A22, 0x00FF_DDD8, 0x00F8_E9E8),
            ],
            shadow: Shadow {
                offset: [0, 2],
                blur: 10,
                spread: 0,
                color: Color32::from_black_alpha(22),
            },
        }
    }

    fn dark() -> Self {
        Self {
            is_dark: true,
            canvas: rgb(0x0015_171C),
            canvas_dot: rgb(0x0026_2A33),
            panel: rgb(0x001B_1E25),
            field: rgb(0x0012_1419),
            card: rgb(0x0022_262E),
            card_hovered_row: rgb(0x002B_303A),
            border: rgb(0x0035_3B47),
            border_strong: rgb(0x006A_7486),
            text: rgb(0x00E7_E9EE),
            text_weak: rgb(0x009C_A5B4),
            accent: rgb(0x007D_A5FF),
            accent_fill: rgb(0x003A_6AD8),
            on_accent: rgb(0x00FF_FFFF),
            selection_fill: rgb(0x0025_3656),
            error: rgb(0x00FF_7B7B),
            warning: rgb(0x00E9_B949),
            info: rgb(0x009C_A5B4),
            good: rgb(0x004F_C78E),
            new_call: rgb(0x004F_C78E),
            button_pushed: rgb(0x00B2_9BFA),
            timer_elapsed: rgb(0x0046_BFD6),
            wire: rgb(0x0078_8294),
            link: rgb(0x0078_8294),
            guide: rgb(0x00FF_7AC4),
            tints: [
                tint(0x009C_A5B4, 0x002E_333D, 0x001B_1E25),
                tint(0x00E0_B84A, 0x0043_3815, 0x0021_1F18),
                tint(0x004F_C78E, 0x001C_3D2E, 0x0017_211D),
                tint(0x007D_A5FF, 0x0022_355C, 0x0018_1E2B),
                tint(0x00B2_9BFA, 0x0036_2E58, 0x001F_1C2B),
                tint(0x00FF_8A80, 0x004C_2B2A, 0x0025_1B1C),
            ],
            shadow: Shadow::NONE,
        }
    }

    pub const fn event(&self, kind: EventKind) -> Color32 {
        match kind {
            EventKind::NewCall => self.new_call,
            EventKind::ButtonPushed => self.button_pushed,
            EventKind::TimerElapsed => self.timer_elapsed,
        }
    }

    /// The hue of an action's icon: those that wait or end have their own.
    pub const fn action(&self, kind: ActionKind) -> Color32 {
        match kind {
            ActionKind::Button => self.button_pushed,
            ActionKind::Timer => self.timer_elapsed,
            ActionKind::Finish => self.good,
            _ => self.text_weak,
        }
    }

    pub const fn severity(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }

    /// Text that is to be seen only by those who look for it.
    pub fn text_quiet(&self) -> Color32 {
        mixed(self.text_weak, self.card, 0.10)
    }

    /// Behind a stage's number, on a card or a panel.
    pub fn badge(&self, surface: Color32, kind: EventKind) -> Color32 {
        mixed(surface, self.event(kind), 0.28)
    }

    pub const fn tint(&self, tint: Tint) -> &TintColors {
        &self.tints[tint as usize]
    }

    /// A card's header: its event's hue, laid thinly over the card.
    pub fn header(&self, kind: EventKind) -> Color32 {
        mixed(
            self.card,
            self.event(kind),
            if self.is_dark { 0.16 } else { 0.10 },
        )
    }
}

/// `t` of 0 is all `from`, of 1 all `to`.
pub fn mixed(from: Color32, to: Color32, t: f32) -> Color32 {
    from.lerp_to_gamma(to, t)
}

pub const fn event_icon(kind: EventKind) -> &'static str {
    match kind {
        EventKind::NewCall => icon::PHONE_INCOMING,
        EventKind::ButtonPushed => icon::CURSOR_CLICK,
        EventKind::TimerElapsed => icon::TIMER,
    }
}

pub const fn action_icon(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Alert => icon::BELL_RINGING,
        ActionKind::Email => icon::ENVELOPE_SIMPLE,
        ActionKind::Sms => icon::CHAT_TEXT,
        ActionKind::Webhook => icon::GLOBE,
        ActionKind::SetField => icon::TEXTBOX,
        ActionKind::Note => icon::NOTE,
        ActionKind::Button => icon::CURSOR_CLICK,
        ActionKind::Timer => icon::TIMER,
        ActionKind::Link => icon::LINK,
        ActionKind::Finish => icon::FLAG_CHECKERED,
    }
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
