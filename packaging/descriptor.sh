# shellcheck shell=bash disable=SC2034 # read by dev/package
# The one description of all packages: tar.gz, deb, rpm and OCI image. Sourced by dev/package.

readonly NAME=nydusview
readonly SUMMARY='Inspects, mounts and scans Nydus container images straight from their registry'
readonly DESCRIPTION='nydusview mounts Nydus images (RAFS v5 and v6) lazily from their registry, verifies each chunk that is read,
and runs scanners and plugins on them. The package brings its own Java runtime.'
readonly LICENSE=Apache-2.0
readonly MAINTAINER='nydusview maintainers <nydusview@example.invalid>'
readonly SECTION=admin

# Directory of the program in deb, rpm and image; the tar may be unpacked anywhere.
readonly HOME_DIR=/usr/lib/nydusview

# The runtime: the JDK that it is linked from, and its modules, as jdeps finds them in the jars. Left out are java.desktop and
# java.sql, to which jackson and jline have optional bridges. jdk.incubator.vector is for BLAKE3, and loaded when it pays.
readonly RUNTIME_JAVA=25
readonly RUNTIME_MODULES=(java.base java.logging java.management java.xml jdk.httpserver jdk.incubator.vector
  jdk.unsupported)

# Mounts of users who are not root go through fusermount; sandboxes need setpriv, unshare and mount.
readonly DEB_DEPENDS='libc6 (>= 2.17), python3 (>= 3.8), fuse3 | fuse, mount, util-linux, passwd'
readonly DEB_SUGGESTS='ca-certificates, libfuse2 | libfuse2t64'
readonly RPM_REQUIRES=('bash' 'python3 >= 3.8' '(fuse3 or fuse)' 'util-linux' 'shadow-utils')

# The image: Debian's packages below the program's own.
readonly IMAGE_SUITE=bookworm
readonly IMAGE_PACKAGES=python3,fuse3,mount,passwd,ca-certificates
