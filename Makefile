# make demo · make test · make lint · make build · make bench · make eval SONGS=… DRUMMERS=… LOOPS=… DECLARED=… ACCIDENTALS=…
# make costs · make bench-train · make sound-check · make torture CORPUS=… ONLY=… · make fuzz SECONDS=60 · make sanitize
# make coverage · make faults · make docs
# Each installs the Debian packages that it needs and finds missing.

BUILD_PACKAGES = libfluidsynth-dev libsndfile1-dev
DEMO = demo.wav
# With Swift's library in it a program starts in half of the time, and runs where there is no Swift.
RELEASE = swift build -c release --static-swift-stdlib $(if $(SCRATCH),--scratch-path $(SCRATCH))
# For processors since about 2013, where this is one: a sixth less time, the same bytes. BASELINE=1 builds for all.
ifneq ($(BASELINE),1)
ifneq ($(shell /lib64/ld-linux-x86-64.so.2 --help 2>/dev/null | grep 'x86-64-v3 .supported'),)
RELEASE += -Xswiftc -Xcc -Xswiftc -march=x86-64-v3
endif
endif

.PHONY: build test lint demo example bench costs bench-train eval sound-check torture fuzz sanitize coverage faults docs packages

packages:
	@.ci/install $(BUILD_PACKAGES)

build: packages
	$(RELEASE) --product lofi-render

# Optimised: the tests of the sound work through minutes of audio, those of the networks through gigaflops.
test: packages
	swift test -Xswiftc -O -Xcc -O2

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Examples Benchmarks

demo: build
	.build/release/lofi-render Examples/songs/late-train.mid -o $(DEMO)

# A package outside this one, with a plugin of every kind.
example: packages
	cd Examples/OwnPlugins && $(RELEASE)
	Examples/OwnPlugins/.build/release/own-plugins song --length 40 \
	    --style Examples/OwnPlugins/own.yaml -o example.wav

bench: build
	@.ci/install fluidsynth fluid-soundfont-gm ffmpeg hyperfine python3-venv time
	$(RELEASE) --product lofi-song-bench
	Benchmarks/run
	Benchmarks/batch
	Benchmarks/midi-reading $(if $(SONGS),songs=$(SONGS)) $(if $(MIDI),files=$(MIDI))

# What a song costs against its length and its notes, as a table and a picture (PYTHON with matplotlib).
costs: build
	@.ci/install time
	$(RELEASE) --product lofi-song-bench
	Benchmarks/costs

# Training and sampling beside PyTorch, which is installed for this alone.
bench-train: packages
	@.ci/install python3-venv
	$(RELEASE) --product lofi-train-bench
	Benchmarks/train

# The analysis against annotated songs (a folder as POP909 has it), the grooves against the Groove MIDI Dataset, bare notes made
# of LOOPS, the bars of folders that DECLARED their meter, and real pieces in which no ACCIDENTALS may move.
eval: packages
	$(RELEASE) --product lofi-eval
	.build/release/lofi-eval $(if $(SONGS),--songs $(SONGS)) $(if $(DRUMMERS),--drummers $(DRUMMERS)) \
	    $(if $(LOOPS),--loops $(LOOPS)) $(foreach folder,$(DECLARED),--declared $(folder)) \
	    $(foreach folder,$(ACCIDENTALS),--accidentals $(folder)) $(EVALFLAGS)

# What is promised when things go wrong (docs/limits.md): signals, full disks, odd names, broken files, long songs, training.
torture: build
	@.ci/install python3 ffmpeg sox sndfile-programs
	$(RELEASE) --product lofi-sound-check
	python3 -B Tests/Torture/torture.py $(if $(CORPUS),--corpus $(CORPUS)) $(if $(ONLY),--only $(ONLY))

# Line coverage by module; fails where one has less than its promise.
coverage: packages
	Tests/Coverage/coverage $(COVERAGEFLAGS)

# Deliberate faults, and the tests that catch each.
faults: packages
	Tests/Faults/faults $(FAULTS)

# The documentation of the public API, LofiPluginKit and LofiEngine, into .build/docs; fails on a warning.
docs: packages
	.ci/docs

# Every effect, layer, instrument and preset against its physics and against real recordings; pictures into docs/sound.
sound-check: packages
	$(RELEASE) --product lofi-sound-check
	.build/release/lofi-sound-check --pictures docs/sound >docs/sound.md
	.build/release/lofi-sound-check --styles >docs/styles.md
	.build/release/lofi-sound-check --speed
	@grep -h -e "for a known reason" -e "\*\*fails" docs/sound.md

# What libFuzzer invents, into every reader of what comes from outside: SECONDS each, or RUNS each; TARGETS="midi style".
fuzz: packages
	Tests/Fuzz/run $(if $(RUNS),-runs=$(RUNS),-max_total_time=$(or $(SECONDS),60)) $(TARGETS)

# The tests again while memory is watched, and again while threads are.
sanitize: packages
	.ci/sanitize address
	.ci/sanitize thread
