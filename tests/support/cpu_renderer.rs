//! How does a picture of the window come about without a graphics card? egui's triangles, filled in plain Rust.
//!
//! Blending is done in gamma space on premultiplied colours, as egui's own shaders do it. Coverage is decided in whole
//! numbers, and colours by nothing but adding, multiplying and dividing, so the bytes are the same on every machine.

use eframe::egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Mesh, Primitive, Vertex};
use eframe::egui::{
    Color32, Context, FullOutput, TextureFilter, TextureId, TextureWrapMode, TexturesDelta,
};
use egui_kittest::TestRenderer;
use image::RgbaImage;
use std::collections::BTreeMap;
use std::ops::Range;

/// Steps within a pixel to which corners are rounded, as graphics cards do.
const SUB: i64 = 256;

/// Draws what egui paints. Paint callbacks, which need a graphics card, leave nothing.
#[derive(Default)]
pub struct CpuRenderer {
    textures: BTreeMap<TextureId, Texture>,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        delta.set.drain().for_each(|(id, images)| {
            for image in &images {
                self.update(id, image);
            }
        });
        delta.free.drain().for_each(|id| {
            self.textures.remove(&id);
        });
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        let mut picture = Picture::new(size.x.round() as usize, size.y.round() as usize);
        for primitive in ctx.tessellate(output.shapes.clone(), scale) {
            self.paint(&mut picture, scale, &primitive);
        }
        let (width, height) = (picture.width as u32, picture.height as u32);
        RgbaImage::from_raw(width, height, picture.pixels.into_flattened())
            .ok_or_else(|| "the picture has another size than its bytes".to_owned())
    }
}

impl CpuRenderer {
    fn update(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        match (delta.pos, self.textures.get_mut(&id)) {
            (Some([left, top]), Some(texture)) => {
                for row in 0..height {
                    let at = (top + row) * texture.width + left;
                    texture.texels[at..at + width]
                        .copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
                }
            }
            _ => {
                let texture = Texture {
                    width,
                    height,
                    texels: image.pixels.clone(),
                    is_nearest: delta.options.magnification == TextureFilter::Nearest,
                    wrap_mode: delta.options.wrap_mode,
                };
                self.textures.insert(id, texture);
            }
        }
    }

    fn paint(&self, picture: &mut Picture, scale: f32, primitive: &ClippedPrimitive) {
        let Primitive::Mesh(mesh) = &primitive.primitive else {
            return;
        };
        let Some(texture) = self.textures.get(&mesh.texture_id) else {
            return;
        };
        let clip = primitive.clip_rect * scale;
        let within = |from: f32, to: f32, size: usize| {
            let pixel = |at: f32| (at.round() as i64).clamp(0, size as i64);
            pixel(from)..pixel(to)
        };
        let columns = within(clip.min.x, clip.max.x, picture.width);
        let rows = within(clip.min.y, clip.max.y, picture.height);
        for corners in triangles(mesh) {
            if let Some(triangle) = Triangle::new(corners, scale) {
                triangle.paint(picture, &columns, &rows, texture);
            }
        }
    }
}

fn triangles(mesh: &Mesh) -> impl Iterator<Item = [Vertex; 3]> + '_ {
    mesh.indices
        .as_chunks::<3>()
        .0
        .iter()
        .map(|corners| corners.map(|index| mesh.vertices[index as usize]))
}

struct Texture {
    width: usize,
    height: usize,
    texels: Vec<Color32>,
    is_nearest: bool,
    wrap_mode: TextureWrapMode,
}

impl Texture {
    /// The colour at a point of which both coordinates go from 0 to 1. Channels go from 0 to 255.
    fn sample(&self, [u, v]: [f32; 2]) -> [f32; 4] {
        let (x, y) = (u * self.width as f32, v * self.height as f32);
        if self.is_nearest {
            return self.texel(x.floor() as i64, y.floor() as i64);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor() as i64, y.floor() as i64);
        let (right_part, bottom_part) = (x - x.floor(), y - y.floor());
        let row = |y| mixed(self.texel(left, y), self.texel(left + 1, y), right_part);
        mixed(row(top), row(top + 1), bottom_part)
    }

    fn texel(&self, x: i64, y: i64) -> [f32; 4] {
        let (x, y) = (self.wrapped(x, self.width), self.wrapped(y, self.height));
        self.texels[y * self.width + x].to_array().map(f32::from)
    }

    fn wrapped(&self, at: i64, size: usize) -> usize {
        let size = size as i64;
        let inside = match self.wrap_mode {
            TextureWrapMode::ClampToEdge => at.clamp(0, size - 1),
            TextureWrapMode::Repeat => at.rem_euclid(size),
            TextureWrapMode::MirroredRepeat => {
                let at = at.rem_euclid(2 * size);
                at.min(2 * size - 1 - at)
            }
        };
        inside as usize
    }
}

