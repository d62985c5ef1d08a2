/// Puts system exclusive messages together, which a file may divide into packets.
struct SystemExclusiveReader {
    /// Of a message that has begun and not ended; nil between messages.
    private var begun: [UInt8]?

    /// Takes a packet of a track: an F0 event begins a message, an F7 event continues it.
    /// - Returns: the message that ends with it, if it means something here.
    mutating func read(_ status: UInt8, _ packet: UnsafeBufferPointer<UInt8>) -> SystemMessage? {
        // Without a beginning F7 is an escape, whose bytes are no system exclusive message.
        if status == 0xF7, begun == nil { return nil }
        let isFirst = status == 0xF0
        if isFirst, packet.last == 0xF7 {
            begun = nil
            return packet.count <= SystemMessage.longest ? SystemMessage(packet) : nil
        }
        var message = isFirst ? [] : begun ?? []
        // What is longer than any that is understood is not kept.
        message += packet.prefix(SystemMessage.longest + 1 - message.count)
        let isLast = packet.last == 0xF7
        begun = isLast ? nil : message
        return isLast && message.count <= SystemMessage.longest ? SystemMessage(message) : nil
    }
}
