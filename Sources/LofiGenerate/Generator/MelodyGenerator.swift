import Glibc
import LofiPlugin
import LofiScore

/// Generates melodies with the MusicVAE autoencoder, in two-bar phrases.
package struct MelodyGenerator: ScoreGenerator {
    package static let kind = MelodyModel.kind
    package static let summary =
        "MusicVAE's two-bar melodies: new ones, variations of a song's, or steps between two songs"
    package static let modelKind: String? = MelodyModel.kind
    package static let parameters: [Parameter] = [
        .file("model", default: MelodyModel.kind, "model by name or file (.safetensors)").offered(as: "model"),
        Sampling.temperatureParameter(default: 0.6),
        .flag(
            "memory", default: true, "memory of the phrases before; without it each phrase is drawn independently"
        )
        .offered(as: "no-memory"),
        .file("like", "MIDI file whose melody the new phrases resemble").offered(as: "like"),
        .file("towards", "MIDI file: move from the first phrase of `like` to its first phrase in equal steps")
            .offered(as: "towards"),
        .number(
            "spread", 0...3, default: 1, unit: "",
            "distance from `like`: 0 = the same phrases, 1 = one standard deviation of the encoding"
        )
        .offered(as: "spread"),
    ]
    package static let rules: [SettingRule] = [
        .excludes("like", "memory", reason: "phrases like a song's are always drawn independently"),
        .excludes("towards", "spread", reason: "the steps from one melody to the other have no spread"),
        .needs("spread", "like"),
        .needs("towards", "like"),
    ]

    private let model: MelodyModel
    private let sampling: Sampling
    private let hasMemory: Bool
    private let like: [Melody]
    private let towards: Melody?
    private let spread: Double

    package init(settings: Settings) throws(GenerationError) {
        let (path, bytes) = try ModelLibrary.bytes(settings.text("model"))
        let model: MelodyModel
        do { model = try MelodyModel(bytes) } catch { throw .model(path: path, reason: "\(error)") }
        try self.init(
            model: model, temperature: settings.number("temperature"), hasMemory: settings.flag("memory"),
            like: Self.melodies(settings.text("like")), towards: Self.melodies(settings.text("towards")).first,
            spread: settings.number("spread"))
    }

    init(
        model: MelodyModel, temperature: Double, hasMemory: Bool = true, like: [Melody] = [], towards: Melody? = nil,
        spread: Double = 1
    ) throws(GenerationError) {
        self.model = model
        sampling = Sampling(temperature: temperature, topP: 1)
        self.hasMemory = hasMemory
        (self.like, self.towards, self.spread) = (like, towards, spread)
        guard towards == nil || !like.isEmpty else {
            throw .settings(reason: "`towards` needs `like`, the song to come from")
        }
    }

    /// The two-bar phrases of a file's melody, transposed to C major or A minor as in training.
    private static func melodies(_ path: String) throws(GenerationError) -> [Melody] {
        guard !path.isEmpty else { return [] }
        let melodies = MelodyCoding().phrases(of: try SongFile.score(path).onPulse.inCommonKey).flatMap { $0 }
        guard !melodies.isEmpty else { throw .settings(reason: "\(path): no two-bar melody found") }
        return melodies
    }

    package func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score {
        try inKey(request.key, random) { (random: inout RandomStream) throws(GenerationError) -> Score in
            song(request, &random)
        }
    }

    /// A song in C major or A minor.
    private func song(_ request: GenerationRequest, _ random: inout RandomStream) -> Score {
        let count = max(1, (request.bars + 1) / 2)
        let points =
            if let towards {
                Self.between(model.network.posterior([like[0].indices, towards.indices]).means, count)
            } else if like.isEmpty {
                phrases(count, &random)
            } else { near(like, count, &random) }
        let melodies = points.map { point in
            Melody(model.network.decode(point) { _, p in Int32(sampling.choose(p, &random) ?? 0) }.map { UInt8($0) })
        }
        return MelodyCoding().score(of: melodies, beatsPerMinute: request.beatsPerMinute ?? 80)
    }

    /// Latent vectors drawn from the prior, each conditioned on the previous phrases or independent.
    private func phrases(_ count: Int, _ random: inout RandomStream) -> [[Float]] {
        let dimensions = model.network.shape.latent
        var points: [[Float]] = []
        for _ in 0..<count {
            let noise = (0..<dimensions).map { _ in Float(random.normal()) }
            guard hasMemory, let prior = model.prior else {
                points.append(noise)
                continue
            }
            let (mean, sigma) = prior.next(after: points)
            points.append(zip(zip(mean, sigma), noise).map { $0.0 + $0.1 * $1 })
        }
        return points
    }

    /// Latent vectors drawn from the posterior of a song's phrases, cycling through them.
    private func near(_ melodies: [Melody], _ count: Int, _ random: inout RandomStream) -> [[Float]] {
        let (means, sigmas) = model.network.posterior(melodies.map(\.indices))
        return (0..<count).map { index in
            let row = index % melodies.count
            return zip(means[row], sigmas[row]).map { $0 + Float(spread * random.normal()) * $1 }
        }
    }

    /// Spherical interpolation between two latent vectors, as in MusicVAE, including both ends.
    package static func between(_ means: [[Float]], _ count: Int) -> [[Float]] {
        func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        let lengths = (dot(means[0], means[0]) * dot(means[1], means[1])).squareRoot()
        let angle = acos(min(max(dot(means[0], means[1]) / max(lengths, 1e-12), -1), 1))
        return (0..<count).map { index in
            let place = count == 1 ? 0 : Double(index) / Double(count - 1)
            // Nearly parallel vectors: interpolate linearly.
            let (a, b) =
                angle < 1e-4
                ? (1 - place, place) : (sin((1 - place) * angle) / sin(angle), sin(place * angle) / sin(angle))
            return zip(means[0], means[1]).map { Float(a) * $0 + Float(b) * $1 }
        }
    }
}
