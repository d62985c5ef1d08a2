/// The generators that come with lofi-render.
package let standardGenerators: [any ScoreGenerator.Type] = [
    NoteChordGenerator.self, MelodyGenerator.self, ExternalProgram.self,
]
