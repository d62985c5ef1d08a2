import Foundation
import LofiPlugin
import LofiScore
import Testing
@testable import LofiListening

@Suite("Listening to recordings")
struct ListeningTests {
    private func hear(_ frames: [StereoFrame], rate: Int, blocks: Int = 4096) -> HeardMusic {
        let listener = AudioListener(sampleRate: rate)
        var frames = frames
        frames.withUnsafeMutableBufferPointer { all in
            for start in stride(from: 0, to: all.count, by: blocks) {
                listener.add(AudioBlock(rebasing: all[start..<min(all.count, start + blocks)]))
            }
        }
        return listener.finish()
    }

    private func hear(_ band: PlayedBand) -> HeardMusic { hear(band.frames, rate: band.sampleRate) }

    /// F-measure with a tolerance in seconds, from 5 s on.
    private func agreement(_ heard: [Double], _ played: [Double], within tolerance: Double = 0.07) -> Double {
        let heard = heard.filter { $0 >= 5 }, played = played.filter { $0 >= 5 }
        let hits = played.count { beat in heard.contains { abs($0 - beat) <= tolerance } }
        return 2 * Double(hits) / Double(max(1, heard.count + played.count))
    }

    @Test("Beats, downbeats, tempo and key of a band are heard", arguments: [true, false])
    func band(drums: Bool) {
        let band = PlayedBand(drums: drums)
        let music = hear(band)
        #expect(agreement(music.beats, band.beats) > 0.95)
        #expect(agreement(music.downbeatIndices.map { music.beats[$0] }, band.downbeats) > 0.95)
        #expect(music.keepsBeat && music.beatsPerBar == 4)
        #expect(abs((music.beatsPerMinute ?? 0) - 84) < 1, "\(music.beatsPerMinute ?? 0)")
        #expect(music.key == Key(tonic: 0, mode: .major), "\(music.key?.description ?? "none")")
    }

    @Test("Beats are within 15 ms, since drums are laid on them")
    func precision() {
        let band = PlayedBand()
        #expect(agreement(hear(band).beats, band.beats, within: 0.015) > 0.95)
    }

    @Test("A waltz is heard as one")
    func waltz() {
        let band = PlayedBand(beatsPerBar: 3, bpm: { _ in 96 })
        let music = hear(band)
        #expect(music.beatsPerBar == 3)
        #expect(agreement(music.downbeatIndices.map { music.beats[$0] }, band.downbeats) > 0.9)
    }

    @Test("A tempo that drifts by a tenth is followed")
    func drift() {
        let band = PlayedBand(bpm: { 80 + 8 * sin($0 / 6) })
        let music = hear(band)
        #expect(agreement(music.beats, band.beats) > 0.9)
        #expect(music.keepsBeat, "\(music.beatConfidence)")
    }

    @Test("Any sample rate gives the same beats", arguments: [8000, 44_100, 96_000])
    func sampleRates(rate: Int) {
        let band = PlayedBand(seconds: 30, sampleRate: rate)
        #expect(agreement(hear(band).beats, band.beats) > 0.9)
    }

    @Test("What is heard does not depend on the blocks")
    func blocks() {
        let band = PlayedBand(seconds: 20)
        let whole = hear(band.frames, rate: band.sampleRate, blocks: band.frames.count)
        for count in [1, 77, 5000] {
            let music = hear(band.frames, rate: band.sampleRate, blocks: count)
            #expect(music.beats == whole.beats && music.score == whole.score, "blocks of \(count)")
        }
    }

    @Test("A record that turns too slowly is heard as out of tune, by how much it is")
    func tuning() {
        #expect(abs(hear(PlayedBand(seconds: 20, cents: -30)).tuningCents + 30) < 4)
        #expect(abs(hear(PlayedBand(seconds: 20)).tuningCents) < 4)
    }

    @Test("The key is heard in any transposition, major and minor", arguments: 0..<6)
    func keys(transposition: Int) {
        let major = PlayedBand(
            seconds: 30,
            chords: [
                (transposition, false), (transposition + 5, false), (transposition + 7, false), (transposition, false),
            ])
        #expect(hear(major).key == Key(tonic: transposition, mode: .major))
        let minor = PlayedBand(
            seconds: 30,
            chords: [
                (transposition, true), (transposition + 5, true), (transposition + 7, false), (transposition, true),
            ])
        #expect(hear(minor).key == Key(tonic: transposition, mode: .minor))
    }

    @Test("The chords under the score have the roots that were played")
    func chords() {
        let band = PlayedBand(seconds: 40)
        let music = hear(band)
        let harmony = Harmony(music.score)
        let roots = [0, 9, 5, 7]
        var right = 0
        for index in band.beats.indices {
            let tick = music.score.tempoMap.tick(atSeconds: band.beats[index] + 0.2)
            if harmony.chord(at: tick)?.root == roots[index / 4 % 4] { right += 1 }
        }
        #expect(Double(right) > 0.9 * Double(band.beats.count), "\(right) of \(band.beats.count)")
    }

    @Test("The score keeps the time of the recording")
    func score() {
        let band = PlayedBand(seconds: 30)
        let music = hear(band)
        for (beat, seconds) in music.beats.enumerated() {
            let tick = music.score.tempoMap.tick(atSeconds: seconds)
            #expect(abs(music.score.tempoMap.seconds(at: tick) - seconds) < 0.002, "beat \(beat)")
            #expect(min(tick % 480, 480 - tick % 480) <= 2, "beat \(beat) at tick \(tick)")
        }
        let bars = music.score.meterMap.bars(upTo: music.score.tempoMap.tick(atSeconds: 28))
        let starts = bars.map { music.score.tempoMap.seconds(at: $0.startTick) }
        for downbeat in music.downbeatIndices.map({ music.beats[$0] }) where downbeat < 27 {
            #expect(starts.contains { abs($0 - downbeat) < 0.002 }, "\(downbeat)")
        }
    }

    @Test("Noise, single tones at random and silence have no beat")
    func noBeat() {
        var random = RandomStream(seed: 3, place: "test")
        let rate = 22_050
        let noise = (0..<(40 * rate)).map { _ in StereoFrame(repeating: Float(random.uniform(-0.3...0.3))) }
        #expect(!hear(noise, rate: rate).keepsBeat)
        var tones = [StereoFrame](repeating: .zero, count: 40 * rate)
        var start = 0
        while start < tones.count {
            let hertz = random.uniform(200...900)
            for index in 0..<min(rate, tones.count - start) {
                let t = Double(index) / Double(rate)
                tones[start + index] += StereoFrame(repeating: Float(0.3 * sin(2 * .pi * hertz * t) * exp(-5 * t)))
            }
            start += Int(-log(1 - random.unit()) * 0.4 * Double(rate)) + 500
        }
        #expect(!hear(tones, rate: rate).keepsBeat)
        let silence = hear([StereoFrame](repeating: .zero, count: 20 * rate), rate: rate)
        #expect(!silence.keepsBeat && silence.key == nil && silence.beatsPerMinute == nil)
    }

    @Test("A recording of no frames, or of one, is heard as nothing", arguments: [0, 1, 1000])
    func short(count: Int) {
        let music = hear([StereoFrame](repeating: StereoFrame(0.5, 0.5), count: count), rate: 44_100)
        #expect(!music.keepsBeat && music.beats.isEmpty)
    }
}
