// swift-tools-version:5.9
// `build-xcframework.sh` makes `KycCoreFFI.xcframework` and `Sources/KycCore/KycCore.swift` first.
import PackageDescription

let package = Package(
    name: "KycCore",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "KycCore", targets: ["KycCore"])],
    targets: [
        .binaryTarget(name: "KycCoreFFI", path: "KycCoreFFI.xcframework"),
        .target(name: "KycCore", dependencies: ["KycCoreFFI"]),
    ]
)
