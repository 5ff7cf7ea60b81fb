fn main() {
    let files = std::env::args().skip(1).map(Into::into).collect();
    legwork::designer::run(files).unwrap();
}
