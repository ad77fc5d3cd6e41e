# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with dev/package
# Makes the trees that packages consist of: of the program, which may lie anywhere, and of a system that it is installed in.
# Sourced by dev/package.

# Sets version, as deb and rpm order versions (0.1.0~20260101.abcdef12 comes before 0.1.0), file_version and architecture.
read_version() {
  local pom
  pom=$(sed -n 's,^  <version>\(.*\)</version>$,\1,p' "$root/pom.xml")
  version=${pom%-SNAPSHOT}
  [ "$version" = "$pom" ] || version+=~$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d).${commit:0:8}
  file_version=${version/\~/-}
  architecture=$HOSTTYPE
}

# Makes the tree of the program in $tree, and the one of a system in $system.
make_tree() {
  [ -n "$installation" ] || build_commit
  cp -R --preserve=mode "$installation" "$tree"
  [ -s "$tree/share/sbom.json" ] || die 1 "$installation has no SBOM: build it with -Ppackages"
  cp "$root/LICENSE" "$tree/"
  note "linking the runtime"
  "$jdk/bin/jlink" --add-modules "$(printf '%s,' "${RUNTIME_MODULES[@]}")" --output "$tree/runtime" \
    --release-info "$jdk/release" --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-0 2>"$work/jlink.log" ||
    die 1 "jlink failed: $(tail -n 3 "$work/jlink.log")"
  rm -f "$tree"/runtime/bin/{jwebserver,keytool}
  add_click
  add_documents
  set_times "$tree"
  add_class_archive
  add_sbom
  set_times "$tree"
  make_system
}

# Builds the commit apart from the checkout, whose changes and older builds do not count; sets installation to the build.
build_commit() {
  [ -z "$(git -C "$root" status --porcelain -uno)" ] || note "changes that are not committed are left out"
  note "building ${commit:0:12}"
  mkdir "$work/source"
  git -C "$root" archive "$commit" | tar -x -C "$work/source"
  (cd "$work/source" && JAVA_HOME=$jdk exec mvn -q -Ppackages -pl dist -am -DskipTests -Dstyle.color=never \
    -Dspotless.check.skip=true -Denforcer.skip=true -Dnydusview.commit="${commit:0:12}" package) >"$work/build.log" 2>&1 || {
    grep -m 12 -e ERROR -e FAIL "$work/build.log" >&2
    die 1 "the build failed"
  }
  installation=$work/source/dist/target/nydusview
}

