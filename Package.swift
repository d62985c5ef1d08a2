// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "lofi-render",
    products: [
        .executable(name: "lofi-render", targets: ["lofi-render"]),
        .library(
            name: "LofiEngine",
            targets: ["LofiEngine", "LofiCommand", "LofiCore", "LofiScore", "LofiDSP", "LofiArrange"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    ],
    targets: [
        // Top to bottom in the order of dependence: an arrow only ever points down.
        .executableTarget(name: "lofi-render", dependencies: ["LofiCommand"]),
        .target(
            name: "LofiCommand",
            dependencies: [
                "LofiEngine", "CPlatform", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "LofiEngine",
            dependencies: [
                "LofiCore", "LofiScore", "LofiDSP", "LofiArrange", "LofiInstruments", "LofiAudioFile",
                "CAssets", "CPlatform", "Yams",
            ]),
        .target(
            name: "LofiInstruments",
            dependencies: ["LofiCore", "LofiScore", "LofiDSP", "CFluidSynth", "CAssets"]),
        .target(name: "LofiArrange", dependencies: ["LofiCore", "LofiScore"]),
        .target(name: "LofiScore", dependencies: ["LofiCore"]),
        .target(name: "LofiAudioFile", dependencies: ["LofiDSP", "CSndfile", "CPlatform"]),
        .target(name: "LofiDSP", dependencies: ["LofiCore"]),
        .target(name: "LofiCore"),

        // C: what the system provides, and what only C can say (`#embed`, processor flags, signals).
        .systemLibrary(name: "CFluidSynth"),
        .systemLibrary(name: "CSndfile"),
        .target(name: "CPlatform"),
        .target(name: "CAssets"),

        .executableTarget(
            name: "lofi-eval",
            dependencies: [
                "LofiArrange", "LofiCore", "LofiScore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Evaluation"),

        .testTarget(name: "LofiCoreTests", dependencies: ["LofiCore"]),
        .testTarget(name: "LofiScoreTests", dependencies: ["LofiScore"]),
        .testTarget(name: "LofiDSPTests", dependencies: ["LofiDSP"]),
        .testTarget(name: "LofiArrangeTests", dependencies: ["LofiArrange"]),
        .testTarget(name: "LofiInstrumentsTests", dependencies: ["LofiInstruments"]),
        .testTarget(name: "LofiEngineTests", dependencies: ["LofiEngine", "LofiCommand"]),
        .testTarget(name: "LofiCommandTests", dependencies: ["lofi-render"]),
    ],
    swiftLanguageModes: [.v6]
)
