# make demo · make test · make test-long · make test-ecosystem · make lint · make build · make bench · make eval SONGS=… DRUMMERS=… LOOPS=… DECLARED=… ACCIDENTALS=…
# make costs · make bench-train · make sound-check · make sound-pictures · make torture CORPUS=… ONLY=… · make fuzz SECONDS=60
# make sanitize · make coverage · make faults · make docs · make install PREFIX=/usr/local · make uninstall PREFIX=/usr/local
# Each target installs the Debian packages that it needs and that are missing.

BUILD_PACKAGES = libfluidsynth-dev libsndfile1-dev
DEMO = demo.wav
# Statically linked, the program starts in half the time and runs without Swift installed.
RELEASE = swift build -c release --static-swift-stdlib $(if $(SCRATCH),--scratch-path $(SCRATCH))
# Build for x86-64-v3 (processors since about 2013) if this machine supports it: a sixth less time, the same output.
# BASELINE=1 builds for all processors.
ifneq ($(BASELINE),1)
ifneq ($(shell /lib64/ld-linux-x86-64.so.2 --help 2>/dev/null | grep 'x86-64-v3 .supported'),)
RELEASE += -Xswiftc -Xcc -Xswiftc -march=x86-64-v3
endif
endif

# Where `make install` puts the program; DESTDIR goes before it, for packages.
PREFIX ?= /usr/local
ROOT = $(DESTDIR)$(PREFIX)
COMPLETIONS = share/bash-completion/completions/lofi-render share/zsh/site-functions/_lofi-render \
    share/fish/vendor_completions.d/lofi-render.fish

.PHONY: install uninstall build test test-long test-ecosystem lint demo example bench costs bench-train eval sound-check sound-pictures listening oracle torture fuzz sanitize coverage faults docs packages

packages:
	@.ci/install $(BUILD_PACKAGES)

build: packages
	$(RELEASE) --product lofi-render