# Adds the Python package that plugins need, from a wheel whose digest is pinned.
add_click() {
  python3 -m pip download -q --no-deps --only-binary :all: --require-hashes -d "$work/wheels" \
    -r "$root/packaging/python/requirements.txt" || die 1 "python3 -m pip cannot get the packages of packaging/python/requirements.txt"
  local wheel
  for wheel in "$work"/wheels/*.whl; do
    python3 -m zipfile -e "$wheel" "$tree/share/python"
  done
  find "$tree/share/python" -type f -exec chmod 644 {} +
}

# Adds manual pages, from the documents of the command line, and completion.
add_documents() {
  local shell
  "$jdk/bin/java" "$root/dist/src/build/ManPages.java" "$root/docs/cli" "$tree/share/man/man1" \
    "$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)" "$version"
  mkdir -p "$tree/share/completion"
  for shell in bash zsh fish; do
    "$jdk/bin/java" -cp "$tree/lib/*" dev.nydusview.cli.Main completion "$shell" >"$tree/share/completion/$NAME.$shell"
  done
}

# Gives everything in the tree $1 the time of the commit: the JVM compares times of jars with those in the class archive.
set_times() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# Adds the class archive, by the launcher's own functions. The list of a training run is made independent of its timing first.
add_class_archive() {
  local dist=$tree java_home=$tree/runtime classpath flags group='' list=$work/classes private=(unshare --mount)
  [ "$EUID" = 0 ] || private+=(--map-root-user)
  "${private[@]}" true || die 1 "making the class archive needs root or user namespaces"
  note "making the class archive"
  inspect_java "$java_home"
  order_jars
  set_flags
  (train "$list" -XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList="$list.trained") >"$work/training.log" 2>&1 ||
    die 1 "the training run failed: $(tail -n 3 "$work/training.log")"
  "$jdk/bin/java" "$root/dist/src/build/ClassList.java" "$list.trained" "$java_home" "$tree"/lib/*.jar >"$list"
  "${private[@]}" bash -c "$dump_in_place" bash "$tree" "$list" >"$work/dump.log" 2>&1 || true
  [ -s "$tree/classes-$java_version.jsa" ] ||
    die 1 "the class archive could not be made: $(tail -n 3 "$work/dump.log")"
  chmod 644 "$tree/classes-$java_version.jsa"
}

# Makes the class archive of the tree $1 from the class list $2, in a mount that nobody else sees: the archive contains the path
# of the tree, which has to be the same for all builds. The JVM accepts any other path, as it compares only what follows.
# shellcheck disable=SC2016 # expanded by the shell that runs it
readonly dump_in_place='
  set -u
  mount --bind "$1" /mnt || exit
  dist=/mnt java_home=/mnt/runtime
  for part in java jvm class-archive; do . "/mnt/share/launcher/$part.sh"; done
  inspect_java "$java_home" && order_jars && set_flags && dump_classes "$2" "/mnt/classes-$java_version.jsa"'

# Completes the SBOM of the build by what does not come from Maven, in place of it.
add_sbom() {
  "$jdk/bin/java" -cp "$tree/lib/*" "$root/dist/src/build/Sbom.java" "$tree/share/sbom.json" "$tree" "$version" \
    >"$tree/share/sbom.cdx.json"
  rm "$tree/share/sbom.json"
}

# Makes the tree of a system in which the program is installed, which deb and rpm have in common.
make_system() {
  local share=$system/usr/share documents=$system/usr/share/doc/$NAME page
  mkdir -p "$system$HOME_DIR" "$system/usr/bin" "$share/man/man1" "$share/bash-completion/completions" "$documents" \
    "$share/zsh/vendor-completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d" \
    "$system/usr/lib/systemd/system" "$system/usr/lib/docker/plugins"
  cp -a "$tree/." "$system$HOME_DIR/"
  rm -r "$system$HOME_DIR"/share/{man,completion}
  ln -s "..${HOME_DIR#/usr}/nydusview" "$system/usr/bin/$NAME"
  for page in "$tree"/share/man/man1/*; do
    gzip -9n <"$page" >"$share/man/man1/${page##*/}.gz"
  done
  cp "$tree/share/completion/$NAME.bash" "$share/bash-completion/completions/$NAME"
  cp "$tree/share/completion/$NAME.zsh" "$share/zsh/vendor-completions/_$NAME" # Debian's place; Fedora's is the other one
  ln -s "../vendor-completions/_$NAME" "$share/zsh/site-functions/_$NAME"
  cp "$tree/share/completion/$NAME.fish" "$share/fish/vendor_completions.d/$NAME.fish"
  gzip -9n <"$root/CHANGELOG.md" >"$documents/changelog.gz"
  copyright >"$documents/copyright"
  cp "$root/packaging/systemd/$NAME-authz.service" "$system/usr/lib/systemd/system/"
  cp "$root/packaging/systemd/$NAME-authz.spec" "$system/usr/lib/docker/plugins/"
  set_times "$system"
}

# Prints what Debian's packages say of licences.
copyright() {
  cat <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: $NAME

Files: *
Copyright: the authors of $NAME
License: $LICENSE
 $HOME_DIR/LICENSE has the text. On Debian systems, it is also in /usr/share/common-licenses/Apache-2.0.

Files: ${HOME_DIR#/}/runtime/*
Copyright: Oracle and others
License: GPL-2 with Classpath exception
 $HOME_DIR/runtime/legal has the texts. On Debian systems, the GPL is also in /usr/share/common-licenses/GPL-2.

Files: ${HOME_DIR#/}/lib/* ${HOME_DIR#/}/share/python/click/*
Copyright: their authors
License: others
 $HOME_DIR/share/sbom.cdx.json names the licence of each.
END
}
