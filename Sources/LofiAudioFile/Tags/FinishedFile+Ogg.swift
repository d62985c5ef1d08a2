import LofiPlatform

/// Comments in Ogg Vorbis and Opus.
extension FinishedFile {
    /// Changes the comments, and gives the stream a serial number that depends on its contents alone: libsndfile draws
    /// one from the clock, so that equal renders would differ.
    func changeOggComments(_ change: (inout VorbisComments) -> Void) throws(FileError) {
        let first = try page(at: 0)
        // Opus has one header after the first, Vorbis two, and a bit at the end of its comments.
        let isOpus = first.body.starts(with: "OpusHead".utf8)
        let (packetCount, lead) = isOpus ? (1, 8) : (2, 7)
        guard isOpus || first.body.starts(with: "\u{1}vorbis".utf8) else { throw unknownLayout() }
        var (packets, end): ([[UInt8]], Int) = ([[]], first.byteCount)
        // The last packet fills its page, since the audio begins on a new one.
        while packets.count <= packetCount {
            let page = try page(at: end)
            var position = page.body.startIndex
            for size in page.segments {
                packets[packets.count - 1] += page.body[position..<(position + Int(size))]
                position += Int(size)
                if size < 255 { packets.append([]) }
            }
            end += page.byteCount
        }
        guard packets.count == packetCount + 1, packets.removeLast().isEmpty,
            var comments = VorbisComments(packets[0].dropFirst(lead))
        else { throw unknownLayout() }
        change(&comments)
        packets[0] = Array(packets[0].prefix(lead)) + comments.bytes + (isOpus ? [] : [1])
        try replace(first.byteCount..<end, with: OggPage.headerPages(packets))
        // Of the comments and the length: the streams of a chain, one file after another, must differ.
        let sum = packets[0].withUnsafeBufferPointer(OggPage.checksum)
        try numberPages(serial: sum ^ UInt32(truncatingIfNeeded: try size()))
    }

    private func page(at offset: Int) throws(FileError) -> OggPage {
        guard let page = OggPage(try bytes(offset..<(offset + OggPage.mostBytes))[...]) else { throw unknownLayout() }
        return page
    }

    private func numberPages(serial: UInt32) throws(FileError) {
        let end = try size()
        var (offset, number): (Int, UInt32) = (0, 0)
        while offset < end {
            var piece = try bytes(offset..<(offset + 16 * OggPage.mostBytes))
            var position = 0
            while let count = OggPage(piece[position...])?.byteCount {
                let range = position..<(position + count)
                piece.withUnsafeMutableBufferPointer {
                    OggPage.number(UnsafeMutableBufferPointer(rebasing: $0[range]), serial: serial, page: number)
                }
                (position, number) = (range.upperBound, number + 1)
            }
            guard position > 0 else { throw unknownLayout() }
            try write(piece.prefix(position), at: offset)
            offset += position
        }
    }
}
