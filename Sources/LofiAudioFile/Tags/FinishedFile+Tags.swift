import LofiPlatform

/// The tags that libsndfile does not write, in the words of each format.
extension FinishedFile {
    /// - Parameter frameCount: length of the recording.
    func add(_ tags: AudioTags, format: AudioFormat, frameCount: Int) throws(FileError) {
        let (cues, rate) = (tags.cues(within: frameCount), format.sampleRate)
        func id3(cues: [AudioTags.Cue]) -> [UInt8] {
            ID3Tag.bytes(tags, cues: cues, frameCount: frameCount, sampleRate: rate)
        }
        switch format.container {
        // In WAV, ffmpeg reads both and shows chapters twice.
        case .wav:
            let acid = tags.loop.map { [("acid", $0.acid)] } ?? []
            try appendRIFF(acid + Self.riffCues(cues) + [("id3 ", id3(cues: []))])
        case .aiff:
            try appendAIFF(
                Self.markers(cues, loopFrames: tags.loop == nil ? nil : frameCount) + [("ID3 ", id3(cues: cues))])
        case .flac: try changeFLACComments { $0.add(tags, cues: cues, frameCount: frameCount, sampleRate: rate) }
        case .ogg, .opus:
            try changeOggComments { $0.add(tags, cues: cues, frameCount: frameCount, sampleRate: rate) }
        case .mp3: try replace(0..<0, with: id3(cues: cues))
        }
    }

    // MARK: WAV and RF64

    private typealias Chunk = (id: String, body: [UInt8])

    /// `cue ` has the positions, and a list of type `adtl` their names.
    private static func riffCues(_ cues: [AudioTags.Cue]) -> [Chunk] {
        guard !cues.isEmpty else { return [] }
        var points = UInt32(cues.count).littleEndianBytes
        var labels = Array("adtl".utf8)
        for (index, cue) in cues.enumerated() {
            let (id, frame) = (UInt32(index + 1).littleEndianBytes, UInt32(cue.frame).littleEndianBytes)
            points += id + frame + Array("data\0\0\0\0\0\0\0\0".utf8) + frame
            let label = id + Array("\(cue.name)\0".utf8)
            labels += Array("labl".utf8) + UInt32(label.count).littleEndianBytes + label.evenLength
        }
        return [("cue ", points), ("LIST", labels)]
    }

    private func appendRIFF(_ chunks: [Chunk]) throws(FileError) {
        let end = try append(chunks) { $0.littleEndianBytes }
        let head = try bytes(0..<16)
        if head.starts(with: Array("RF64".utf8)) {
            // The chunk ds64, which comes first, counts the file in 64 bits.
            guard head[12...].elementsEqual("ds64".utf8) else { throw unknownLayout() }
            try write(UInt64(end - 8).littleEndianBytes, at: 20)
        } else {
            guard head.starts(with: Array("RIFF".utf8)) else { throw unknownLayout() }
            try write(UInt32(end - 8).littleEndianBytes, at: 4)
        }
    }

    // MARK: AIFF

    /// Markers, from 1: the cues, and the ends of a loop, to which `INST` refers.
    private static func markers(_ cues: [AudioTags.Cue], loopFrames: Int?) -> [Chunk] {
        let ends = loopFrames.map { [(0, "Loop start"), ($0, "Loop end")] } ?? []
        let all = cues + ends.map { AudioTags.Cue(frame: $0.0, name: $0.1) }
        guard !all.isEmpty else { return [] }
        var bytes = UInt16(all.count).bigEndianBytes
        for (index, cue) in all.enumerated() {
            let name = Array(cue.name.utf8.prefix(255))
            bytes += UInt16(index + 1).bigEndianBytes + UInt32(cue.frame).bigEndianBytes
            bytes += ([UInt8(name.count)] + name).evenLength
        }
        guard loopFrames != nil else { return [("MARK", bytes)] }
        let first = UInt16(cues.count + 1)
        return [("MARK", bytes), ("INST", LoopPoints.inst(markers: (first, first + 1)))]
    }

    private func appendAIFF(_ chunks: [Chunk]) throws(FileError) {
        let end = try append(chunks) { $0.bigEndianBytes }
        guard try bytes(0..<4).elementsEqual("FORM".utf8) else { throw unknownLayout() }
        try write(UInt32(end - 8).bigEndianBytes, at: 4)
    }

    /// - Returns: the size of the file with the chunks.
    private func append(_ chunks: [Chunk], size: (UInt32) -> [UInt8]) throws(FileError) -> Int {
        var end = try self.size()
        // Chunks begin at even offsets.
        if end % 2 == 1 {
            try write([0], at: end)
            end += 1
        }
        var bytes: [UInt8] = []
        for (id, body) in chunks { bytes += Array(id.utf8) + size(UInt32(body.count)) + body.evenLength }
        try write(bytes, at: end)
        return end + bytes.count
    }

    // MARK: FLAC

    private func changeFLACComments(_ change: (inout VorbisComments) -> Void) throws(FileError) {
        guard try bytes(0..<4).elementsEqual("fLaC".utf8) else { throw unknownLayout() }
        var position = 4
        while true {
            let head = try bytes(position..<(position + 4))
            guard head.count == 4 else { throw unknownLayout() }
            let size = head[1...].reduce(0) { $0 << 8 | Int($1) }
            let body = (position + 4)..<(position + 4 + size)
            // The upper bit marks the last block of metadata.
            if head[0] & 0x7F == 4 {
                guard var comments = VorbisComments(try bytes(body)[...]) else { throw unknownLayout() }
                change(&comments)
                let bytes = comments.bytes
                // The kind of the block in one byte, its size in three.
                let head = [head[0]] + UInt32(bytes.count).bigEndianBytes.dropFirst()
                return try replace(position..<body.upperBound, with: head + bytes)
            }
            guard head[0] & 0x80 == 0 else { throw unknownLayout() }
            position = body.upperBound
        }
    }
}

extension [UInt8] {
    /// With a zero at the end if the number of bytes is odd.
    fileprivate var evenLength: [UInt8] { count % 2 == 0 ? self : self + [0] }
}
