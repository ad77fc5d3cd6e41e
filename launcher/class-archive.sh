# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# Finds, or makes, the class archive of this build and JVM: most of the start-up time of a JVM is loading classes.
# Sourced by the launcher.

# A class archive is code, so it is used only if nobody but this user and root can have made it, or can put another in its
# place: it and all directories on the way belong to them, and nobody else may write there. Sticky directories are as
# good as that, and so is the group whose number is the user's own. Takes a directory, and a file in it that may be missing.
owned() {
  local directory=$1 file=$2 real path user group mode writers count=0 paths=(/)
  [ "${directory#/}" != "$directory" ] && [ ! -L "$file" ] || return
  real=$(cd -P -- "$directory" 2>/dev/null && pwd -P) || return
  for path in "$directory" "$real"; do # as it is written, and without links
    while [ -n "${path#/}" ]; do
      paths+=("$path")
      path=${path%/*}
    done
  done
  [ ! -e "$file" ] || paths+=("$file")
  while read -r user group mode; do
    count=$((count + 1)) mode=0x$mode writers=022
    [ "$user" = 0 ] || [ "$user" = "$EUID" ] || { [ "$user" = 65534 ] && outer_user; } || return
    [ $((mode & 0170000)) -ne $((0120000)) ] || continue # whose links are changed by changing their directories
    [ "$group" != "$EUID" ] || [ "$EUID" = 0 ] || writers=02
    [ $((mode & writers)) -eq 0 ] || [ $((mode & 01000)) -ne 0 ] || return
  done < <(stat -c '%u %g %f' -- "${paths[@]}" 2>/dev/null)
  [ "$count" -eq "${#paths[@]}" ]
}

# Tells whether 65534 stands for the users, root among them, that this user namespace does not have.
outer_user() {
  local first outside number
  while read -r first outside number; do
    [ "$first" -gt 65534 ] || [ $((first + number)) -le 65534 ] || return
  done </proc/self/uid_map
}

# Sets archive to the class archive for this build and JVM, making it if need be; empty if there can be none.
find_archive() {
  local name=classes-$java_version.jsa place=$dist
  if ! { [ -w "$place" ] && owned "$place" "$place/$name"; }; then
    place=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/nydusview/archives
    [ -d "$place" ] || (umask 077 && mkdir -p "$place") 2>/dev/null
    [ ! -d "$place" ] || owned "$place" "$place/$name" || {
      note "starts slowly: $place, or a directory above it, is not only yours, so no class archive is taken from there"
      archive=
      return
    }
  fi
  archive=$place/$name
  [ -e "$archive" ] && return
  if [ -d "$place" ] && [ ! -e "$archive.failed" ]; then
    # A static archive: one that is added to the JVM's own leaves out classes compiled for Java 5, as picocli's are.
    "$java_home/bin/java" "${flags[@]}" -XX:DumpLoadedClassList="$archive.list" -cp "$classpath" \
      dev.nydusview.cli.ClassArchiveTraining "$dist/share/demo" >/dev/null 2>&1 </dev/null
    "$java_home/bin/java" "${flags[@]}" -Xshare:dump -XX:SharedClassListFile="$archive.list" \
      -XX:SharedArchiveFile="$archive.$$" -cp "$classpath" >/dev/null 2>&1 </dev/null
    rm -f "$archive.list"
    if [ -e "$archive.$$" ]; then
      chmod go-w "$archive.$$" && mv -f "$archive.$$" "$archive"
      return
    fi
    : 2>/dev/null >"$archive.failed"
  fi
  archive=
}
