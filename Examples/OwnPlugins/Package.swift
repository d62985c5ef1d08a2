// swift-tools-version: 6.2
import PackageDescription

// A package of its own that brings one plugin of every kind to lofi-render.
let package = Package(
    name: "OwnPlugins",
    dependencies: [.package(name: "lofi-render", path: "../..")],
    targets: [
        .executableTarget(name: "own-plugins", dependencies: [.product(name: "LofiRender", package: "lofi-render")])
    ],
    swiftLanguageModes: [.v6]
)
