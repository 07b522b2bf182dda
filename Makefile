# The commands of the project. `make help` lists them. Works with GNU make 3.81 (macOS) and any POSIX shell.

VENV ?= .venv
PY = $(VENV)/bin/python
HOST ?= localhost
PORT ?= 8501
FACTS ?=
MIRROR ?=
BENCH ?=
export VENV HOST PORT CHROMIUM

.DEFAULT_GOAL := help
.PHONY: help run test check data bench clean lint environment dev-environment browser
.NOTPARALLEL:

help: ## Affiche cette aide
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: environment ## Installe ce qu'il faut et ouvre le tableau de bord (PORT=8501, HOST=localhost)
	@printf '3/3 Démarrage. Adresse : http://%s:%s  (Ctrl+C pour arrêter)\n' "$(HOST)" "$(PORT)"
	@mkdir -p static
	@exec $(PY) -m streamlit run app.py --server.address "$(HOST)" --server.port "$(PORT)"

test: dev-environment browser ## Tous les contrôles et tous les tests, navigateur compris
	@sh -eu -c "$$FIND_CHROMIUM"'; $(MAKE) --no-print-directory lint; export CHROMIUM="$$found"; \
	  $(PY) -m pytest -n 2 -m "not browser"; $(PY) -m pytest -m browser'

check: dev-environment lint ## Les mêmes contrôles, sans le navigateur
	$(PY) -m pytest -n 2 -m "not browser"

data: environment ## Reconstruit les tables embarquées (MIRROR= et FACTS=dossiers des sources)
	$(PY) -m loaders build $(if $(MIRROR),--mirror "$(MIRROR)") $(if $(FACTS),--facts "$(FACTS)")

bench: dev-environment browser ## Mesure le changement d'indicateur, face à une page folium (BENCH="--json -")
	@sh -eu -c "$$FIND_CHROMIUM"'; CHROMIUM="$$found" $(PY) -m benchmarks.map_change $(BENCH)'

clean: ## Supprime l'environnement, les caches et les fichiers engendrés
	rm -rf "$(VENV)" static .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/artifacts

lint:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m loaders check

environment:
	@sh -eu -c "$$INSTALL" install requirements.txt

dev-environment:
	@sh -eu -c "$$INSTALL" install requirements-dev.txt

browser:
	@sh -eu -c "$$FIND_CHROMIUM; $$INSTALL_CHROMIUM"

# --- Shell scripts, each started by `sh -eu -c`. In here, a dollar for the shell is written twice. ---

# Three tries: a network hiccup is not a failure.
define RETRY
retry() { "$$@" || { sleep 3; "$$@"; } || { sleep 10; "$$@"; }; }
as_root() { if [ "$$(id -u)" = 0 ]; then "$$@"; else sudo -n "$$@"; fi; }
can_be_root() { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
endef

# $1: the requirement file. Makes $VENV when missing or broken, fills it when the files have changed: the key of
# what is installed is kept in $VENV, so that a second start asks nothing of the network.
define INSTALL
$(RETRY)
find_python() {
  for name in python3.13 python3.12 python3.11 python3.14 python3; do
    for path in $$(command -v $$name || true) /usr/bin/$$name /opt/homebrew/bin/$$name /usr/local/bin/$$name; do
      if "$$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$$path"; return
      fi
    done
  done
  echo "Python 3.11 ou plus récent est nécessaire, et introuvable ici." >&2
  echo "  Debian, Ubuntu : sudo apt-get install python3 python3-venv" >&2
  echo "  macOS          : brew install python@3.13, ou https://www.python.org/downloads/" >&2
  exit 1
}
make_venv() {
  rm -rf "$$VENV"
  if "$$1" -m venv "$$VENV" >/dev/null 2>&1 && "$$VENV/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
  rm -rf "$$VENV"
  if "$$1" -m virtualenv -q "$$VENV" 2>/dev/null || virtualenv -q -p "$$1" "$$VENV" 2>/dev/null; then return; fi
  rm -rf "$$VENV"
  version=$$("$$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if command -v apt-get >/dev/null && can_be_root; then
    echo "    Installation du paquet python3-venv…"
    export DEBIAN_FRONTEND=noninteractive
    retry as_root apt-get -qq update
    retry as_root apt-get -qq install -y --no-install-recommends "python$$version-venv" >/dev/null ||
      retry as_root apt-get -qq install -y --no-install-recommends python3-venv >/dev/null
    if "$$1" -m venv "$$VENV"; then return; fi
  fi
  rm -rf "$$VENV"
  echo "L'environnement Python n'a pas pu être créé. Il manque le paquet venv ; tapez :" >&2
  echo "  sudo apt-get install python$$version-venv" >&2
  echo "puis relancez la même commande." >&2
  exit 1
}
if ! "$$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python=$$(find_python)
  echo "1/3 Création de l'environnement…"
  make_venv "$$python"
fi
case "$$1" in requirements.txt) files=requirements.txt ;; *) files="requirements.txt $$1" ;; esac
if [ "$$(cat "$$VENV/.installed-$$1" 2>/dev/null)" = "$$(cat $$files constraints.txt | cksum)" ]; then exit 0; fi
echo "2/3 Installation des bibliothèques (une à trois minutes, la première fois seulement)…"
if ! retry "$$VENV/bin/python" -m pip install -qq --disable-pip-version-check -r "$$1" -c constraints.txt; then
  echo "Les bibliothèques n'ont pas pu être installées (voir ci-dessus). Le réseau est-il accessible ?" >&2
  exit 1
fi
cat requirements.txt constraints.txt | cksum > "$$VENV/.installed-requirements.txt"
cat $$files constraints.txt | cksum > "$$VENV/.installed-$$1"
endef

# Sets $found: the path of a Chromium or Chrome, empty when there is none. CHROMIUM=path overrides.
define FIND_CHROMIUM
found=
for name in "$${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
  "/Applications/Chromium.app/Contents/MacOS/Chromium" \
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
  if [ -n "$$name" ] && found=$$(command -v "$$name"); then break; fi
done
endef

define INSTALL_CHROMIUM
$(RETRY)
if [ -n "$$found" ]; then exit 0; fi
if command -v apt-get >/dev/null && can_be_root; then
  echo "Installation de Chromium pour les tests…"
  export DEBIAN_FRONTEND=noninteractive
  retry as_root apt-get -qq update
  retry as_root apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
else
  echo "Les tests demandent Chromium ou Chrome, introuvable ici." >&2
  echo "  Debian : sudo apt-get install chromium    macOS : brew install --cask chromium" >&2
  echo "  Ailleurs, donnez son chemin : make test CHROMIUM=/chemin/vers/chrome" >&2
  exit 1
fi
endef

export RETRY INSTALL FIND_CHROMIUM INSTALL_CHROMIUM