# The program, its models, and completions for three shells.
install: build
	install -D .build/release/lofi-render $(ROOT)/bin/lofi-render
	install -D -m 644 -t $(ROOT)/share/lofi-render/Models Models/*
	for file in $(COMPLETIONS); do mkdir -p $(ROOT)/$$(dirname $$file) || exit 1; done
	.build/release/lofi-render --generate-completion-script bash | cat - Completions/render-by-default.bash >$(ROOT)/$(word 1,$(COMPLETIONS))
	.build/release/lofi-render --generate-completion-script zsh >$(ROOT)/$(word 2,$(COMPLETIONS))
	.build/release/lofi-render --generate-completion-script fish >$(ROOT)/$(word 3,$(COMPLETIONS))

uninstall:
	rm -f $(ROOT)/bin/lofi-render $(addprefix $(ROOT)/,$(COMPLETIONS))
	rm -rf $(ROOT)/share/lofi-render

# Optimized, because audio tests process minutes of audio and network tests gigaflops.
test: packages
	swift test -Xswiftc -O -Xcc -O2

# What takes minutes for every preset: the same bytes on any threads and blocks, all sample rates.
test-long: packages
	LOFI_LONG=1 swift test -Xswiftc -O -Xcc -O2 --filter LongTests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Examples Benchmarks

demo: build
	.build/release/lofi-render Examples/songs/late-train.mid -o $(DEMO)

# Builds and runs an external package with a plugin of every kind.
example: packages
	cd Examples/OwnPlugins && $(RELEASE)
	Examples/OwnPlugins/.build/release/own-plugins song --length 1:10 \
	    --style Examples/OwnPlugins/own.yaml -o example.wav

bench: build
	@.ci/install fluidsynth fluid-soundfont-gm ffmpeg hyperfine python3-venv time
	$(RELEASE) --product lofi-song-bench
	Benchmarks/run
	Benchmarks/batch
	Benchmarks/midi-reading $(if $(SONGS),songs=$(SONGS)) $(if $(MIDI),files=$(MIDI))

# Render cost against song length and number of notes, as a table and a plot (PYTHON with matplotlib).
costs: build
	@.ci/install time
	$(RELEASE) --product lofi-song-bench
	Benchmarks/costs

# Training and sampling speed compared with PyTorch, which is installed only for this.
bench-train: packages
	@.ci/install python3-venv
	$(RELEASE) --product lofi-train-bench
	Benchmarks/train

# Evaluates the analysis on annotated songs (a folder laid out like POP909), the grooves on the Groove MIDI Dataset, bare notes
# made from LOOPS, the bars of folders with DECLARED meters, and real pieces in which no ACCIDENTALS may change.
eval: packages
	$(RELEASE) --product lofi-eval
	.build/release/lofi-eval $(if $(SONGS),--songs $(SONGS)) $(if $(DRUMMERS),--drummers $(DRUMMERS)) \
	    $(if $(LOOPS),--loops $(LOOPS)) $(foreach folder,$(DECLARED),--declared $(folder)) \
	    $(foreach folder,$(ACCIDENTALS),--accidentals $(folder)) $(EVALFLAGS)

# Tests the promises of docs/limits.md: signals, full disks, odd names, broken files, long songs, training.
torture: build
	@.ci/install python3 ffmpeg sox sndfile-programs
	$(RELEASE) --product lofi-sound-check
	python3 -B Tests/Torture/torture.py $(if $(CORPUS),--corpus $(CORPUS)) $(if $(ONLY),--only $(ONLY))

# Reads what the program writes with ffprobe, mediainfo, soxi, sndfile-info and mutagen, plays what ffmpeg and rubberband write, installs the
# program, and completes its command lines in bash and fish; ONLY=tags runs one area.
test-ecosystem: build
	@.ci/install python3-venv ffmpeg mediainfo sox libsox-fmt-mp3 sndfile-programs rubberband-cli fish zsh
	Tests/Ecosystem/run $(ONLY)

# Line coverage by module; fails if a module is below its promised minimum.
coverage: packages
	Tests/Coverage/coverage $(COVERAGEFLAGS)

# Mutation testing: deliberate faults and the tests that catch them.
faults: packages
	Tests/Faults/faults $(FAULTS)

# Builds the API documentation of LofiPluginKit and LofiEngine into .build/docs; fails on warnings.
docs: packages
	.ci/docs

# Measures every effect, layer, instrument and preset against its physics and real recordings; plots go to docs/sound.
# The table of mixes takes about ten minutes: lofi-sound-check --mix --styles-only … --songs-only … measures a part of it.
sound-check: packages
	$(RELEASE) --product lofi-sound-check
	.build/release/lofi-sound-check --pictures docs/sound >docs/sound.md
	.build/release/lofi-sound-check --styles >docs/styles.md
	.build/release/lofi-sound-check --mix >docs/styles-mix.md
	.build/release/lofi-sound-check --speed
	@grep -h -e "for a known reason" -e "\*\*fails" docs/sound.md

# Songs over time, and every instrument and noise layer alone, as pictures in docs/sound; see Benchmarks/sound-pictures for the
# variables SONGS, STYLES and PICTURES.
sound-pictures: build
	@.ci/install python3-venv
	@Benchmarks/sound-pictures

# Beats, downbeats and key heard in renders of annotated songs (SONGS, a folder laid out like POP909), against the annotation.
listening: build
	@.ci/install python3-venv fluidsynth fluid-soundfont-gm sox
	$(RELEASE) --product lofi-listening-bench
	Benchmarks/hearing $(SONGS)

# What independent listeners hear in our renders: beats, key, notes, instruments, places; see Benchmarks/oracle for the variables
# SONGS, STYLES, LISTEN, FONT and SECTIONS.
oracle: build
	@.ci/install python3-venv
	@Benchmarks/oracle

# Fuzzes every reader of external input with libFuzzer: SECONDS or RUNS for each; TARGETS="midi style".
fuzz: packages
	Tests/Fuzz/run $(if $(RUNS),-runs=$(RUNS),-max_total_time=$(or $(SECONDS),60)) $(TARGETS)

# Runs the tests under the address sanitizer, then under the thread sanitizer.
sanitize: packages
	.ci/sanitize address
	.ci/sanitize thread
