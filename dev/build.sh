# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# Builds a checkout when its sources have changed, and publishes the build. Sourced by the launcher.

maven() {
  (cd "$root" && JAVA_HOME=$java_home exec mvn "$@")
}

# Sets dist to the newest published build; fails if there is none.
read_current() {
  local name
  { IFS= read -r name <"$state/current"; } 2>/dev/null && dist=$state/$name && [ -d "$dist" ]
}

stale() {
  read_current && [ -e "$state/stamp" ] && [ -z "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/{main,assembly} \
    "$root"/{nydusview,launcher,plugins} "$root"/python/src "$root"/testdata/images/demo -newer "$state/stamp" -print -quit 2>/dev/null)" ] && return 1
  return 0
}

# Waits for other runs of this script that are building.
lock() {
  exec 9>"$state/lock" || die 1 "cannot write to $state: run nydusview as the owner of this checkout once"
  type -P flock >/dev/null || return 0
  flock -n 9 || { note "waiting for another build" && flock 9; }
}
unlock() { exec 9>&-; }

build() {
  local commit
  mkdir -p "$state"
  lock
  if stale; then
    need_build_tools
    commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || commit=unknown
    note "building (log: $state/build.log)"
    touch "$state/stamp.new" # before, so that what changes meanwhile counts as changed
    maven -q -pl dist -am -DskipTests -Dstyle.color=never -Dspotless.check.skip=true -Denforcer.skip=true \
      -Dnydusview.commit="$commit" package >"$state/build.log" 2>&1 </dev/null 9>&- || {
      grep -m 12 -e ERROR -e FAIL "$state/build.log" >&2 || tail -n 12 "$state/build.log" >&2
      die 1 "the build failed; the whole log is $state/build.log"
    }
    publish || die 1 "cannot publish the build in $state"
    mv -f "$state/stamp.new" "$state/stamp"
  fi
  unlock
}

# Copies the build to a directory that never changes again, as running processes use it; equal files are shared.
publish() {
  local new old='' file
  read_current && old=$dist
  new=$(mktemp -d "$state/dist.XXXXXX") && chmod 755 "$new" || return
  while IFS= read -r -d '' file; do
    mkdir -p "$new/${file%/*}"
    if [ -n "$old" ] && cmp -s "$old/$file" "$root/dist/target/nydusview/$file"; then
      ln "$old/$file" "$new/$file"
    else
      cp -p "$root/dist/target/nydusview/$file" "$new/$file"
    fi || return
  done < <(cd "$root/dist/target/nydusview" && find ./nydusview ./lib ./share -type f -print0 2>/dev/null)
  [ -e "$new/lib/cli.jar" ] || return
  echo "${new##*/}" >"$state/current.new" && mv -f "$state/current.new" "$state/current" || return
  for file in "$state"/dist.*; do
    [ "$file" = "$new" ] || [ "$file" = "$old" ] || grep -qsF "$file/" /proc/[0-9]*/cmdline || rm -rf "$file"
  done
  dist=$new
}
