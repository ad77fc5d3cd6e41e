# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# Finds, or makes, the archives of this build and JVM: most of the start-up time of a JVM is loading and linking classes.
# Since JDK 25 that is an AOT cache of linked classes for commands that need most of them. Other commands, and older JVMs, have
# one class archive.
# Sourced by the launcher.

readonly MIN_AOT_JAVA=25

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

# Sets group to the commands with which $1 shares an AOT cache; empty if it has none. Commands that last a moment have
# none: the JVM loads all classes of a cache at its start. Packages have one class archive for all commands.
find_group() {
  group=
  case $1 in
    mount) [ "$java_major" -lt "$MIN_AOT_JAVA" ] || [ -d "$dist/runtime" ] || group=$1 ;;
  esac
}

# Adds the archive for the command $1 to flags, making it if need be.
use_archive() {
  local group archive=
  find_group "$1"
  if [ -n "$group" ]; then
    find_archive "$group-$java_version.aot" make_cache
    [ -z "$archive" ] || flags+=(-XX:AOTCache="$archive")
  fi
  if [ -z "$archive" ]; then
    find_archive "classes-$java_version.jsa" make_classes
    [ -z "$archive" ] || flags+=(-XX:SharedArchiveFile="$archive")
  fi
}

# Sets archive to the one named $1 for this build and JVM, which $2 makes if there is none; empty if there can be none.
# One that lies beside the program, as in packages, is used whoever may write there. Processes that make it at once do not see each other's halves: each renames its own whole one.
find_archive() {
  local name=$1 make=$2 place=$dist new
  archive=
  if ! { { [ -e "$place/$name" ] || [ -w "$place" ]; } && owned "$place" "$place/$name"; }; then
    place=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/nydusview/archives
    [ -d "$place" ] || (umask 077 && mkdir -p "$place") 2>/dev/null
    [ ! -d "$place" ] || owned "$place" "$place/$name" || {
      [ -n "${slow:-}" ] ||
        note "starts slowly: $place, or a directory above it, is not only yours, so no class archive is taken from there"
      slow=yes
      return
    }
  fi
  archive=$place/$name new=$place/$name.$BASHPID
  [ -e "$archive" ] && return
  if [ -d "$place" ] && [ ! -e "$archive.failed" ]; then
    [ ! -t 2 ] || note "preparing faster starts of this build, once"
    ("$make" "$new") >/dev/null 2>&1 </dev/null
    if [ -e "$new" ]; then
      chmod go-w "$new" && mv -f "$new" "$archive"
      return
    fi
    : 2>/dev/null >"$archive.failed"
  fi
  archive=
}

# Runs commands for the archive $1, by a JVM with the options that follow; for two minutes at most, as they mount something.
train() {
  local file=$1 limit=()
  shift
  trap 'rm -f "$file" "$file.list" "$file.config"; exit 1' HUP INT TERM
  ! type -P timeout >/dev/null || limit=(timeout -k 5 120)
  "${limit[@]}" "$java_home/bin/java" "${flags[@]}" "$@" -cp "$classpath" dev.nydusview.cli.ClassArchiveTraining \
    "${group:-all}" "$dist/share/demo"
}

# Makes the class archive $1.
make_classes() {
  train "$1" -XX:DumpLoadedClassList="$1.list"
  dump_classes "$1.list" "$1"
  rm -f "$1.list"
}

# Makes the class archive $2 of the class list $1. A static archive: one that is added to the JVM's own leaves out classes
# compiled for Java 5, as picocli's are.
dump_classes() {
  "$java_home/bin/java" "${flags[@]}" -Xshare:dump -XX:SharedClassListFile="$1" -XX:SharedArchiveFile="$2" -cp "$classpath"
}

# Makes the AOT cache $1, without profiles: compiling by them at the start takes the processor from the start.
make_cache() {
  train "$1" "${work[@]}" -XX:-AOTRecordTraining -XX:AOTCacheOutput="$1"
  rm -f "$1.config"
}
