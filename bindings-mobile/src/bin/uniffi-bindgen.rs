//! Writes the Kotlin, Swift or Python sources of the library it is pointed at:
//! `cargo run -p kyc-mobile --features bindgen --bin uniffi-bindgen -- generate LIBRARY --language kotlin --config bindings-mobile/bindgen.toml --out-dir FOLDER`

fn main() {
    uniffi::uniffi_bindgen_main();
}
