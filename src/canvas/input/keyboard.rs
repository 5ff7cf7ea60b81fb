//! Who has the keyboard? The card or row that is selected, so that a screen reader tells where the arrow keys lead.

use crate::canvas::selection::Selection;
use crate::canvas::view::CanvasFrame;
use eframe::egui::{EventFilter, Response, Ui};

/// Arrow keys walk along the legs, and Escape backs out of the selection; Tab goes on to other controls.
const KEPT: EventFilter = EventFilter {
    tab: false,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

impl CanvasFrame<'_, '_> {
    /// Gives the keyboard to a card or row that is `own` when it is selected and the canvas should have it; and selects
    /// it when it got the keyboard otherwise, by Tab or from a screen reader.
    pub(in crate::canvas) fn share_keyboard(
        &mut self,
        ui: &Ui,
        response: &Response,
        own: &Selection,
    ) {
        if response.gained_focus() && !self.view.keyboard.is_wanted {
            self.view.selection = own.clone();
        }
        if self.view.keyboard.is_wanted && self.view.selection == *own {
            response.request_focus();
            self.view.keyboard.is_wanted = false;
        }
        self.keep_keyboard(ui, response);
    }

    /// Takes the keyboard for the canvas as a whole while what is selected is not in view.
    pub(in crate::canvas) fn take_keyboard_meanwhile(&mut self, ui: &Ui, background: &Response) {
        if self.view.keyboard.is_wanted {
            background.request_focus();
            self.view.keyboard.is_wanted = self.view.is_flying();
        }
        self.keep_keyboard(ui, background);
    }

    fn keep_keyboard(&mut self, ui: &Ui, response: &Response) {
        if response.has_focus() {
            self.view.keyboard.is_here = true;
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, KEPT));
        }
    }
}
