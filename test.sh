#!/usr/bin/env bash
# Builds everything and runs every test. The last line counts them over all suites.
#   ./test.sh            needs the .NET SDK only; what other programs say comes from test/peers/frozen
#   ./test.sh --peers    also installs NumPy, LIBLINEAR, scikit-learn, PyTorch, Octave and Chromium from Debian
#                        packages, fetches mnist, asks them now, and drives the page in the browser
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

case "${1:-}" in
  "") ;;
  --peers)
    test/peers/install || exit 1
    export HINGE_PEERS=1
    ;;
  *)
    echo "usage: ./test.sh [--peers]" >&2
    exit 2
    ;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0 status=0

run() { # WHAT ARGUMENTS...: one run of suites, its counts added up
  echo "== $1"
  shift
  dotnet test "$@" --configuration Release --no-build --no-ansi 2>&1 | tee "$log"
  local code=${PIPESTATUS[0]}
  [ "$code" -eq 0 ] || status=1
  count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
  local p f s
  p=$(count succeeded) f=$(count failed) s=$(count skipped)
  [ -n "$p" ] || status=1
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
}

if dotnet build Hinge.slnx --configuration Release; then
  run "all suites" --solution Hinge.slnx
  HINGE_KERNELS=reference run "the library on its scalar reference kernels" --project test/Hinge.Tests
  DOTNET_EnableAVX512=0 run "the library on AVX2" --project test/Hinge.Tests
else
  status=1
fi

[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
