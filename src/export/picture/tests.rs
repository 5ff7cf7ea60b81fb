use super::*;
use crate::export::Part;
use crate::export::picture::shape::{Shape, Text};
use crate::look::{Rgb, Theme};
use crate::rules;
use crate::workflow::{
    Annotation, AnnotationId, AnnotationKind, Design, EventId, Flow, Layout, Position, Size, Tint,
    sketch,
};

const SKETCH: &str = "\
1 New Call
  alert \"Ring back within two days, before the promise that we made on the phone is broken\" urgent
  button \"Called back\" -> 2
  timer 48h -> 3
2 Button Pushed
  finish \"Resolved\"
3 Timer Elapsed
  button \"Give up\" -> 4
  link -> 1
4 Button Pushed";

fn design(text: &str) -> Design {
    let mut layout = Layout::default();
    layout.annotate([
        (
            AnnotationId(1),
            Annotation {
                kind: AnnotationKind::Frame,
                text: "Care".to_owned(),
                tint: Tint::Blue,
                position: Position::new(-32, -64),
                size: Size {
                    width: 700,
                    height: 400,
                },
            },
        ),
        (
            AnnotationId(2),
            Annotation {
                kind: AnnotationKind::StickyNote,
                text: "Ask <Care> & \"Sales\" first".to_owned(),
                tint: Tint::Yellow,
                position: Position::new(0, 420),
                size: Size {
                    width: 200,
                    height: 80,
                },
            },
        ),
    ]);
    Design::new(sketch::parse(text).unwrap(), layout)
}

fn drawn(design: &Design) -> Picture {
    let flow = Flow::new(&design.workflow);
    let findings = rules::check_design(design, &flow);
    let part = Part::whole(design, &flow, false);
    picture(&part, &findings, &Fonts::embedded().unwrap())
}

fn light() -> Theme<Rgb> {
    Theme::light()
}

fn texts(shapes: &[Shape]) -> Vec<&Text> {
    let texts = shapes.iter().flat_map(|shape| match shape {
        Shape::Group { shapes, .. } => texts(shapes),
        Shape::Text(text) => vec![text],
        _ => Vec::new(),
    });
    texts.collect()
}

/// As usvg reads it: with the fonts that are in the program, and no others.
fn read(svg: &str) -> resvg::usvg::Tree {
    let mut options = resvg::usvg::Options::default();
    let database = std::sync::Arc::make_mut(&mut options.fontdb);
    let fonts = Fonts::embedded().unwrap();
    for face in fonts.faces() {
        database.load_font_data(face.bytes.to_vec());
    }
    resvg::usvg::Tree::from_str(svg, &options).unwrap()
}

#[test]
fn no_text_leaves_its_card() {
    let picture = drawn(&design(SKETCH));
    let mut card_count = 0;
    for shape in &picture.shapes {
        let Shape::Group { shapes, .. } = shape else {
            continue;
        };
        card_count += 1;
        let card = shapes.iter().find_map(|shape| match shape {
            Shape::Rect { area, .. } => Some(*area),
            _ => None,
        });
        let card = card.unwrap();
        for text in texts(shapes) {
            let end = text.at[0] + text.width;
            assert!(end <= card.right() - 13.0, "{} ends at {end}", text.shown);
        }
    }
    assert_eq!(card_count, 4);
    assert_eq!(picture.cut_count(), 1);
}

#[test]
fn everything_lies_in_the_picture() {
    let picture = drawn(&design(SKETCH));
    let svg = svg(&picture, Palette::One(&light()));
    let tree = read(&svg);
    let bounds = tree.root().abs_stroke_bounding_box();
    assert!(bounds.left() >= 0.0 && bounds.top() >= 0.0, "{bounds:?}");
    assert!(f64::from(bounds.right()) <= picture.size[0] + 0.01);
    assert!(f64::from(bounds.bottom()) <= picture.size[1] + 0.01);
}

