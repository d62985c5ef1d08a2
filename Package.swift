// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "lofi-render",
    products: [
        .executable(name: "lofi-render", targets: ["lofi-render"]),
        // `import LofiEngine` to embed the renderer, `import LofiPluginKit` to write a plugin, `import LofiCommand` to build a
        // command line with your own plugins.
        .library(name: "LofiRender", targets: ["LofiEngine", "LofiPluginKit", "LofiCommand"]),
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
                "LofiEngine", "LofiTraining", "LofiGenerate", "LofiNeural", "LofiArrange", "LofiSynthesis",
                "LofiSoundFont", "LofiAudioFile", "LofiListening", "LofiDSP", "LofiScoreFiles", "LofiPlugin",
                "LofiScore", "LofiPlatform", "CPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "LofiEngine",
            dependencies: [
                "LofiGenerate", "LofiArrange", "LofiSynthesis", "LofiAudioFile", "LofiListening", "LofiDSP",
                "LofiScoreFiles", "LofiPlugin", "LofiScore", "LofiPlatform", "CAssets", "CPlatform",
            ]),
        // One import for authors of plugins.
        .target(name: "LofiPluginKit", dependencies: ["LofiDSP", "LofiPlugin", "LofiScore"]),
        // The training of generators' models.
        .target(name: "LofiTraining", dependencies: ["LofiGenerate", "LofiNeural", "LofiPlugin", "LofiScore"]),
        // Generators: codings, corpora and models.
        .target(
            name: "LofiGenerate",
            dependencies: ["LofiNeural", "LofiScoreFiles", "LofiPlugin", "LofiScore", "LofiPlatform", "CPlatform"]),
        // Layers, losses, optimisers and model files; knows no music.
        .target(name: "LofiNeural", dependencies: ["LofiPlugin", "LofiPlatform", "CKernels", "CPlatform"]),
        // Notes to audio: FluidSynth, and a SoundFont player of our own.
        .target(
            name: "LofiSynthesis",
            dependencies: ["LofiSoundFont", "LofiDSP", "LofiPlugin", "LofiScore", "LofiPlatform", "CFluidSynth"]),
        // SoundFont files: reading, checking and writing them, and the synthesis of the built-in one.
        .target(
            name: "LofiSoundFont", dependencies: ["LofiDSP", "LofiPlugin", "LofiScore", "LofiPlatform", "CAssets"]),
        .target(
            name: "LofiAudioFile", dependencies: ["LofiDSP", "LofiPlugin", "LofiPlatform", "CSndfile", "CPlatform"]),
        // Score to score.
        .target(name: "LofiArrange", dependencies: ["LofiScoreFiles", "LofiPlugin", "LofiScore", "LofiPlatform"]),
        // Effects, layers, the render graph, meters. No files, no clock.
        .target(name: "LofiDSP", dependencies: ["LofiPlugin", "LofiPlatform"]),
        // Audio to beats, bars, tempo, key and chords. No files.
        .target(name: "LofiListening", dependencies: ["LofiDSP", "LofiPlugin", "LofiScore", "LofiPlatform"]),
        // MIDI and MusicXML.
        .target(name: "LofiScoreFiles", dependencies: ["LofiScore", "LofiPlatform", "CZlib"]),
        // Parameters, settings, the kinds of plugin, the catalogue.
        .target(name: "LofiPlugin", dependencies: ["LofiScore", "LofiPlatform"]),
        // The score, theory, analysis. No files.
        .target(name: "LofiScore", dependencies: ["LofiPlatform"]),
        // Files, threads, the C library.
        .target(name: "LofiPlatform", dependencies: ["CPlatform"]),

        // C: what the system provides, and what only C can say (`#embed`, processor flags, signals, fork).
        // Tried with apt alone.
        .systemLibrary(
            name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"]), .brew(["libsndfile"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        // FluidSynth's headers, and its library when it is needed.
        .target(name: "CFluidSynth"),
        .target(name: "CKernels"),
        .target(name: "CPlatform"),
        .target(name: "CAssets"),

        .executableTarget(
            name: "lofi-eval",
            dependencies: [
                "LofiEngine", "LofiGenerate", "LofiArrange", "LofiScoreFiles", "LofiScore", "LofiPlugin",
                "LofiPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Evaluation", exclude: ["Downbeats.tsv"]),

        // What comes before the sound: reading, arranging, timing.
        .executableTarget(
            name: "lofi-song-bench",
            dependencies: [
                "LofiEngine", "LofiScoreFiles", "LofiScore", "LofiPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/SongBench"),

        // What is heard in audio, beside annotation.
        .executableTarget(
            name: "lofi-listening-bench",
            dependencies: [
                "LofiListening", "LofiAudioFile", "LofiScore", "LofiPlugin", "LofiPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Listening", exclude: ["fit_downbeats.py", "pieces.py", "requirements.txt"]),

        .executableTarget(
            name: "lofi-train-bench",
            dependencies: [
                "LofiGenerate", "LofiNeural", "LofiPlugin", "LofiPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Training"),
        .executableTarget(
            name: "lofi-model-report",
            dependencies: [
                "LofiTraining", "LofiGenerate", "LofiNeural", "LofiScoreFiles", "LofiScore", "LofiPlugin",
                "LofiPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/ModelReport"),

        // Signals, measurements and the checks of the sound; `lofi-sound-check` prints them, the tests run the quick ones.
        .target(
            name: "SoundBench",
            dependencies: [
                "LofiEngine", "LofiSynthesis", "LofiSoundFont", "LofiArrange", "LofiAudioFile", "LofiScoreFiles",
                "LofiScore", "LofiDSP", "LofiPlugin", "LofiPlatform",
            ],
            path: "Benchmarks/SoundBench"),
        .executableTarget(
            name: "lofi-sound-check",
            dependencies: [
                "SoundBench", "LofiAudioFile", "LofiDSP", "LofiPlugin", "LofiPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/SoundCheck"),

        .testTarget(name: "LofiPlatformTests", dependencies: ["LofiPlatform"]),
        .testTarget(name: "LofiPluginTests", dependencies: ["LofiPlugin", "LofiPlatform"]),
        .testTarget(
            name: "LofiScoreTests", dependencies: ["LofiPlugin", "LofiScoreFiles", "LofiScore", "LofiPlatform"]),
        .testTarget(
            name: "LofiScoreFilesTests", dependencies: ["LofiPlugin", "LofiScoreFiles", "LofiScore", "LofiPlatform"]),
        .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
        .testTarget(
            name: "LofiDSPTests",
            dependencies: ["SoundBench", "LofiDSP", "LofiPlugin", "LofiPlatform", "CAllocationCount"]),
        .testTarget(name: "LofiNeuralTests", dependencies: ["LofiNeural", "LofiPlugin", "LofiPlatform"]),
        .testTarget(
            name: "LofiGenerateTests",
            dependencies: ["LofiGenerate", "LofiNeural", "LofiScoreFiles", "LofiScore", "LofiPlugin", "LofiPlatform"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "LofiTrainingTests",
            dependencies: [
                "LofiTraining", "LofiGenerate", "LofiNeural", "LofiScoreFiles", "LofiScore", "LofiPlugin",
            ]),
        .testTarget(
            name: "LofiArrangeTests",
            dependencies: ["LofiArrange", "LofiScoreFiles", "LofiScore", "LofiPlugin", "LofiPlatform"]),
        .testTarget(
            name: "LofiAudioFileTests",
            dependencies: ["LofiAudioFile", "LofiDSP", "LofiPlugin", "LofiPlatform", "CSndfile"]),
        .testTarget(
            name: "LofiListeningTests", dependencies: ["LofiListening", "LofiPlugin", "LofiScore"]),
        .testTarget(
            name: "LofiSynthesisTests",
            dependencies: [
                "LofiSynthesis", "LofiSoundFont", "LofiScoreFiles", "LofiScore", "LofiPlugin", "LofiPlatform",
            ]),
        .testTarget(
            name: "LofiSoundFontTests",
            dependencies: [
                "LofiSoundFont", "LofiSynthesis", "LofiScoreFiles", "LofiScore", "LofiPlugin", "LofiPlatform",
            ]),
        .testTarget(
            name: "LofiEngineTests",
            dependencies: [
                "LofiEngine", "LofiArrange", "LofiSynthesis", "LofiAudioFile", "LofiListening", "LofiScoreFiles",
                "LofiScore", "LofiDSP", "LofiPlugin",
                "LofiPlatform", "SoundBench",
                // The oracle of the YAML reader.
                "Yams",
            ],
            exclude: ["Golden"]),
        .testTarget(
            name: "LofiCommandTests",
            dependencies: [
                "lofi-render", "LofiCommand", "LofiEngine", "LofiTraining", "LofiGenerate", "LofiNeural",
                "LofiScoreFiles", "LofiPlugin", "LofiScore",
            ]),
        // The readers of what comes from outside, and the bytes that once broke them.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "LofiEngine", "LofiGenerate", "LofiNeural", "LofiSynthesis", "LofiSoundFont", "LofiAudioFile",
                "LofiScoreFiles", "LofiScore", "LofiDSP",
                "LofiPlugin", "LofiPlatform",
            ], path: "Tests/FuzzTargets"),
        .testTarget(
            name: "FuzzTargetsTests",
            dependencies: ["FuzzTargets", "LofiScoreFiles", "LofiScore", "LofiPlugin", "LofiPlatform"]),
    ],
    swiftLanguageModes: [.v6]
)
