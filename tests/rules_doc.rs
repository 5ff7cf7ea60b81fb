//! Is `docs/rules.md` what the rules say today?

use std::fs;
use std::path::Path;

#[test]
fn the_page_about_the_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = legwork::rules::document();
    if std::env::var_os("LEGWORK_UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/rules.md is not what the rules say. Write it anew with\n  \
         LEGWORK_UPDATE_DOCS=1 cargo test --test rules_doc"
    );
}