fn mixed(from: [f32; 4], to: [f32; 4], part: f32) -> [f32; 4] {
    std::array::from_fn(|k| from[k] * (1.0 - part) + to[k] * part)
}

/// Premultiplied bytes, row by row.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Picture {
    fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            pixels: vec![[0; 4]; width * height],
        }
    }

    fn blend(&mut self, x: i64, y: i64, color: [f32; 4]) {
        let below = &mut self.pixels[y as usize * self.width + x as usize];
        let rest = 1.0 - color[3] / 255.0;
        for (below, color) in below.iter_mut().zip(color) {
            *below = (color + f32::from(*below) * rest + 0.5).clamp(0.0, 255.0) as u8;
        }
    }
}

/// A triangle with its corners in clockwise order on the screen.
struct Triangle {
    /// In steps of a pixel.
    at: [[i64; 2]; 3],
    uv: [[f32; 2]; 3],
    color: [[f32; 4]; 3],
    double_area: i64,
}

impl Triangle {
    /// `None` for a triangle without an inside.
    fn new(mut corners: [Vertex; 3], scale: f32) -> Option<Self> {
        let step = |v: f32| (v * scale * SUB as f32).round() as i64;
        let at = |corners: &[Vertex; 3]| corners.map(|v| [step(v.pos.x), step(v.pos.y)]);
        if side(at(&corners)) < 0 {
            corners.swap(1, 2);
        }
        let at = at(&corners);
        let double_area = side(at);
        (double_area > 0).then(|| Self {
            at,
            uv: corners.map(|v| [v.uv.x, v.uv.y]),
            color: corners.map(|v| v.color.to_array().map(f32::from)),
            double_area,
        })
    }

    fn paint(
        &self,
        picture: &mut Picture,
        columns: &Range<i64>,
        rows: &Range<i64>,
        texture: &Texture,
    ) {
        let columns = self.pixels_along(0, columns);
        let edges = [(1, 2), (2, 0), (0, 1)].map(|(a, b)| Edge::new(self.at[a], self.at[b]));
        let one_color = self.one_color(texture);
        for y in self.pixels_along(1, rows) {
            let mut weights = edges.each_ref().map(|edge| edge.weight(columns.start, y));
            for x in columns.clone() {
                if weights.iter().zip(&edges).all(|(w, edge)| *w >= edge.least) {
                    let color = one_color.unwrap_or_else(|| self.color_at(weights, texture));
                    picture.blend(x, y, color);
                }
                for (weight, edge) in weights.iter_mut().zip(&edges) {
                    *weight += edge.per_pixel;
                }
            }
        }
    }

    /// The pixels along an axis whose middle may be inside.
    fn pixels_along(&self, axis: usize, clip: &Range<i64>) -> Range<i64> {
        let [a, b, c] = self.at.map(|corner| corner[axis].div_euclid(SUB));
        clip.start.max(a.min(b).min(c))..clip.end.min(a.max(b).max(c) + 1)
    }

    /// The colour of a triangle that has the same everywhere, as fills have.
    fn one_color(&self, texture: &Texture) -> Option<[f32; 4]> {
        let is_one = self.color.iter().all(|color| *color == self.color[0])
            && self.uv.iter().all(|uv| *uv == self.uv[0]);
        is_one.then(|| tinted(texture.sample(self.uv[0]), self.color[0]))
    }

    fn color_at(&self, weights: [i64; 3], texture: &Texture) -> [f32; 4] {
        let parts = weights.map(|weight| weight as f32 / self.double_area as f32);
        let color = between(self.color, parts);
        tinted(texture.sample(between(self.uv, parts)), color)
    }
}

/// One side of a triangle, which a pixel's middle lies inside or outside of.
struct Edge {
    from: [i64; 2],
    to: [i64; 2],
    /// The least weight that is inside: a pixel on a shared edge belongs to one triangle only, the one below or to the
    /// right of it.
    least: i64,
    /// How much the weight grows from one pixel to the next on its right.
    per_pixel: i64,
}

impl Edge {
    fn new(from: [i64; 2], to: [i64; 2]) -> Self {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let is_top_or_left = dy < 0 || (dy == 0 && dx > 0);
        Self {
            from,
            to,
            least: i64::from(!is_top_or_left),
            per_pixel: -dy * SUB,
        }
    }

    /// Twice the area of the triangle between this edge and a pixel's middle.
    fn weight(&self, x: i64, y: i64) -> i64 {
        side([self.from, self.to, [x, y].map(|v| v * SUB + SUB / 2)])
    }
}

/// Twice the area of a triangle; negative when its corners go against the clock.
fn side([a, b, c]: [[i64; 2]; 3]) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

fn between<const N: usize>(corners: [[f32; N]; 3], parts: [f32; 3]) -> [f32; N] {
    std::array::from_fn(|k| {
        corners[0][k] * parts[0] + corners[1][k] * parts[1] + corners[2][k] * parts[2]
    })
}

fn tinted(texel: [f32; 4], color: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|k| texel[k] * color[k] / 255.0)
}
