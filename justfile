# Commands that need more than their name. Each works as well when it is typed;
# `just` only remembers it: https://just.systems

# Lists what there is.
default:
    @just --list

# Everything that has to hold before a change goes in.
check:
    .ci/run

# Runs the tests whose path has NAME in it: `just test stories::reader`.
test NAME='':
    cargo test --lib --bins --test it --test layers {{ NAME }}

# Writes what is made by the program: the key table, examples and picture of the README, the schema.
update:
    cargo build
    cargo run --quiet -- schema > docs/briefing.schema.json
    UPDATE=1 cargo test --test it readme::

# Draws as SVG what is on the screen after KEYS.
picture KEYS='gs' SIZE='120x36' FILE='target/picture.svg':
    cargo run --example picture -- --keys {{ KEYS }} --size {{ SIZE }} {{ FILE }}

# One of the benchmarks: frame, screens, load, keep.
bench NAME:
    cargo bench --bench {{ NAME }}

# The search benchmark; ONLY=ranking,everyday,building,typing,fts,process runs some of it.
bench-search BRIEFINGS='2000' ONLY='':
    BRIEFINGS={{ BRIEFINGS }} {{ if ONLY == '' { '' } else { 'ONLY=' + ONLY } }} cargo bench --bench search

# The fuzz targets over RUNS changed seeds each, with a stable compiler.
fuzz-quick RUNS='100000':
    DIPTYCH_FUZZ_RUNS={{ RUNS }} cargo test --test it fuzz::

# One fuzz target with cargo-fuzz and a nightly compiler.
fuzz TARGET SECONDS='600':
    cargo +nightly fuzz run {{ TARGET }} fuzz/corpus/{{ TARGET }} fuzz/seeds/{{ TARGET }} -- -max_total_time={{ SECONDS }}

# The oldest compiler that Cargo.toml promises.
msrv:
    cargo +$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml) check --all-targets --locked

# Licences, sources and bans of the dependencies; cargo install cargo-deny.
deny:
    cargo deny --locked check bans licenses sources
