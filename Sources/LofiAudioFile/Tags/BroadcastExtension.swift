import CSndfile

/// The `bext` chunk of Broadcast Wave, version 2 (EBU Tech 3285), with the loudness of the recording.
///
/// libsndfile writes it to WAV and RF64 and adds the coding history.
struct BroadcastExtension {
    /// Value of a loudness field that was not measured.
    private static let unmeasured: Int16 = 0x7FFF

    private var info = SF_BROADCAST_INFO()

    init(_ tags: AudioTags) {
        // Left out where the standard has no letters or no room for it: readers prefer it to the whole comment elsewhere.
        if let comment = tags.comment, comment.utf8.count <= 256,
            comment.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
        {
            Self.write(comment, into: &info.description)
        }
        Self.write(SoftwareTag.name, into: &info.originator)
        // A date is whole here; today's would make each render different.
        if let date = tags.date, date.utf8.count == 10 { Self.write(date, into: &info.origination_date) }
        setLoudness(nil)
    }

    mutating func setLoudness(_ loudness: ProgrammeLoudness?) {
        info.loudness_value = Self.hundredths(loudness?.integrated)
        info.loudness_range = Self.hundredths(loudness?.range)
        info.max_true_peak_level = Self.hundredths(loudness?.truePeak)
        info.max_momentary_loudness = Self.hundredths(loudness?.maximumMomentary)
        info.max_shortterm_loudness = Self.hundredths(loudness?.maximumShortTerm)
    }

    /// Adds the chunk, or changes its contents once there is audio.
    /// - Returns: whether libsndfile wrote it.
    mutating func set(on handle: OpaquePointer) -> Bool {
        let size = Int32(MemoryLayout<SF_BROADCAST_INFO>.size)
        return sf_command(handle, Int32(SFC_SET_BROADCAST_INFO), &info, size) == Int32(SF_TRUE)
    }

    private static func hundredths(_ value: Double?) -> Int16 {
        guard let value, value.isFinite, abs(value) < 300 else { return unmeasured }
        return Int16((value * 100).rounded())
    }

    private static func write<Field>(_ text: String, into field: inout Field) {
        withUnsafeMutableBytes(of: &field) { $0.copyBytes(from: text.utf8.prefix($0.count)) }
    }
}
