# shellcheck shell=bash
# Mounts that go on in the background: the shell waits until the mount answers, so that one JVM is enough.
# Sourced by the launcher.

# Tells whether the command with the words $@ is a mount that goes on in the background, which $messages can be opened
# for. A JVM sees to the others: where the words do not tell, where they have a password, which must not stay in the list of
# processes, and where one is read from standard input.
detaches() {
  local word detach=''
  [ "${1:-}" = mount ] || return
  for word; do
    case $word in
      -d | --detach) detach=yes ;;
      -h | --help | -- | --run | --creds | --creds=* | --password-stdin) return 1 ;;
    esac
  done
  [ -n "$detach" ] && messages=$(mktemp 2>/dev/null)
}

# Runs the command $@ in a session of its own, which no closed terminal ends, until it has written a line, which it does
# once its mount answers, or has ended; returns its exit code then. What it has to say until then is shown at the end of that, as
# it goes to a file: a program that it leaves running would keep a pipe open.
# Signals are passed on, and not ignored, as those of commands in the background are else.
in_background() {
  local pid line code=0 setsid=() output
  [ ! -x /usr/bin/setsid ] || setsid=(/usr/bin/setsid)
  exec {output}< <(
    trap - HUP INT TERM
    exec "${setsid[@]}" "$@" </dev/null 2>"$messages"
  )
  pid=$!
  trap 'kill -HUP "$pid"' HUP
  trap 'kill -INT "$pid"' INT
  trap 'kill -TERM "$pid"' TERM
  if IFS= read -r line <&"$output"; then
    printf '%s\n' "$line"
  else
    await_end "$pid" || code=$?
  fi
  [ ! -s "$messages" ] || cat "$messages" >&2
  rm -f "$messages"
  return "$code"
}

# Waits for the end of the process $1, whatever signals arrive meanwhile, and returns its exit code.
await_end() {
  local code
  while :; do
    wait "$1"
    code=$?
    [ "$code" -gt 128 ] && kill -0 "$1" 2>/dev/null || return "$code"
  done
}
