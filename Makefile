# The commands that one needs. `make run` opens the designer, `make test` does what CI does.

SAMPLE := designs/complaint-follow-up.ron

# A toolchain that has just been installed may not be on the path of this shell yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

.PHONY: run test fmt bench pictures deps-run deps-test

run:
	@tools/require-display.sh
	@tools/install-packages.sh run
	cargo run --release --locked -- $(SAMPLE)

# Clippy checks what `cargo check` does and more. Warnings are denied after `--` and not by RUSTFLAGS, so that no step
# builds the dependencies anew for the next.
test: deps-test
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --no-default-features -- -D warnings
	cargo clippy --locked --no-default-features --features server -- -D warnings
	cargo test --locked
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps

fmt:
	cargo fmt

bench:
	cargo bench --locked

# The pictures of the README, drawn by the program itself.
pictures:
	cargo run --release --locked --example pictures

deps-run:
	@tools/install-packages.sh run

deps-test:
	@tools/install-packages.sh test
