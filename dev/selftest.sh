# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# Builds and tests everything, on each JDK that the project supports and this machine has. Sourced by the launcher.

readonly NEXT_JAVA=25 # tested as well where it is found
readonly RUFF=0.17.6

# Checks are worth having, and nothing depends on them: where their tools cannot be had, dev/lint says so.
want_lint_tools() {
  { type -P shellcheck && type -P shfmt; } >/dev/null || (install 1 shellcheck shfmt)
  type -P ruff >/dev/null || [ -x "$state/lint/bin/ruff" ] ||
    { python3 -m venv "$state/lint" && "$state/lint/bin/pip" install -q "ruff==$RUFF"; } >"$state/lint.log" 2>&1
}

# The security log is sent to a real syslog server in CI; other machines are spared a service.
want_rsyslog() {
  [ "${CI:-}" != true ] || [ -x /usr/sbin/rsyslogd ] || (install 1 rsyslog rsyslog-openssl)
}

# Sets java_home to a JDK of exactly the major version $1.
find_jdk_version() {
  local candidate variable=JAVA_HOME_$1
  for candidate in "${!variable:-}" /usr/lib/jvm/*; do
    if [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && inspect_java "$candidate" &&
      [ "$java_major" -eq "$1" ]; then
      java_home=$candidate
      return 0
    fi
  done
  return 1
}

selftest() {
  local first
  [ -n "$checkout" ] || die 2 "selftest needs a checkout of the sources"
  mkdir -p "$state"
  need_build_tools
  need_fuse yes
  want_python
  want_lint_tools
  want_rsyslog
  "$root/dev/lint" || die 1 "scripts do not pass dev/lint"
  note "building and testing on JDK $java_version"
  maven verify "$@" || die 1 "failed on JDK $java_version"
  count_tests
  first=$java_major
  if [ "$first" -ne "$NEXT_JAVA" ] && find_jdk_version "$NEXT_JAVA"; then
    note "building and testing on JDK $java_version as well"
    maven clean verify "$@" || die 1 "failed on JDK $java_version"
    count_tests
  fi
  note "everything passed"
}

# One line over all modules, in the words that readers of logs look for.
count_tests() {
  cat "$root"/*/target/surefire-reports/TEST-*.xml 2>/dev/null |
    awk '/<testsuite / {
      if (match($0, / tests="[0-9]+"/)) tests += substr($0, RSTART + 8, RLENGTH - 9)
      if (match($0, / errors="[0-9]+"/)) failed += substr($0, RSTART + 9, RLENGTH - 10)
      if (match($0, / failures="[0-9]+"/)) failed += substr($0, RSTART + 11, RLENGTH - 12)
      if (match($0, / skipped="[0-9]+"/)) skipped += substr($0, RSTART + 10, RLENGTH - 11)
    } END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }'
  "$root/dev/check-skips" "$root"/*/target/surefire-reports || [ "${CI:-}" != true ] || die 1 "CI skips no other tests"
}
