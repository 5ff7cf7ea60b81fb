//! The canvas as tests drive it.
