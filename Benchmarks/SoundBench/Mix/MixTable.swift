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
        let all = try readings(of: songs, in: styles)
        Swift.print(preface(songs))
        for group in MixFigure.groups {
            Swift.print("\n## \(group.title)\n\n\(group.explanation)\n")
            printRow(styles.count == 1 ? "song" : "style", group.figures.map(\.name))
            Swift.print("|---|" + group.figures.map { _ in "---|" }.joined())
            if styles.count == 1 {
                for reading in all { printRow(reading.song.name, group.figures.map { cell($0, [reading]) }) }
            }
            for style in styles {
                let own = all.filter { $0.style.name == style.name }
                printRow(style.name, group.figures.map { cell($0, own) + mark($0, own) })
            }
            if styles.count > 1 { printRow("**all**", group.figures.map { cell($0, all) }) }
            if group.figures.contains(where: { $0.tracks != nil }) {
                printRow("real tracks", group.figures.map(tracks))
            }
            if group.figures.contains(where: { $0.promise != nil }) { printRow("promised", group.figures.map(promise)) }
        }
    }

    /// A reading with what was read.
    private struct Row: Sendable {
        let song: MixSong
        let style: Style
        let reading: MixReading

        /// Whether the promises are about it.
        var isPromised: Bool { song.isWhole && style.extreme == nil && reading.report.seconds > 90 }
    }

    private static func printRow(_ name: String, _ cells: [String]) {
        Swift.print("| \(name) | " + cells.joined(separator: " | ") + " |")
    }

    private static func preface(_ songs: [MixSong]) -> String {
        """
        # Mixes as measured

        Printed by `make sound-check`. Each preset on \(songs.count) songs (\(songs.map(\.name).joined(separator: ", "))):
        median [P10 P90] of the songs. Real tracks: median [P10 P90] of 14, or where marked q the quartiles of 30
        (`Benchmarks/SoundBench/References`). A promise is for the median of whole songs over 90 s, which follows ✗ where it
        misses; styles that are extreme on purpose promise nothing, and what a style's machine or its lack of noise rules out is
        no fault.
        """
    }

    /// Every song in every style, measured on as many threads as there are cores.
    private static func readings(of songs: [MixSong], in styles: [Style]) throws -> [Row] {
        let scores = try songs.map { try $0.score() }
        let pairs = styles.flatMap { style in songs.indices.map { (style: style, song: $0) } }
        let next = Atomic(0)
        let rows = Mutex([Int: Row]())
        let work: @Sendable () throws -> Void = {
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < pairs.count else { return }
                let (style, song) = pairs[index]
                let row = Row(song: songs[song], style: style, reading: try MixReading(scores[song], in: style))
                rows.withLock { $0[index] = row }
            }
        }
        let threads = try (0..<SongRenderer.Options().threads).map { _ in try WorkerThread(work) }
        for thread in threads { try thread.join() }
        return rows.withLock { rows in pairs.indices.compactMap { rows[$0] } }
    }

    /// Median and quantiles; the mean of a share, for songs that come whole.
    private static func cell(_ figure: MixFigure, _ rows: [Row]) -> String {
        func text(_ value: Double) -> String { Signals.text(value, digits: figure.digits) }
        let values = Quantiles(
            rows.filter { !figure.isShare || $0.song.isWhole }.compactMap { figure.value($0.reading) })
        guard values.count > 0 else { return "" }
        guard !figure.isShare else { return text(values.mean) }
        let spread = values.count > 1 ? " [\(text(values.at(0.1))) \(text(values.at(0.9)))]" : ""
        return text(values.median) + spread
    }

    /// A cross and the figure of whole songs over 90 s if it misses what is promised for them.
    private static func mark(_ figure: MixFigure, _ rows: [Row]) -> String {
        let values = Quantiles(rows.filter(\.isPromised).compactMap { figure.value($0.reading) })
        let value = figure.isShare ? values.mean : values.median
        guard let promise = figure.promise, values.count > 0, !promise.contains(value) else { return "" }
        return " ✗ \(Signals.text(value, digits: figure.digits))"
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
