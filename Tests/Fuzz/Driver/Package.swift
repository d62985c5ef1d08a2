// swift-tools-version: 6.2
import PackageDescription

// A package of its own: libFuzzer's flags reach every module that it builds, and must not reach those of others. `run` says them.
let package = Package(
    name: "lofi-fuzz",
    dependencies: [.package(name: "lofi-render", path: "../../..")],
    targets: [
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "lofi-fuzz", dependencies: ["CFuzzer", .product(name: "FuzzTargets", package: "lofi-render")]),
    ],
    swiftLanguageModes: [.v6]
)
