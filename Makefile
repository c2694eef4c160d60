# Two commands matter: `make demo` shows the collection at work, `make test` proves it.
# Each sets up what it needs.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

TOPOLOGY ?= examples/l3vpn/lab.yml
INTENT ?= $(if $(filter %.dot %.gv,$(TOPOLOGY)),$(TOPOLOGY),$(dir $(TOPOLOGY))inventory.yml)
LAB_DIR ?= .lab
LAB_IMAGES ?= .lab/images
BENCH ?=
WAYS ?= few
# Cells wait for FRR most of the time.
CELLS ?= 2
VERSION := $(shell sed -n 's/^version: //p' galaxy.yml)
TARBALL := .cache/linuxnet-mpls-$(VERSION).tar.gz

BIN := $(CURDIR)/.venv/bin
LAB := $(BIN)/python -m lab --topology $(TOPOLOGY) --dir $(LAB_DIR)
PLAY := $(BIN)/ansible-playbook -i $(INTENT) -i $(LAB_DIR)/inventory.yml
SCENARIOS := default modules static-core
LONGER_SCENARIOS := kernel faults ring regional services customers limits life
SCENARIO := molecule/default
SCENARIO_PLAY := $(PLAY) --extra-vars=@$(SCENARIO)/vars/late_interface.yml
export PATH := $(BIN):$(PATH)
export MOLECULE_GLOB := molecule/*/molecule.yml
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg

.PHONY: help
help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

# --- set-up ---------------------------------------------------------------------------------

.PHONY: setup
setup: .cache/packages .venv/ready .cache/pyroute2/ready ## Install what everything below needs

.cache/packages: lab/packages.txt tools/packages.txt
	@mkdir -p .cache
	@tools/install-packages $$(cat $^)
	@touch $@

.venv/ready: requirements-dev.txt tools/newest-python | .cache/packages
	@rm -rf .venv && "$$(tools/newest-python 3.14 3.13 3.12 3.11)" -m venv .venv
	@$(BIN)/pip install --quiet --requirement requirements-dev.txt
	@mkdir -p .cache/collections/ansible_collections/linuxnet
	@ln -sfn ../../../.. .cache/collections/ansible_collections/linuxnet/mpls
	@touch $@

# What the newest release is tried with; the lab's guests have those of Debian.
.cache/pyroute2/ready: .venv/ready
	@rm -rf .cache/pyroute2 && $(BIN)/pip install --quiet --target .cache/pyroute2 pyroute2
	@touch $@

.cache/browser: tests/browser/packages.txt
	@mkdir -p .cache
	@tools/install-packages $$(cat $^)
	@touch $@

.venv-floor/ready: requirements-dev.txt tools/newest-python | .cache/packages
	@rm -rf .venv-floor && "$$(tools/newest-python 3.11 3.12 3.13)" -m venv .venv-floor
	@.venv-floor/bin/pip install --quiet 'ansible-core==2.19.*' pytest pytest-xdist hypothesis pillow pydot pyyaml
	@touch $@

# --- the quick loop -------------------------------------------------------------------------

.PHONY: check
check: .venv/ready ## Format, lint, types and unit tests: under two minutes
	ruff format --check .
	ruff check .
	mypy plugins/module_utils plugins/plugin_utils plugins/action plugins/inventory lab tools tests/support tests/unit
	yamllint --strict .
	pytest tests/unit --numprocesses=auto

.PHONY: mutants
mutants: .venv/ready ## Break lines of the plugins one by one: the unit tests notice each
	python tests/mutants/run.py

.PHONY: reference
reference: .venv/ready ## Write the pages that are made of the code
	for form in page:docs/reference/variables.md spec:roles/mpls_intent/meta/argument_specs.yml \
	  modules:docs/reference/modules.md; do \
	  PYTHONPATH=.cache/collections $(BIN)/python tools/print_reference.py $${form%%:*} > $${form#*:}; done

.PHONY: format
format: .venv/ready ## Bring the code into form
	ruff format .
	ruff check --fix .

.PHONY: lab
lab: setup ## Start the lab, from the converged state when there is one
	@if [ -d $(LAB_DIR)/saved/converged ]; then $(LAB) start --restore converged; else $(LAB) start; fi

.PHONY: converge
converge: setup ## Run site on the lab, as the default scenario does
	$(SCENARIO_PLAY) $(SCENARIO)/late_interface.yml linuxnet.mpls.site

.PHONY: verify
verify: setup ## Run verify and the packet tests on the converged lab
	$(SCENARIO_PLAY) linuxnet.mpls.verify
	pytest $(SCENARIO)/tests

.PHONY: lab-save
lab-save: ## Save the converged lab for the next `make lab`
	$(LAB) save converged

# --- the demonstration ----------------------------------------------------------------------

.PHONY: demo
demo: export ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED = true
demo: setup ## Lab up, site, verify, and what to look at; TOPOLOGY=net.dot for a network of your own
	$(LAB) start
	$(PLAY) linuxnet.mpls.site
	@$(LAB) reach
	@cat $(wildcard $(dir $(TOPOLOGY))look-around.txt) /dev/null

.PHONY: demo-stop
demo-stop: ## End the demonstration
	$(LAB) stop

# --- the benchmarks -------------------------------------------------------------------------

.PHONY: bench
bench: setup ## Our speed beside the least that is possible; BENCH=P1 for one of them
	@LAB_TOPOLOGY=tests/benchmarks/lab.yml LAB_DIR=.lab/bench LAB_IMAGES=$(LAB_IMAGES) \
	  PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m benchmarks.run $(BENCH)

# --- everything -----------------------------------------------------------------------------

# Two things run at once: while the first scenario makes the images, what needs none. What takes
# long comes first, so that both end together.
.PHONY: test
test: setup ## What must hold with every change
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=line WAYS=$(WAYS) --old-file=setup \
	  check $(SCENARIOS:%=scenario-%) cells sanity playbooks floor lint

.PHONY: test-all
test-all: WAYS = each
test-all: export LAB_KILLS ?= 4
test-all: test mutants page longer-scenarios ## The same with all that is tried of FRR, and longer scenarios

.PHONY: lint
lint: .venv/ready ## ansible-lint, shellcheck, changelog and documentation lint
	shellcheck tools/[!p]* .ci/run tests/cells/begin.sh tests/cells/bin/*
	ansible-lint --offline --profile production
	antsibull-changelog lint
	antsibull-docs lint-collection-docs --plugin-docs .

.PHONY: collection
collection: .venv/ready ## Build, install into an empty path, show every module and role
	rm -rf .cache/installed $(TARBALL)
	ansible-galaxy collection build --output-path .cache
	ansible-galaxy collection install --offline --no-deps --force -p .cache/installed $(TARBALL)
	tools/show-docs .cache/installed

.PHONY: sanity
sanity: collection ## ansible-test sanity on the installed tarball
	tools/run-sanity .cache/installed/ansible_collections/linuxnet/mpls

# What else there is imports nothing of Ansible's controller.
WITH_ANSIBLE := $(addprefix tests/unit/plugins/,action inventory modules plugin_utils/test_*.py) tests/playbooks
.PHONY: floor
floor: .venv-floor/ready collection ## The oldest supported ansible-core, in what it has a part in
	.venv-floor/bin/pytest $(WITH_ANSIBLE) --numprocesses=2
	ANSIBLE_COLLECTIONS_PATH=$(CURDIR)/.cache/installed .venv-floor/bin/ansible-playbook -i $(INTENT) \
	  linuxnet.mpls.validate -e mpls_render_folder=$(CURDIR)/.cache/rendered-floor

.PHONY: playbooks
playbooks: setup ## The playbooks with routers whose connection ends, without a lab
	pytest tests/playbooks --numprocesses=2

.PHONY: cells
cells: setup ## FRR's configurations with FRR of both releases in namespaces; WAYS=each or all of them
	LAB_PLACE=cells LAB_WAYS=$(WAYS) pytest tests/frr --numprocesses=$(CELLS) --dist=loadscope

.PHONY: page
page: .venv/ready .cache/browser ## The pages of verify in a browser; pictures of them in .cache/pages
	pytest tests/browser

.PHONY: scenarios
scenarios: $(SCENARIOS:%=scenario-%) ## The lab scenarios of `make test`

.PHONY: longer-scenarios
longer-scenarios: $(LONGER_SCENARIOS:%=scenario-%) ## The lab scenarios of `make test-all` alone

scenario-%: setup
	LAB_WAYS=$(WAYS) molecule test --scenario-name $*

.PHONY: clean
clean: ## Stop the lab and remove what was made here
	-$(LAB) clean --all
	rm -rf .cache .venv .venv-floor
