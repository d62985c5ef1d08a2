import LofiPlatform
import Testing

@Suite("Readable text")
struct ReadableTextTests {
    @Test(
        "What would reach the terminal is written out, all else stays",
        arguments: [
            ("Café ☃ 春", "Café ☃ 春"), ("", ""), ("a\nb\tc\rd", #"a\nb\tc\rd"#),
            ("\u{1B}[31m\u{7}\0", #"\u{1B}[31m\u{7}\u{0}"#),
            ("\u{9B}31m", #"\u{9B}31m"#), ("abc\u{202E}fdp", #"abc\u{202E}fdp"#), ("a\u{2028}b", #"a\u{2028}b"#),
            ("\r\n", #"\r\n"#), ("\u{E000}", #"\u{E000}"#),
        ])
    func escapes(text: String, shown: String) {
        #expect(text.escaped == shown)
    }
}
