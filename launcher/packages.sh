# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with the launcher
# Looks for what nydusview needs of the system, and installs it where that is allowed. Sourced by the launcher.

have_libfuse() {
  local library
  for library in /lib/*-linux-gnu/libfuse.so.2 /usr/lib/*-linux-gnu/libfuse.so.2 \
    {/lib64,/usr/lib64,/lib,/usr/lib,/usr/local/lib}/libfuse.so.2; do
    [ -e "$library" ] && return 0
  done
  return 1
}
# Packages bring click with them.
have_python() {
  type -P python3 >/dev/null && { [ -d "$dist/share/python/click" ] || python3 -c 'import click' 2>/dev/null; }
}
have_fusermount() { type -P fusermount3 >/dev/null || type -P fusermount >/dev/null; }

package_manager() {
  local manager
  for manager in apt-get dnf zypper apk pacman; do
    type -P "$manager" && return
  done
}

apt_has() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'; }

# The first of the packages $@ that apt knows, or the first.
apt_first() {
  local package
  for package; do
    if apt_has "$package"; then
      echo "$package"
      return
    fi
  done
  echo "$1"
}

# The package of manager $1 that has $2: jdk, jre, maven, libfuse, fusermount, python or click.
package_for() {
  case $1/$2 in
    apt-get/jdk) apt_first openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless default-jdk-headless ;;
    apt-get/jre) apt_first openjdk-17-jre-headless openjdk-21-jre-headless openjdk-25-jre-headless default-jre-headless ;;
    apt-get/libfuse) apt_first libfuse2t64 libfuse2 ;;
    dnf/jdk | zypper/jdk) echo java-17-openjdk-devel ;;
    dnf/jre | zypper/jre) echo java-17-openjdk-headless ;;
    dnf/libfuse) echo fuse-libs ;;
    zypper/libfuse) echo libfuse2 ;;
    apk/jdk) echo openjdk17-jdk ;;
    apk/jre) echo openjdk17-jre-headless ;;
    apk/libfuse) echo fuse ;;
    pacman/jdk) echo jdk17-openjdk ;;
    pacman/jre) echo jre17-openjdk-headless ;;
    pacman/libfuse) echo fuse2 ;;
    apt-get/click | dnf/click | zypper/click) echo python3-click ;;
    apk/click) echo py3-click ;;
    pacman/click) echo python-click ;;
    apk/python | apt-get/python | dnf/python | zypper/python) echo python3 ;;
    pacman/python) echo python ;;
    */maven | */shellcheck | */shfmt | */rsyslog | */rsyslog-openssl) echo "$2" ;;
    */fusermount) echo fuse3 ;;
  esac
}

# Prints the command by which manager $1 installs the packages that follow.
install_command() {
  local manager=$1
  shift
  case $manager in
    apt-get) echo "apt-get install -y --no-install-recommends $*" ;;
    dnf | zypper) echo "$manager install -y $*" ;;
    apk) echo "apk add $*" ;;
    pacman) echo "pacman -S --noconfirm $*" ;;
  esac
}

# Tells whether packages may be installed: the command implies it, or the user says so, beforehand or when asked.
may_install() {
  local answer
  [ "${NYDUSVIEW_NO_INSTALL:-0}" = 0 ] || return
  case ${NYDUSVIEW_INSTALL:-}/${verb:-} in
    yes/* | */demo | */selftest)
      [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
      return
      ;;
  esac
  [ -t 0 ] && [ -t 2 ] || return
  [ "$(id -u)" -eq 0 ] || type -P sudo >/dev/null || return # which may ask for the password
  # shellcheck disable=SC2016 # quotes for the user
  printf 'nydusview: this needs %s. Install with `%s`? [y/N] ' "$1" "$2" >&2
  IFS= read -r answer || return
  case $answer in
    [yY] | [yY][eE][sS]) return 0 ;;
  esac
  return 1
}

