//! Where on a card do things stand? In points at zoom 1, beside the heights that [`crate::arrange`] lays cards out by.

/// Radius of a card's corners.
pub const RADIUS: f32 = 8.0;
/// Radius of the corners of a stage number's badge, how high it is, where it begins, and how much wider than its number it is.
pub const BADGE_RADIUS: f32 = 6.0;
pub const BADGE_HEIGHT: f32 = 20.0;
pub const BADGE_X: f32 = 8.0;
pub const BADGE_ROOM: f32 = 12.0;
/// From the badge's right edge to the middle of the icon, and to the name.
pub const ICON_FROM_BADGE: f32 = 15.0;
pub const NAME_FROM_BADGE: f32 = 29.0;
/// The middle of a row's icon, and where its text begins.
pub const ICON_X: f32 = 20.0;
pub const TEXT_X: f32 = 36.0;
/// From a row's ends to the line above it.
pub const ROW_LINE_INSET: f32 = 12.0;
/// Room on the right, and where a mark stands there.
pub const RIGHT_ROOM: f32 = 14.0;
pub const MARKED_ROOM: f32 = 36.0;
pub const MARK_FROM_RIGHT: f32 = 22.0;
pub const MARK_SIZE: f32 = 18.0;
/// A bookmark's ribbon.
pub const RIBBON_SIZE: [f32; 2] = [10.0, 18.0];
pub const RIBBON_ROOM: f32 = 20.0;
pub const PORT_RADIUS: f32 = 4.5;
/// How much larger than a port the ring of a dangling end is.
pub const OPEN_END_SHARE: f32 = 1.15;
/// How far a dangling end's ghost line reaches.
pub const OPEN_END_REACH: f32 = 36.0;
/// The round button that opens a box.
pub const CARET_RADIUS: f32 = 8.0;
/// From one sheet of a box's stack to the next.
pub const SHEET_STEP: f32 = 4.0;

/// How large icons are.
pub const HEADER_ICON: f32 = 16.0;
pub const ROW_ICON: f32 = 15.0;
