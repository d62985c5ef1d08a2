import Testing
@testable import LofiPlatform
@testable import LofiPlugin

@Suite struct SettingsTests {
    let parameters: [Parameter] = [
        .number("cutoff", 20...20000, default: 1000, unit: "Hz", "Where it cuts."),
        .choice("kit", ["dusty", "808"], default: "dusty", "Which kit."),
        .integer("bars", 1...64, default: 8, "How many bars."),
    ]

    @Test func `what is not given takes its default`() throws {
        let settings = try Settings(["cutoff": .number(500)], for: parameters)
        #expect(settings.number("cutoff") == 500)
        #expect(settings.integer("bars") == 8)
    }

    @Test func `an unknown key names the nearest`() {
        let error = #expect(throws: SettingsError.self) { try Settings(["cutof": .number(5)], for: parameters) }
        #expect(error?.description.contains("did you mean 'cutoff'?") == true)
    }

    @Test(arguments: [ParameterValue.number(19), .number(.nan), .number(.infinity), .text("abc"), .number(1e308)])
    func `a value outside the range is refused with the range`(value: ParameterValue) {
        let error = #expect(throws: SettingsError.self) { try Settings(["cutoff": value], for: parameters) }
        #expect(error?.description.contains("20…20000 Hz") == true)
    }

    @Test func `a name made of digits is still a name`() throws {
        #expect(try Settings(["kit": .number(808)], for: parameters).text("kit") == "808")
    }
}

@Suite struct RandomStreamTests {
    @Test func `the stream is the same for ever`() {
        var stream = RandomStream(seed: 1, place: "layers/vinyl")
        var again = RandomStream(seed: 1, place: "layers/vinyl")
        var other = RandomStream(seed: 1, place: "layers/rain")
        let first = stream.next()
        #expect(first == again.next())
        #expect(first != other.next())
    }

    @Test func `normal numbers have mean 0 and deviation 1`() {
        var stream = RandomStream(seed: 7, place: "test")
        let draws = (0..<20_000).map { _ in stream.normal() }
        let mean = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        #expect(abs(mean) < 0.03)
        #expect(abs(variance - 1) < 0.04)
    }
}