#[test]
fn hostile_names_are_texts_like_any_other() {
    let hostile = [
        "</text><script>alert(1)</script>",
        "\"'&amp;]]><!--",
        "line\u{1}with\u{b}control\u{FFFF}s",
        "\u{202E}right to left",
    ];
    for name in hostile {
        let mut design = design(SKETCH);
        let named = crate::edit::commands::rename_stage(&design, EventId(2), name);
        named.unwrap().apply(&mut design).unwrap();
        let text = svg(&drawn(&design), Palette::One(&light()));
        let document = resvg::usvg::roxmltree::Document::parse(&text).unwrap();
        let elements = document.descendants();
        let mut tags: Vec<&str> = elements.map(|node| node.tag_name().name()).collect();
        tags.sort_unstable();
        tags.dedup();
        assert!(!tags.contains(&"script"), "{name}");
        read(&text);
    }
}

#[test]
fn the_same_design_gives_the_same_bytes() {
    let design = design(SKETCH);
    let fonts = Fonts::embedded().unwrap();
    let theme = Theme::<Rgb>::dark();
    let once = || {
        let picture = drawn(&design);
        (
            svg(&picture, Palette::One(&theme)),
            png(&picture, &theme, &fonts, 1.0).unwrap(),
            pdf(&picture, &theme, &fonts).unwrap(),
        )
    };
    assert!(once() == once());
}

#[test]
fn a_png_has_its_scale() {
    let picture = drawn(&design(SKETCH));
    let fonts = Fonts::embedded().unwrap();
    let bytes = png(&picture, &light(), &fonts, 0.5).unwrap();
    let image = image::load_from_memory(&bytes).unwrap();
    let wanted = picture.size.map(|side| (side * 0.5).ceil() as u32);
    assert_eq!([image.width(), image.height()], wanted);
    // The corner is canvas, without any transparency.
    let canvas = light().canvas.0;
    assert_eq!(
        image.to_rgba8().get_pixel(0, 0).0,
        [canvas[0], canvas[1], canvas[2], 255]
    );
}

#[test]
fn a_picture_that_is_too_large_says_which_scale_fits() {
    let picture = drawn(&design(SKETCH));
    let fonts = Fonts::embedded().unwrap();
    let Err(Fault::TooLarge { fitting, .. }) = png(&picture, &light(), &fonts, 90.0) else {
        panic!("it was painted");
    };
    let [width, height] = picture.size.map(|side| side * fitting);
    assert!(width * height <= 64.0 * 1024.0 * 1024.0);
    assert!(width * height > 50.0 * 1024.0 * 1024.0);
    assert!(
        Fault::TooLarge {
            width: 1,
            height: 1,
            fitting
        }
        .to_string()
        .contains("scale of")
    );
}

#[test]
fn a_design_without_stages_is_an_empty_picture() {
    let design = Design::default();
    let picture = drawn(&design);
    assert!(picture.size.iter().all(|side| (side - 64.0).abs() < 0.01));
    let fonts = Fonts::embedded().unwrap();
    assert!(png(&picture, &light(), &fonts, 1.0).is_ok());
    assert!(pdf(&picture, &light(), &fonts).is_ok());
}

#[test]
fn a_collapsed_leg_is_a_box_unless_it_is_drawn_out() {
    let mut design = design(SKETCH);
    design.layout.collapse([EventId(3)]);
    let flow = Flow::new(&design.workflow);
    let fonts = Fonts::embedded().unwrap();
    let findings = rules::check_design(&design, &flow);
    let card_count = |is_expanded| {
        let part = Part::whole(&design, &flow, is_expanded);
        let picture = picture(&part, &findings, &fonts);
        let groups = picture.shapes.iter();
        groups
            .filter(|shape| matches!(shape, Shape::Group { .. }))
            .count()
    };
    assert_eq!((card_count(false), card_count(true)), (3, 4));
}

#[test]
fn letters_that_no_font_has_are_told() {
    let design = design("1 New Call\n  finish \"漢字 done\"");
    assert_eq!(drawn(&design).unlettered, ['字', '漢']);
}