# Installs what $2... name, or says by which command; $1 is the exit code if that is not done.
install() {
  local code=$1 manager command sudo='' what packages=()
  shift
  manager=$(package_manager)
  manager=${manager##*/}
  [ -n "$manager" ] || die "$code" "this needs $*: install them and run it again"
  [ "$(id -u)" -eq 0 ] || sudo='sudo '
  for what; do packages+=("$(package_for "$manager" "$what")"); done
  command=$(install_command "$manager" "${packages[@]}")
  if ! may_install "$*" "$sudo$command"; then
    note "this needs $*, which this command installs (NYDUSVIEW_INSTALL=yes or --yes runs it):"
    printf '  %s%s\n' "$sudo" "$command" >&2
    exit "$code"
  fi
  run_install "$code" "$manager" "$sudo" "$@"
}

# Installs what $4... name by manager $2 with prefix $3; $1 is the exit code if that fails.
run_install() {
  local code=$1 manager=$2 sudo=$3 log=$state/install.log command what packages=()
  shift 3
  mkdir -p "$state" 2>/dev/null
  : 2>/dev/null >"$log" || log=/dev/null
  # Lists of packages are often missing in fresh machines and containers, and old ones name packages that are gone.
  [ "$manager" != apt-get ] || $sudo apt-get update >>"$log" 2>&1 || note "apt-get update failed; see $log"
  for what; do packages+=("$(package_for "$manager" "$what")"); done
  command=$(install_command "$manager" "${packages[@]}")
  note "installing ${packages[*]} ($sudo$command)"
  # shellcheck disable=SC2086 # two commands, each of several words
  DEBIAN_FRONTEND=noninteractive $sudo ${sudo:+env DEBIAN_FRONTEND=noninteractive} $command >>"$log" 2>&1 </dev/null || {
    tail -n 15 "$log" >&2
    die "$code" "could not install them; the whole log is $log"
  }
  hash -r
}

# Packages bring a runtime with them, which serves whatever else is installed.
need_java() {
  if [ -d "$dist/runtime" ]; then
    inspect_java "$dist/runtime" || die 1 "$dist/runtime is not for $HOSTTYPE: install the package for this machine"
    java_home=$dist/runtime
    return
  fi
  find_newest_java && return
  install 1 jre
  find_newest_java || die 1 "there is still no Java of version $MIN_JAVA or later: set JAVA_HOME to one"
}

# Root mounts by itself, others by fusermount; libfuse is for the engine jnr, with "yes" as $1.
need_fuse() {
  local missing=()
  [ -z "$1" ] || have_libfuse || missing+=(libfuse)
  [ "$(id -u)" -eq 0 ] && [ -z "$1" ] || have_fusermount || missing+=(fusermount)
  [ ${#missing[@]} -eq 0 ] || install 7 "${missing[@]}"
  [ -e /dev/fuse ] && return
  [ "$(id -u)" -ne 0 ] || modprobe fuse 2>/dev/null
  [ -e /dev/fuse ] || die 7 "there is no /dev/fuse: load the kernel module with \`sudo modprobe fuse\`;" \
    "a container needs --device /dev/fuse --cap-add SYS_ADMIN"
}

# Plugins may be written in anything, so that they are tried without Python as well.
want_python() {
  local missing=(python)
  [ -d "$dist/share/python/click" ] || missing+=(click)
  have_python || (install 1 "${missing[@]}") || note "going on without: plugins in Python will not run"
}

# Gets what the command $1 with the words $@ needs of the system. Help needs nothing; words behind -- and --run are those of
# another program.
need_for() {
  local word python='' libfuse='' before=''
  [ "${NYDUSVIEW_ENGINE:-}" != jnr ] || libfuse=yes
  case ${1:-} in
    mount | scan) ;;
    plugin | authz | demo) python=yes ;;
    *) return ;;
  esac
  for word; do
    case $word in
      -h | --help) return ;;
      --plugins | --plugins=*) python=yes ;;
      --engine=jnr) libfuse=yes ;;
      jnr) [ "$before" != --engine ] || libfuse=yes ;;
      -- | --run) break ;;
    esac
    before=$word
  done
  case $1/${2:-} in
    plugin/list) ! type -P python3 >/dev/null || python='' ;; # to ask Python what it has takes longer than the command
    plugin/info) ;;
    *) need_fuse "$libfuse" ;;
  esac
  [ -z "$python" ] || want_python
}

need_build_tools() {
  local missing=()
  find_jdk || missing+=(jdk)
  type -P mvn >/dev/null || missing+=(maven)
  [ ${#missing[@]} -eq 0 ] || install 1 "${missing[@]}"
  find_jdk || die 1 "there is still no JDK of version $MIN_JAVA or later: set JAVA_HOME to one"
}
