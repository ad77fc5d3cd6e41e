# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# Finds JVMs. Sourced by the launcher.

readonly MIN_JAVA=17

# Sets java_major and java_version for the JVM at home $1.
inspect_java() {
  local line
  java_major=0 java_version=unknown
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=*) java_major=${line#*=} ;;
        JAVA_RUNTIME_VERSION=*) java_version=${line#*=} ;;
      esac
    done <"$1/release"
  else
    line=$("$1/bin/java" -version 2>&1) && java_major=${line#*version } && java_version=${java_major%%[[:space:]]*}
  fi
  java_major=${java_major#\"} java_version=${java_version//[!A-Za-z0-9.+-]/}
  java_major=${java_major%%[!0-9]*}
  [ "${java_major:-0}" -ge "$MIN_JAVA" ]
}

# Sets java_home to the first JVM of at least MIN_JAVA; with "javac" as $1, only one with a compiler.
find_java() {
  local candidate on_path=
  on_path=$(type -P java) && on_path=$(readlink -f -- "$on_path") && on_path=${on_path%/bin/java}
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*; do
    [ -n "$candidate" ] || continue
    [ "${1:-}" != javac ] || [ -x "$candidate/bin/javac" ] || continue
    if inspect_java "$candidate"; then
      java_home=$candidate
      return 0
    fi
  done
  return 1
}
