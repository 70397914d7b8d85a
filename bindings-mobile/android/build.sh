#!/usr/bin/env bash
# The AAR, step by step. Needs: the Android NDK (ANDROID_NDK_HOME), `cargo install cargo-ndk`, Gradle 8.9 or newer, and
#   rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
# Ends with build/outputs/aar/kyc-core-android-release.aar.
set -euo pipefail
cd "$(dirname "$0")"
root=../..

# 1. One library for each ABI, where Gradle packs it from.
(cd $root && cargo ndk --target arm64-v8a --target armeabi-v7a --target x86_64 --platform 24 \
    --output-dir bindings-mobile/android/src/main/jniLibs build --release -p kyc-mobile)

# 2. The Kotlin sources, from a library of this machine: they are the same for every ABI.
(cd $root && cargo build -p kyc-mobile --features bindgen)
library=$(ls $root/target/debug/libkyc_mobile.{so,dylib} 2>/dev/null | head -n 1)
(cd $root && target/debug/uniffi-bindgen generate "${library#"$root/"}" --language kotlin --no-format --config bindings-mobile/bindgen.toml \
    --out-dir bindings-mobile/android/build/generated/kyc)

# 3. The AAR.
gradle --console=plain assembleRelease
