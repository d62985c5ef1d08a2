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
        // By another implementation of FNV-1a, SplitMix64 and xoshiro256++, in Python.
        let expected: [(seed: UInt64, place: String, numbers: [UInt64])] = [
            (1, "layers/vinyl", [0x3063_D68A_E304_9614, 0xBE38_0A55_9284_CD9C, 0x6748_5847_9A13_A14F]),
            (1, "layers/rain", [0x5A2F_5BD8_FB48_B731, 0xFC41_6AD7_E5D2_1B62, 0x8666_3CBF_0C5B_80FC]),
            (2, "layers/vinyl", [0x6818_EB48_06C7_26F9, 0xF8DC_EEA8_2AB6_4669]),
        ]
        for (seed, place, numbers) in expected {
            var stream = RandomStream(seed: seed, place: place)
            #expect(numbers.map { _ in stream.next() } == numbers)
        }
        var stream = RandomStream(seed: 1, place: "layers/vinyl")
        var fork = stream.fork("x")
        #expect(fork.next() == 0xF7C9_7BBA_6504_D3D4 && stream.unit() == 0.7430426081578104)
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
