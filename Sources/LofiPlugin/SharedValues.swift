import LofiPlatform

/// Values that several plugins of one render use and that are made once, such as the samples of a SoundFont.
public final class SharedValues: Sendable {
    private struct Table: @unchecked Sendable {
        // Keys and values are Sendable; `AnyHashable` forgets that.
        var values: [AnyHashable: any Sendable] = [:]
    }

    private let table = Locked(Table())

    /// Starts without a value.
    public init() {}

    /// Returns the value for a key. The first caller creates it while others wait.
    /// - Parameter make: Must not ask for another shared value.
    /// - Throws: What `make` throws; the next caller then tries again.
    public func value<Value: Sendable, Failure: Error>(
        for key: some Hashable & Sendable, make: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try table.withLock { (table) throws(Failure) in
            if let known = table.values[AnyHashable(key)] as? Value { return known }
            let value = try make()
            table.values[AnyHashable(key)] = value
            return value
        }
    }
}
