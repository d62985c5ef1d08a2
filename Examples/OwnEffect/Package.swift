// swift-tools-version: 6.2
import PackageDescription

// A package of its own that brings one more effect to lofi-render.
let package = Package(
    name: "OwnEffect",
    dependencies: [.package(name: "lofi-render", path: "../..")],
    targets: [
        .executableTarget(name: "own-effect", dependencies: [.product(name: "LofiEngine", package: "lofi-render")])
    ],
    swiftLanguageModes: [.v6]
)
