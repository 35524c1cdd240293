# SPDX-License-Identifier: Apache-2.0
# Sourced by src/demo and tests/run: installs Debian packages that are missing (saying which), configures and compiles.
# Everything works as root and as a user who may sudo.

say() { printf '%s\n' "$*" >&2; }

build_packages=(
  ca-certificates fonts-noto-core fonts-wqy-microhei gcc libc6-dev meson ninja-build pkg-config python3 libcairo2-dev libcurl4-openssl-dev libicu-dev libjansson-dev
  libmicrohttpd-dev libpango1.0-dev libpcre2-dev libseccomp-dev libsodium-dev libsqlite3-dev libxlsxwriter-dev libxml2-dev libyaml-dev libzip-dev libzstd-dev
  openssl poppler-utils zlib1g-dev
)

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_missing PACKAGE…: names what it installs before it does; silent when all are there.
install_missing() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return 0
  say "Installing Debian packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

# Debian's own python3 and meson, whatever else stands earlier on the PATH: the packages above belong to them.
PATH="/usr/bin:$PATH"
export PATH

# configure_and_compile DIRECTORY OPTION…: meson reconfigures by itself when its files changed.
configure_and_compile() {
  local directory=$1
  shift
  if [ ! -f "$directory/build.ninja" ]; then
    say "Configuring $directory"
    rm -rf "$directory"
    meson setup "$directory" "$@" >"$directory.log" 2>&1 || { cat "$directory.log" >&2; return 1; }
  fi
  say "Compiling in $directory"
  # To a terminal ninja shows progress; elsewhere only what goes wrong.
  if [ -t 2 ]; then ninja -C "$directory" >&2; else ninja -C "$directory" >"$directory.log" 2>&1 || { cat "$directory.log" >&2; return 1; }; fi
}
