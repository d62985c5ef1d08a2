# make demo · make test · make lint · make build
# Each installs the Debian packages that it needs and finds missing.

BUILD_PACKAGES = libfluidsynth-dev libsndfile1-dev

.PHONY: build test lint demo packages

packages:
	@.ci/install $(BUILD_PACKAGES)

build: packages
	swift build -c release

# Optimised: the tests of the sound work through minutes of audio.
test: packages
	swift test -Xswiftc -O

lint:
	swift format lint --strict --recursive Package.swift Sources Tests
