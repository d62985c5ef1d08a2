// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "lofi-render",
    products: [
        .executable(name: "lofi-render", targets: ["lofi-render"]),
        .library(
            name: "LofiEngine",
            targets: ["LofiEngine", "LofiCommand", "LofiCore", "LofiScore", "LofiDSP", "LofiArrange"]),
        // For the package in Tests/Fuzz alone.
        .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    ],
    targets: [
        // Top to bottom in the order of dependence: an arrow only ever points down. Every module that a target imports, or
        // whose values it hands on, is named: what is not is built against an old version of it, once in a while.
        .executableTarget(name: "lofi-render", dependencies: ["LofiCommand", "LofiEngine"]),
        .target(
            name: "LofiCommand",
            dependencies: [
                "LofiEngine", "LofiGenerate", "LofiNeural", "LofiCore", "LofiScore", "LofiArrange",
                "LofiInstruments", "LofiAudioFile", "CPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "LofiEngine",
            dependencies: [
                "LofiCore", "LofiScore", "LofiDSP", "LofiArrange", "LofiGenerate", "LofiInstruments", "LofiAudioFile",
                "CAssets", "CPlatform", "Yams",
            ]),
        // Generators: codings, corpora, models and their training.
        .target(name: "LofiGenerate", dependencies: ["LofiScore", "LofiNeural", "LofiCore", "CPlatform"]),
        .target(
            name: "LofiInstruments",
            dependencies: ["LofiCore", "LofiScore", "LofiDSP", "CFluidSynth", "CAssets"]),
        .target(name: "LofiArrange", dependencies: ["LofiCore", "LofiScore"]),
        .target(name: "LofiScore", dependencies: ["LofiCore"]),
        .target(name: "LofiAudioFile", dependencies: ["LofiDSP", "LofiCore", "CSndfile", "CPlatform"]),
        .target(name: "LofiDSP", dependencies: ["LofiCore"]),
        // Layers, losses, optimisers and model files; knows no music.
        .target(name: "LofiNeural", dependencies: ["LofiCore", "CKernels", "CPlatform"]),
        .target(name: "LofiCore"),

        // C: what the system provides, and what only C can say (`#embed`, processor flags, signals, fork).
        .systemLibrary(name: "CSndfile"),
        // FluidSynth's headers, and its library when it is needed.
        .target(name: "CFluidSynth"),
        .target(name: "CKernels"),
        .target(name: "CPlatform"),
        .target(name: "CAssets"),

        .executableTarget(
            name: "lofi-eval",
            dependencies: [
                "LofiEngine", "LofiGenerate", "LofiArrange", "LofiScore", "LofiCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Evaluation", exclude: ["Downbeats.tsv"]),

        // What comes before the sound: reading, arranging, timing.
        .executableTarget(
            name: "lofi-song-bench",
            dependencies: [
                "LofiEngine", "LofiScore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/SongBench"),

        .executableTarget(
            name: "lofi-train-bench",
            dependencies: [
                "LofiGenerate", "LofiNeural", "LofiCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Training"),
        .executableTarget(
            name: "lofi-model-report",
            dependencies: [
                "LofiGenerate", "LofiNeural", "LofiScore", "LofiCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/ModelReport"),

        // Signals, measurements and the checks of the sound; `lofi-sound-check` prints them, the tests run the quick ones.
        .target(
            name: "SoundBench",
            dependencies: [
                "LofiEngine", "LofiInstruments", "LofiArrange", "LofiAudioFile", "LofiScore", "LofiDSP", "LofiCore",
                "CPlatform",
            ],
            path: "Benchmarks/SoundBench"),
        .executableTarget(
            name: "lofi-sound-check",
            dependencies: [
                "SoundBench", "LofiAudioFile", "LofiDSP",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/SoundCheck"),

        .testTarget(name: "LofiCoreTests", dependencies: ["LofiCore"]),
        .testTarget(name: "LofiScoreTests", dependencies: ["LofiScore", "LofiCore"]),
        .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
        .testTarget(
            name: "LofiDSPTests", dependencies: ["SoundBench", "LofiDSP", "LofiCore", "CAllocationCount"]),
        .testTarget(name: "LofiNeuralTests", dependencies: ["LofiNeural", "LofiCore"]),
        .testTarget(name: "LofiGenerateTests", dependencies: ["LofiGenerate", "LofiNeural", "LofiScore", "LofiCore"]),
        .testTarget(name: "LofiArrangeTests", dependencies: ["LofiArrange", "LofiScore", "LofiCore"]),
        .testTarget(name: "LofiAudioFileTests", dependencies: ["LofiAudioFile", "LofiDSP"]),
        .testTarget(name: "LofiInstrumentsTests", dependencies: ["LofiInstruments", "LofiScore"]),
        .testTarget(
            name: "LofiEngineTests", dependencies: ["LofiEngine", "LofiScore", "LofiDSP", "LofiAudioFile", "LofiCore"]),
        .testTarget(
            name: "LofiCommandTests",
            dependencies: ["lofi-render", "LofiCommand", "LofiGenerate", "LofiScore", "LofiNeural"]),
        // The readers of what comes from outside, and the bytes that once broke them.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "LofiEngine", "LofiGenerate", "LofiNeural", "LofiInstruments", "LofiAudioFile", "LofiScore", "LofiDSP",
                "LofiCore",
            ], path: "Tests/FuzzTargets"),
        .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets", "LofiScore", "LofiCore"]),
    ],
    swiftLanguageModes: [.v6]
)
