#!/usr/bin/env bash
# Makes every package, and the native tool as an archive: into artifacts/packages, or the folder named.
#   ./pack.sh [FOLDER]        needs the .NET SDK, and for native code gcc or clang and zlib1g-dev
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "${1:-$root/artifacts/packages}" && cd "${1:-$root/artifacts/packages}" && pwd)
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
pack() {
  echo "== $1"
  shift
  dotnet pack --configuration Release --verbosity quiet --output "$out" "$@"
}

pack "the libraries" Hinge.slnx
native=src/Hinge.Cli.Native
rm -rf $native/bin/Release/net10.0/linux-x64/publish
pack "the tool for linux-x64, native" $native -p:PackTool=true
# PublishAot: each machine's package is made by itself, and this is the one that names them.
pack "the tool, which names the packages for each machine" src/Hinge.Cli --no-build -p:PackTool=true -p:PublishAot=true
pack "the tool for every other machine" src/Hinge.Cli --artifacts-path "$root/artifacts/portable" -p:PackTool=true -p:RuntimeIdentifier=any -p:RestoreLockedMode=false
tar -czf "$out/hinge-linux-x64.tar.gz" -C $native/bin/Release/net10.0/linux-x64/publish hinge hinge-avx2 hinge-avx512
ls -l "$out"
