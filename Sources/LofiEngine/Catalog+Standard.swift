import LofiArrange
import LofiDSP
import LofiGenerate
import LofiArrange
import LofiDSP
import LofiGenerate
import LofiPlugin
import LofiSynthesis

extension Catalog {
    /// The plugins that come with lofi-render.
    public static let standard = Catalog(
        generators: standardGenerators, transforms: standardTransforms, synthesizers: standardSynthesizers,
        effects: standardEffects, layers: standardNoiseLayers)

    /// Where a transform of a kind goes among those of a style: before the first that the catalogue names later, so that a song
    /// gets its length before its drums.
    func place(of kind: String, among uses: [Style.PluginUse]) -> Int {
        let order = transforms.map { $0.kind }
        let rank = order.firstIndex(of: kind) ?? order.count
        return uses.firstIndex { (order.firstIndex(of: $0.kind) ?? 0) > rank } ?? uses.count
    }
}
