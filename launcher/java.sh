# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# Finds JVMs. Sourced by the launcher.

readonly MIN_JAVA=17
java_directory=/usr/lib/jvm # where packages install JVMs

# Sets java_major and java_version for the JVM at home $1, which runs on this machine.
inspect_java() {
  local line architecture=
  java_major=0 java_version=unknown
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=*) java_major=${line#*=} ;;
        JAVA_RUNTIME_VERSION=*) java_version=${line#*=} ;;
        OS_ARCH=*) architecture=${line#*=} ;;
      esac
    done <"$1/release"
  else
    line=$("$1/bin/java" -version 2>&1) && java_major=${line#*version } && java_version=${java_major%%[[:space:]]*}
  fi
  java_major=${java_major#\"} java_version=${java_version//[!A-Za-z0-9.+-]/}
  java_major=${java_major%%[!0-9]*}
  [ "${java_major:-0}" -ge "$MIN_JAVA" ] && same_architecture "${architecture//\"/}"
}

# Tells whether the architecture $1 of a JVM, if it is known, is that of this bash.
same_architecture() {
  case $1 in
    amd64) [ "$HOSTTYPE" = x86_64 ] ;;
    x86_64 | aarch64 | ppc64le | s390x | riscv64) [ "$HOSTTYPE" = "$1" ] ;;
  esac
}

# Sets java_home to the JVM that JAVA_HOME names, else to the newest that is on the PATH or installed, the one on the PATH if
# there are several of a version; java_major and java_version are for it.
find_newest_java() {
  local candidate best='' best_major=0 best_version=
  if [ -n "${JAVA_HOME:-}" ] && inspect_java "$JAVA_HOME"; then
    java_home=$JAVA_HOME
    return 0
  fi
  java_on_path
  for candidate in "$on_path" "$java_directory"/*; do
    if [ -n "$candidate" ] && inspect_java "$candidate" && [ "$java_major" -gt "$best_major" ]; then
      best=$candidate best_major=$java_major best_version=$java_version
    fi
  done
  [ -n "$best" ] || return
  java_home=$best java_major=$best_major java_version=$best_version
}

# Sets on_path to the home of the JVM on the PATH; empty if there is none.
java_on_path() {
  on_path=$(type -P java) && on_path=$(readlink -f -- "$on_path") && on_path=${on_path%/bin/java}
}

# Sets java_home to the first JDK of at least MIN_JAVA, with which a checkout is built.
find_jdk() {
  local candidate
  java_on_path
  for candidate in "${JAVA_HOME:-}" "$on_path" "$java_directory"/*; do
    if [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && inspect_java "$candidate"; then
      java_home=$candidate
      return 0
    fi
  done
  return 1
}
