/// Reassembles system exclusive messages, which a file may split into packets.
struct SystemExclusiveReader {
    /// Bytes of an incomplete message; nil between messages.
    private var begun: [UInt8]?

    /// Reads a packet of a track: an F0 event starts a message, an F7 event continues it.
    /// - Returns: the completed message, if it is one that is supported.
    mutating func read(_ status: UInt8, _ packet: UnsafeBufferPointer<UInt8>) -> SystemMessage? {
        // Without a message to continue, F7 is an escape, whose bytes are not a system exclusive message.
        if status == 0xF7, begun == nil { return nil }
        let isFirst = status == 0xF0
        if isFirst, packet.last == 0xF7 {
            begun = nil
            return packet.count <= SystemMessage.maximumBytes ? SystemMessage(packet) : nil
        }
        var message = isFirst ? [] : begun ?? []
        // Messages longer than any supported one are not kept.
        message += packet.prefix(SystemMessage.maximumBytes + 1 - message.count)
        let isLast = packet.last == 0xF7
        begun = isLast ? nil : message
        return isLast && message.count <= SystemMessage.maximumBytes ? SystemMessage(message) : nil
    }
}
