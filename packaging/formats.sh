# shellcheck shell=bash disable=SC2153,SC2154 # variables are shared with dev/package
# Makes the packages from their trees; of each format, missing_for_FORMAT prints which tool is missing, or fails if none is.
# Sourced by dev/package.

lacks() { ! type -P "$1" >/dev/null && echo "$1 is not installed"; }

missing_for_tar() { lacks tar; }
missing_for_deb() { lacks dpkg-deb; }
missing_for_rpm() { lacks rpmbuild; }
missing_for_oci() { lacks mmdebstrap; }

# Writes the tree $1 as a tar with the top directory $2 to standard output.
tar_of() {
  tar -c -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=posix \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --transform "s,^\.,$2,S" .
}

make_tar() {
  local name=$NAME-$file_version
  tar_of "$tree" "$name" | gzip -n >"$output/$name-linux-$architecture.tar.gz"
}

# The name that Debian gives the machine's architecture.
debian_architecture() {
  case $architecture in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    powerpc64le) echo ppc64el ;;
    *) echo "$architecture" ;;
  esac
}

# Prints the script $1 of packaging/deb or packaging/rpm for the names of the descriptor.
script_of() { sed "s,@NAME@,$NAME,g; s,@HOME_DIR@,$HOME_DIR,g" "$root/packaging/$1"; }

make_deb() {
  local staging=$work/deb script
  cp -a "$system" "$staging"
  mkdir "$staging/DEBIAN"
  cat >"$staging/DEBIAN/control" <<END
Package: $NAME
Version: $version
Architecture: $(debian_architecture)
Maintainer: $MAINTAINER
Installed-Size: $(du -sk --apparent-size "$system" | cut -f1)
Depends: $DEB_DEPENDS
Suggests: $DEB_SUGGESTS
Section: $SECTION
Priority: optional
Description: $SUMMARY
 ${DESCRIPTION//$'\n'/$'\n' }
END
  for script in postinst prerm postrm; do
    script_of "deb/$script" >"$staging/DEBIAN/$script"
    chmod 755 "$staging/DEBIAN/$script"
  done
  (cd "$staging" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$staging/DEBIAN/md5sums"
  set_times "$staging"
  deb=$output/${NAME}_${version}_$(debian_architecture).deb
  dpkg-deb --root-owner-group -Zzstd -z9 --threads-max=1 --build "$staging" "$deb" >/dev/null
}

make_rpm() {
  local top=$work/rpm requires
  mkdir -p "$top"
  {
    printf '%s: %s\n' Name "$NAME" Version "$version" Release 1 Summary "$SUMMARY" License "$LICENSE" AutoReqProv no
    for requires in "${RPM_REQUIRES[@]}"; do echo "Requires: $requires"; done
    printf '\n%%description\n%s\n\n' "$DESCRIPTION"
    script_of rpm/scripts.spec
    printf '\n%%install\ncp -a %s/. %%{buildroot}/\n\n%%files\n' "$system"
    (cd "$system" && find . -path "./${HOME_DIR#/}/*" -prune -o \( -type f -o -type l \) -printf '/%P\n' | sort)
    echo "$HOME_DIR"
  } >"$top/$NAME.spec"
  rpmbuild -bb --quiet --define "_topdir $top" --define '_build_id_links none' --define '__os_install_post %{nil}' \
    --define 'source_date_epoch_from_changelog 0' --define 'use_source_date_epoch_as_buildtime 1' \
    --define 'clamp_mtime_to_source_date_epoch 1' --define '_buildhost localhost' --define '_binary_payload w6.gzdio' \
    "$top/$NAME.spec" >"$work/rpm.log" 2>&1 || die 1 "rpmbuild failed: $(tail -n 3 "$work/rpm.log")"
  cp "$top"/RPMS/*/*.rpm "$output/"
}

# Makes an OCI layout in a tar: Debian's packages, and the .deb on top of them, in one layer, so that the image's own package
# database names everything in it.
make_oci() {
  local rootfs=$work/rootfs.tar layout=$work/layout name=$NAME-$file_version-linux-$architecture.oci.tar
  [ -n "${deb:-}" ] || die 1 "oci needs deb: say --only deb,oci"
  mmdebstrap --quiet --variant=essential --include="$IMAGE_PACKAGES" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook="copy-in $deb /var/tmp" \
    --customize-hook="chroot \"\$1\" sh -c 'dpkg -i /var/tmp/*.deb && rm /var/tmp/*.deb'" \
    --customize-hook="$root/packaging/image-hook \"\$1\"" \
    "$IMAGE_SUITE" "$rootfs" ${NYDUSVIEW_DEBIAN_MIRROR:+"$NYDUSVIEW_DEBIAN_MIRROR"} >"$work/mmdebstrap.log" 2>&1 ||
    die 1 "mmdebstrap failed: $(tail -n 3 "$work/mmdebstrap.log")"
  "$jdk/bin/java" -cp "$tree/lib/*" "$root/dist/src/build/ImageLayout.java" "$rootfs" "$tree/share/sbom.cdx.json" "$layout" \
    "$(debian_architecture)" "/usr/bin/$NAME" \
    "org.opencontainers.image.title=$NAME" "org.opencontainers.image.description=$SUMMARY" \
    "org.opencontainers.image.version=$file_version" "org.opencontainers.image.revision=$commit" \
    "org.opencontainers.image.licenses=$LICENSE"
  tar_of "$layout" . >"$output/$name"
}
