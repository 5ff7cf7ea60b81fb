//! What floats over the window until something is chosen? Menus at a point: the add menu, fixes, the context menu.

use crate::theme;
use eframe::egui::{self, Frame, Key, Modifiers, Pos2, Ui};

/// Where a floating menu is.
#[derive(Clone, Copy, Debug)]
pub struct Floating {
    at: Pos2,
    /// The click that opened it is not one elsewhere.
    is_new: bool,
}

impl Floating {
    pub const fn new(at: Pos2) -> Self {
        Self { at, is_new: true }
    }

    /// Shows the menu, moved so that it fits the window. Returns what `contents` returns, and whether the user wants
    /// the menu gone: by Escape, or by a click elsewhere.
    pub fn show<R>(
        &mut self,
        ctx: &egui::Context,
        name: &str,
        frame: Frame,
        contents: impl FnOnce(&mut Ui) -> R,
    ) -> (R, bool) {
        let area = egui::Area::new(egui::Id::new(name))
            .order(egui::Order::Foreground)
            .fixed_pos(self.at)
            .constrain_to(ctx.content_rect().shrink(theme::GAP))
            .show(ctx, |ui| frame.show(ui, contents).inner);
        let is_escaped = ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        let pressed_at =
            ctx.input(|i| i.pointer.interact_pos().filter(|_| i.pointer.any_pressed()));
        // A list that one of its buttons has opened lies outside and belongs to it.
        let is_elsewhere = pressed_at.is_some_and(|at| !area.response.rect.contains(at))
            && !egui::Popup::is_any_open(ctx);
        let is_first = std::mem::take(&mut self.is_new);
        (area.inner, is_escaped || (is_elsewhere && !is_first))
    }
}
