//! How does it look? Every colour, font and measure of the window, as named tokens; drawing code holds none.

use crate::rules::Severity;
use crate::workflow::{ActionKind, EventKind};
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
    pub shadow: Shadow,
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
            border_strong: rgb(0x00A9_B1BF),
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
            border_strong: rgb(0x005A_6475),
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
    style.interaction.tooltip_delay = 0.35;

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
    fn text_meets_wcag_aa_on_every_surface_in_both_themes() {
        for theme in [Theme::light(), Theme::dark()] {
            let surfaces = [
                theme.panel,
                theme.card,
                theme.canvas,
                theme.field,
                theme.card_hovered_row,
                theme.selection_fill,
            ];
            for surface in surfaces {
                for text in [
                    theme.text,
                    theme.text_weak,
                    theme.accent,
                    theme.error,
                    theme.warning,
                    theme.good,
                ] {
                    assert!(
                        contrast(text, surface) >= 4.5,
                        "{text:?} on {surface:?}: {}",
                        contrast(text, surface)
                    );
                }
            }
            for kind in EventKind::ALL {
                assert!(
                    contrast(theme.event(kind), theme.header(kind)) >= 4.5,
                    "{kind:?}"
                );
                assert!(contrast(theme.text, theme.header(kind)) >= 4.5, "{kind:?}");
            }
            assert!(contrast(theme.on_accent, theme.accent_fill) >= 4.5);
            assert!(contrast(theme.wire, theme.canvas) >= 3.0);
        }
    }
}
