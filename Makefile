# make demo   the main job on the sample study
# make test   every test
# Both set up what is missing.

# One optimised build serves tests, demo and benchmarks alike; nobody debugs it.
RELEASE := -c release -debug-info-format none -Xswiftc -enable-testing
EVALRUN := .build/release/evalrun

.PHONY: demo test reference bench bench-peers bench-optimal bench-models bench-matching bench-extracts docs lint build system calibrate clean

demo: build
	$(EVALRUN) run SampleData/islington/study.yml --out out/islington
	$(EVALRUN) run SampleData/test-and-learn/study.yml --out out/test-and-learn
	@echo "report:  $(CURDIR)/out/islington/report.html"
	@echo "results: $(CURDIR)/out/islington/results.json"

test: build
	swift test $(RELEASE) --skip-build
	Scripts/refused .build/release
	Scripts/downstream

# The reference cases alone; EVALSTATS_REFERENCE names another folder of cases.
reference: build
	swift test $(RELEASE) --skip-build --filter Reference

bench: system
	swift package --package-path Benchmarks --disable-sandbox benchmark

# The peers: R and its packages from Debian, Python packages in an environment of their own.
PEERS := Benchmarks/.build/peers

bench-peers: $(PEERS)/ready

$(PEERS)/ready: Benchmarks/Peers/requirements.txt Benchmarks/Peers/system-packages.txt
	Scripts/system-packages Benchmarks/Peers/system-packages.txt
	python3 -m venv $(PEERS)
	$(PEERS)/bin/pip install -q -r $<
	touch $@

# Optimal matching beside scipy, case by case in turn; Benchmarks/RESULTS.md keeps a run.
bench-optimal: system bench-peers
	swift build --package-path Benchmarks -c release --product CompareOptimal
	$(PEERS)/bin/python Benchmarks/Peers/compare_optimal.py \
	  Benchmarks/.build/release/CompareOptimal

# The models beside scikit-learn, pyfixest, statsmodels and numpy, in turn; about ten minutes.
bench-models: system bench-peers
	swift build --package-path Benchmarks -c release --product CompareModels
	$(PEERS)/bin/python Benchmarks/Peers/compare_models.py \
	  Benchmarks/.build/release/CompareModels

# Matching on large cohorts beside its peers, in turn; a quarter of an hour and 12 GB of memory. One part at
# a time: make bench-matching MATCHING="--only score --rounds 1"
MATCHING ?= --write Benchmarks/RESULTS.md

bench-matching: system bench-peers
	swift build --package-path Benchmarks -c release --product CompareMatching
	$(PEERS)/bin/python Benchmarks/Peers/compare_matching.py \
	  Benchmarks/.build/release/CompareMatching $(MATCHING)

# Extracts of 1 to 10 million rows to a cohort with 12 monthly lags, beside polars; five minutes.
bench-extracts: system bench-peers
	swift build --package-path Benchmarks -c release --product CompareExtracts
	$(PEERS)/bin/python Benchmarks/Peers/compare_extracts.py \
	  Benchmarks/.build/release/CompareExtracts

docs: system
	swift package --allow-writing-to-directory out/docs generate-documentation \
	  --target EvalStats --output-path out/docs --transform-for-static-hosting
	@echo "documentation: $(CURDIR)/out/docs"

lint:
	Scripts/lint

# Tests and intervals over 10,000 simulated pilots: 0.4 s of processor time each. A run that
# was stopped goes on where it was.
calibrate: build
	mkdir -p out
	$(EVALRUN) simulate calibrate --seeds 10000 --checkpoint out/calibration.checkpoint \
	  --output Documentation/calibration.md

build: system
	Scripts/build $(RELEASE) --build-tests

system:
	@Scripts/system-packages

clean:
	rm -rf .build out
