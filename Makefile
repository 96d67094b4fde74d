# dpsim: the commands a stranger runs. Needs Node >= 20.19 and make only.
.DEFAULT_GOAL := help
.PHONY: help install build run demo bench fuzz test typecheck lint glyphs charts panel settings schema screenshots

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

node_modules/.installed: package.json package-lock.json
# Not `npm ci`: it refuses a lock made where a registry mirror lacks other platforms' optional packages.
	npm install --no-save --no-fund --no-audit
	@touch $@

install: node_modules/.installed ## install the pinned packages

build: install ## compile to dist/, the panel to dist/panel-ui/
	npm run --silent build

run: build ## two machines in real time, their panels in a browser; Ctrl-C ends. OPTIONS="--state out/rig"
	@node dist/rig/cli/dpsim.js serve $(OPTIONS)

demo: build ## one Direct XMT between two machines; ORIGINAL="a.png b.jpg" sends your pages
	@node dist/rig/cli/dpsim.js demo $(ORIGINAL)

# bench: stages and originals; direct-send: a real far end; receiving: beside stock smtp-server and smtp-sink; coding: MH, MR, MMR beside libtiff, JBIG beside jbigkit.
# sending: 40 kB messages into Postfix's smtp-sink, beside nodemailer.
# machines: boot, a thousand machines at rest, a day of a thousand jobs under virtual time.
SUITES ?= bench direct-send receiving sending machines coding

bench: install ## what stages, originals, sending, machines and codings cost; SUITES=coding for one of them
	@node_modules/.bin/tsc -p tsconfig.bench.json
	@for suite in $(SUITES); do node --expose-gc out/bench/bench/$$suite.js || exit; done

fuzz: install ## a million spoilt inputs for every reader; SECONDS=60 stops earlier, TARGETS="mh mr" chooses
	@node --import tsx test/fuzz/fuzz.ts $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(TARGETS)

typecheck: install
	npm run --silent typecheck

lint: install
	npm run --silent lint

test: typecheck lint ## type-check, lint, all tests
	npm test --silent

glyphs: install ## draw the glyphs of the header line anew
	@node --import tsx rig/glyphs/print-glyphs.ts

charts: install ## print docs/charts.md and the panel's drawings anew from the state charts
	@node --import tsx rig/export/print-charts.ts
	@node --import tsx rig/export/draw-charts.ts

panel: install ## print docs/panel.md anew from the panel's screens
	@node --import tsx rig/export/print-panel.ts

screenshots: install ## take docs/screenshots/ anew (needs Debian's chromium)
	@node --import tsx test/browser/take-screenshots.ts

settings: install ## print docs/settings.md anew from the tables of settings
	@node --import tsx rig/export/print-settings.ts

schema: install ## print docs/rig.schema.json anew from the lab description
	@node --import tsx rig/export/print-rig-schema.ts
