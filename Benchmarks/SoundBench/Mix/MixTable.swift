import Foundation
import LofiEngine
import LofiPlatform
import LofiPlugin
import Synchronization

/// Measures each preset on songs of different kinds, beside real tracks, and prints a page of the documentation.
public enum MixTable {
    /// Prints the page.
    /// - Parameters:
    ///   - styles: presets or style files; empty for all presets.
    ///   - songs: only the songs whose names contain one of these; empty for all.
    ///   - folder: measures the MIDI files of this folder instead.
    public static func print(styles: [String], songs wanted: [String], folder: String?) throws {
        let library = StyleLibrary(userFolder: nil)
        let styles = try (styles.isEmpty ? presetNames : styles).map { try library.style($0) }
        let songs = try (folder.map(MixSong.songs) ?? MixSong.standard()).filter { song in
            wanted.isEmpty || wanted.contains { song.name.contains($0) }
        }
        let readings = try read(songs, in: styles)
        Swift.print(preface(songs))
        for group in MixFigure.groups {
            Swift.print("\n## \(group.title)\n\n\(group.explanation)\n")
            Swift.print("| style | " + group.figures.map(\.name).joined(separator: " | ") + " |")
            Swift.print("|---|" + group.figures.map { _ in "---|" }.joined())
            for (style, readings) in zip(styles, readings) {
                let cells = group.figures.map { cell($0, songs, readings, isExtreme: style.extreme != nil) }
                Swift.print("| \(style.name) | " + cells.joined(separator: " | ") + " |")
            }
            let allReadings = readings.flatMap { $0 }
            let allSongs = styles.flatMap { _ in songs }
            Swift.print(
                "| **all** | "
                    + group.figures.map { cell($0, allSongs, allReadings, isExtreme: true) }.joined(separator: " | ")
                    + " |")
            if group.figures.contains(where: { $0.tracks != nil }) {
                Swift.print("| real tracks | " + group.figures.map(tracks).joined(separator: " | ") + " |")
            }
            if group.figures.contains(where: { $0.promise != nil }) {
                Swift.print("| promised | " + group.figures.map(promise).joined(separator: " | ") + " |")
            }
        }
    }

    private static func preface(_ songs: [MixSong]) -> String {
        """
        # Mixes as measured

        Printed by `make sound-check`. Each preset on \(songs.count) songs (\(songs.map(\.name).joined(separator: ", "))):
        median [P10 P90] of the songs. Real tracks: median [P10 P90] of 14, or where marked q the quartiles of 30
        (`Benchmarks/SoundBench/References`). A promise is for the median of whole songs over 90 s; ✗ marks those that miss it.
        Styles that are extreme on purpose promise nothing.
        """
    }

    /// The readings by style and song, on as many threads as there are cores.
    private static func read(_ songs: [MixSong], in styles: [Style]) throws -> [[MixReading]] {
        let count = styles.count * songs.count
        let next = Atomic(0)
        let results = Mutex([Int: MixReading]())
        let work: @Sendable () throws -> Void = {
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                let reading = try MixReading(songs[index % songs.count], in: styles[index / songs.count])
                results.withLock { $0[index] = reading }
            }
        }
        let threads = try (0..<SongRenderer.Options().threads).map { _ in try WorkerThread(work) }
        for thread in threads { try thread.join() }
        let all = results.withLock { $0 }
        return styles.indices.map { style in songs.indices.compactMap { all[style * songs.count + $0] } }
    }

    private static func cell(
        _ figure: MixFigure, _ songs: [MixSong], _ readings: [MixReading], isExtreme: Bool
    ) -> String {
        let values = Quantiles(readings.compactMap(figure.value))
        guard values.count > 0 else { return "" }
        let whole = Quantiles(
            zip(songs, readings).filter { $0.isWhole && $1.report.seconds > 90 }.compactMap { figure.value($1) })
        func text(_ value: Double) -> String { Signals.text(value, digits: figure.digits) }
        guard !figure.isShare else {
            return text(whole.mean) + mark(figure, whole.mean, whole.count, isExtreme)
        }
        let quantiles = values.count > 1 ? " [\(text(values.at(0.1))) \(text(values.at(0.9)))]" : ""
        return text(values.median) + quantiles + mark(figure, whole.median, whole.count, isExtreme)
    }

    private static func mark(_ figure: MixFigure, _ value: Double, _ count: Int, _ isExtreme: Bool) -> String {
        guard let promise = figure.promise, count > 0, !isExtreme, !promise.contains(value) else { return "" }
        return figure.isShare ? " ✗" : " ✗ \(Signals.text(value, digits: figure.digits))"
    }

    private static func tracks(_ figure: MixFigure) -> String {
        guard let tracks = figure.tracks else { return "" }
        func text(_ value: Double) -> String { Signals.text(value, digits: figure.digits) }
        let spread = tracks.spread.map { " [\(text($0.lowerBound)) \(text($0.upperBound))]" } ?? ""
        return text(tracks.median) + spread + (tracks.source == .thirty ? " q" : "")
    }

    private static func promise(_ figure: MixFigure) -> String {
        guard let promise = figure.promise else { return "" }
        return "\(Signals.text(promise.lowerBound, digits: 0)) to \(Signals.text(promise.upperBound, digits: 0))"
    }
}
