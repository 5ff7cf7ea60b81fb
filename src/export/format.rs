//! In which formats can a design go elsewhere?

use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Ron,
    Html,
    Markdown,
    Csv,
    Svg,
    Png,
    Pdf,
    Mermaid,
    Dot,
}

impl Format {
    /// In the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Json,
        Self::Ron,
        Self::Html,
        Self::Markdown,
        Self::Csv,
        Self::Svg,
        Self::Png,
        Self::Pdf,
        Self::Mermaid,
        Self::Dot,
    ];

    /// What a terminal and the settings know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Ron => "ron",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Json => "Definition as JSON",
            Self::Ron => "Definition as RON",
            Self::Html => "Report as a web page",
            Self::Markdown => "Report as Markdown",
            Self::Csv => "Stages as a table",
            Self::Svg => "Picture as SVG",
            Self::Png => "Picture as PNG",
            Self::Pdf => "Picture as PDF",
            Self::Mermaid => "Diagram as Mermaid",
            Self::Dot => "Diagram for Graphviz",
        }
    }

    /// What it is good for.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Json => "For the runtime, and for programs that read it",
            Self::Ron => "For the runtime, easier on the eye",
            Self::Html => "Picture, stages, legs and findings on one page",
            Self::Markdown => "The same in text, for a wiki or a pull request",
            Self::Csv => "A row for each action, for a spreadsheet",
            Self::Svg => "Sharp at any size, for web pages and manuals",
            Self::Png => "For slides, chats and letters",
            Self::Pdf => "One page of its size; texts can be found and copied",
            Self::Mermaid => "Drawn by GitHub, GitLab and many wikis",
            Self::Dot => "Drawn and arranged by dot",
        }
    }

    /// Of a file, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Mermaid => "mmd",
            other => other.name(),
        }
    }

    /// The format that a file's ending names. `.ron` is that of definitions here.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "htm" => Some(Self::Html),
            "markdown" => Some(Self::Markdown),
            "gv" => Some(Self::Dot),
            "mermaid" => Some(Self::Mermaid),
            extension => Self::ALL
                .into_iter()
                .find(|format| format.extension() == extension),
        }
    }

    /// Is it what a runtime carries out? Only of a complete design there is one.
    pub const fn is_definition(self) -> bool {
        matches!(self, Self::Json | Self::Ron)
    }

    /// Can one leg be written alone?
    pub const fn has_legs(self) -> bool {
        self.is_picture() || matches!(self, Self::Mermaid | Self::Dot)
    }

    /// Is it drawn in the colours of a theme?
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Svg | Self::Png | Self::Pdf)
    }

    /// Is it anything but text?
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Png | Self::Pdf)
    }

    /// Does it need what only a build with the feature `pictures` has?
    pub const fn needs_pictures(self) -> bool {
        self.is_picture() || matches!(self, Self::Html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_known_by_its_name_and_its_ending() {
        for format in Format::ALL {
            assert_eq!(Format::of_name(format.name()), Some(format));
            let path = Path::new("a").with_extension(format.extension());
            assert_eq!(Format::of_path(&path), Some(format));
        }
        assert_eq!(Format::of_path(Path::new("a.HTM")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a.docx")), None);
    }
}
