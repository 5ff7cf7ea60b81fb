//! How does a text with `{{field}}` become one that can be sent? Taken apart once, put together for each call.

use crate::workflow::placeholders;

/// A text whose fields are known by their place among the workflow's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    Field(usize, Form),
}

/// How a field's value stands in a text, so that no customer can write what only the script builder may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    /// Percent-encoded, as a part of a web address.
    Url,
    /// Escaped as within a JSON text.
    Json,
}

impl Template {
    /// `None` when a name is not among `fields`.
    pub fn plain(text: &str, fields: &[String]) -> Option<Self> {
        Self::new(text, fields, |_| Form::Plain)
    }

    /// A web address. A field at its very beginning holds the address itself and is left as it is.
    pub fn url(text: &str, fields: &[String]) -> Option<Self> {
        Self::new(text, fields, |start| match start {
            0 => Form::Plain,
            _ => Form::Url,
        })
    }

    /// What is sent to a web address: JSON when it looks like it.
    pub fn body(text: &str, fields: &[String]) -> Option<Self> {
        let is_json = looks_like_json(text);
        Self::new(
            text,
            fields,
            |_| {
                if is_json { Form::Json } else { Form::Plain }
            },
        )
    }

    fn new(text: &str, fields: &[String], form_at: impl Fn(usize) -> Form) -> Option<Self> {
        let mut parts = Vec::new();
        let mut from = 0;
        for placeholder in placeholders(text) {
            let field = fields.iter().position(|field| field == placeholder.name)?;
            let start = placeholder.range.start;
            if start > from {
                parts.push(Part::Text(text[from..start].into()));
            }
            parts.push(Part::Field(field, form_at(start)));
            from = placeholder.range.end;
        }
        if from < text.len() {
            parts.push(Part::Text(text[from..].into()));
        }
        Some(Self { parts })
    }

    /// The text of one call. A field beyond the end of `values` is empty.
    pub fn fill(&self, values: &[String]) -> String {
        let value = |field: usize| values.get(field).map_or("", String::as_str);
        let length = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.len(),
            &Part::Field(field, _) => value(field).len(),
        });
        let mut filled = String::with_capacity(length.sum());
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                &Part::Field(field, Form::Plain) => filled.push_str(value(field)),
                &Part::Field(field, Form::Url) => percent_encode(value(field), &mut filled),
                &Part::Field(field, Form::Json) => escape_json(value(field), &mut filled),
            }
        }
        filled
    }
}

/// Does a webhook's body look like JSON? Then it is sent as such.
pub(super) fn looks_like_json(body: &str) -> bool {
    // `{{field}}` at the beginning is a field, not an object.
    let body = body.trim_start();
    body.starts_with(['{', '[']) && !body.starts_with("{{")
}

fn percent_encode(value: &str, to: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            to.push('%');
            to.push(char::from(DIGITS[usize::from(byte >> 4)]));
            to.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

fn escape_json(value: &str, to: &mut String) {
    // A text can always be written, in quotes.
    let quoted = serde_json::to_string(value).unwrap_or_default();
    to.push_str(
        quoted
            .get(1..quoted.len().saturating_sub(1))
            .unwrap_or_default(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<String> {
        vec!["name".to_owned(), "base".to_owned()]
    }

    fn filled(template: Option<Template>, name: &str) -> String {
        template
            .unwrap()
            .fill(&[name.to_owned(), "https://example.com".to_owned()])
    }

    #[test]
    fn fields_are_filled_in_and_what_is_missing_is_empty() {
        let text = "Dear {{ name }}, {{base}}{{name}} {{";
        let template = Template::plain(text, &fields());
        assert_eq!(
            filled(template.clone(), "Ann"),
            "Dear Ann, https://example.comAnn {{"
        );
        assert_eq!(template.unwrap().fill(&[]), "Dear ,  {{");
        assert_eq!(Template::plain("{{other}}", &fields()), None);
    }

    #[test]
    fn a_customer_cannot_write_into_a_web_address() {
        let template = Template::url("{{base}}/x?name={{name}}", &fields());
        assert_eq!(
            filled(template, "A&b=ü"),
            "https://example.com/x?name=A%26b%3D%C3%BC"
        );
    }

    #[test]
    fn a_customer_cannot_write_into_a_json_body() {
        let template = Template::body(r#"{"name": "{{name}}"}"#, &fields());
        let body = filled(template, "\"A\"\n\\");
        let read: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(read["name"], "\"A\"\n\\");
        assert_eq!(
            filled(Template::body("{{name}} rang", &fields()), "\"A\""),
            "\"A\" rang"
        );
    }
}
