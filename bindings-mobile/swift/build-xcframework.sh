#!/usr/bin/env bash
# The XCFramework and the Swift sources, step by step. Needs macOS with Xcode 15 or newer and
#   rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin
# Afterwards this folder is a Swift package: add it to an app as a local package, or zip the framework for a binary target.
set -euo pipefail
cd "$(dirname "$0")"
root=../..
out=build
rm -rf $out KycCoreFFI.xcframework && mkdir -p $out/headers Sources/KycCore

# 1. Static libraries.
targets=(aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin)
for target in "${targets[@]}"; do
    (cd $root && cargo build --release -p kyc-mobile --target "$target")
done

# 2. Swift sources, C header and module map, from a library of this machine.
(cd $root && cargo build -p kyc-mobile --features bindgen)
(cd $root && target/debug/uniffi-bindgen generate target/debug/libkyc_mobile.dylib --language swift --no-format --config bindings-mobile/bindgen.toml \
    --out-dir bindings-mobile/swift/$out/generated)
cp $out/generated/KycCore.swift Sources/KycCore/
cp $out/generated/KycCoreFFI.h $out/headers/
cp $out/generated/KycCoreFFI.modulemap $out/headers/module.modulemap

# 3. One library a platform: simulators and Macs have two architectures in one file.
library() { echo "$root/target/$1/release/libkyc_mobile.a"; }
mkdir -p $out/simulator $out/macos
lipo -create "$(library aarch64-apple-ios-sim)" "$(library x86_64-apple-ios)" -output $out/simulator/libkyc_mobile.a
lipo -create "$(library aarch64-apple-darwin)" "$(library x86_64-apple-darwin)" -output $out/macos/libkyc_mobile.a

# 4. The XCFramework.
xcodebuild -create-xcframework \
    -library "$(library aarch64-apple-ios)" -headers $out/headers \
    -library $out/simulator/libkyc_mobile.a -headers $out/headers \
    -library $out/macos/libkyc_mobile.a -headers $out/headers \
    -output KycCoreFFI.xcframework
swift build
