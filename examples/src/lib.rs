//! The examples are programs in `src/bin`. Here the Rust code of the book is compiled and run, by `cargo test --doc`.

macro_rules! pages {
    ($($name:ident: $path:literal,)*) => {
        $(#[cfg(doctest)]
        #[doc = include_str!(concat!("../../docs/book/src/", $path))]
        mod $name {})*
    };
}

pages! {
    start: "start/rust.md",
    model: "recipes/model.md",
}
