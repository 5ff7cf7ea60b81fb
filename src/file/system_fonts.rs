//! Which fonts help out where our own has no letter? Those of the system, one for each script.
//!
//! Inter has Latin, Greek and Cyrillic.

use crate::export::FontFile;
use fontdb::{Database, Family, ID, Query};
use std::collections::BTreeSet;

/// Fonts that are known to have a script, those first that look best beside Inter.
struct Script {
    families: &'static [&'static str],
    /// In the name of a font that has it, where none of those is there.
    word: &'static str,
}

const SCRIPTS: &[Script] = &[
    Script {
        families: &[
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "PingFang SC",
            "Hiragino Sans GB",
            "Microsoft YaHei",
            "WenQuanYi Micro Hei",
            "WenQuanYi Zen Hei",
            "Droid Sans Fallback",
        ],
        word: "CJK",
    },
    Script {
        families: &[
            "Noto Sans CJK JP",
            "Noto Sans JP",
            "Hiragino Sans",
            "Yu Gothic",
            "Meiryo",
            "IPAexGothic",
        ],
        word: " JP",
    },
    Script {
        families: &[
            "Noto Sans CJK KR",
            "Noto Sans KR",
            "Apple SD Gothic Neo",
            "Malgun Gothic",
            "NanumGothic",
        ],
        word: " KR",
    },
    Script {
        families: &["Noto Sans Arabic", "Geeza Pro", "Segoe UI", "DejaVu Sans"],
        word: "Arabic",
    },
    Script {
        families: &[
            "Noto Sans Hebrew",
            "Arial Hebrew",
            "Segoe UI",
            "DejaVu Sans",
        ],
        word: "Hebrew",
    },
    Script {
        families: &["Noto Sans Thai", "Thonburi", "Leelawadee UI", "Loma"],
        word: "Thai",
    },
    Script {
        families: &[
            "Noto Sans Devanagari",
            "Kohinoor Devanagari",
            "Nirmala UI",
            "Lohit Devanagari",
        ],
        word: "Devanagari",
    },
    Script {
        families: &["Noto Sans Bengali", "Bangla Sangam MN", "Lohit Bengali"],
        word: "Bengali",
    },
    Script {
        families: &["Noto Sans Tamil", "Tamil Sangam MN", "Lohit Tamil"],
        word: "Tamil",
    },
    Script {
        families: &["Noto Sans Armenian", "Segoe UI", "DejaVu Sans"],
        word: "Armenian",
    },
    Script {
        families: &["Noto Sans Georgian", "Segoe UI", "DejaVu Sans"],
        word: "Georgian",
    },
    Script {
        families: &["Noto Sans Ethiopic", "Kefa", "Ebrima"],
        word: "Ethiopic",
    },
    // Arrows, technical signs and what else people paste.
    Script {
        families: &[
            "Noto Sans Symbols 2",
            "Apple Symbols",
            "Segoe UI Symbol",
            "DejaVu Sans",
        ],
        word: "Symbols",
    },
];

/// One font for each script that the system has one for, in the order in which they are to be asked after our own.
pub fn script_fonts() -> Vec<FontFile> {
    let mut database = Database::new();
    database.load_system_fonts();
    fonts_in(&database)
}

fn fonts_in(database: &Database) -> Vec<FontFile> {
    let mut known = BTreeSet::new();
    let mut fonts = Vec::new();
    for id in SCRIPTS.iter().filter_map(|script| face(database, script)) {
        let Some(info) = database.face(id) else {
            continue;
        };
        // One font may have several scripts.
        if known.insert(info.post_script_name.clone()) {
            fonts.extend(database.with_face_data(id, |bytes, index| FontFile {
                name: info.post_script_name.clone(),
                bytes: bytes.to_vec(),
                index,
            }));
        }
    }
    fonts
}

fn face(database: &Database, script: &Script) -> Option<ID> {
    let known = script.families.iter().find_map(|family| {
        database.query(&Query {
            families: &[Family::Name(family)],
            ..Query::default()
        })
    });
    known.or_else(|| {
        let has_word = |face: &&fontdb::FaceInfo| {
            let is_upright = face.style == fontdb::Style::Normal;
            let is_regular = face.weight == fontdb::Weight::NORMAL;
            let mut families = face.families.iter();
            is_upright && is_regular && families.any(|(name, _)| name.contains(script.word))
        };
        database.faces().find(has_word).map(|face| face.id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A system that has one font, by that name.
    fn system_with(family: &str) -> Database {
        let mut database = Database::new();
        let inter = include_bytes!("../../assets/fonts/Inter-Regular.otf");
        database.load_font_data(inter.to_vec());
        let mut face = database.faces().next().unwrap().clone();
        database.remove_face(face.id);
        face.families[0].0 = family.to_owned();
        database.push_face_info(face);
        database
    }

    #[test]
    fn a_font_is_taken_once_however_many_scripts_it_has() {
        assert_eq!(fonts_in(&system_with("DejaVu Sans")).len(), 1);
    }

    #[test]
    fn a_font_that_nobody_has_heard_of_is_found_by_its_script() {
        assert_eq!(fonts_in(&system_with("Some Thai Sans")).len(), 1);
        assert_eq!(fonts_in(&system_with("Some Sans")).len(), 0);
    }

    #[test]
    fn a_system_without_fonts_is_none_the_worse() {
        assert_eq!(fonts_in(&Database::new()).len(), 0);
    }
}
