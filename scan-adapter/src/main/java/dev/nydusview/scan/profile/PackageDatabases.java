package dev.nydusview.scan.profile;

import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rafs.path.FileStretches.Stretch;
import java.util.ArrayList;
import java.util.List;

/** The files in which distributions record their name and the installed packages. */
final class PackageDatabases {
    /** Stored bytes of them that are fetched of an image of which nothing is remembered. */
    static final long MOST_BYTES = 4 << 20;

    private static final List<String> PATHS = List.of(
            "etc/os-release",
            "usr/lib/os-release",
            "var/lib/dpkg/status",
            "lib/apk/db/installed",
            "usr/lib/apk/db/installed",
            "var/lib/rpm/rpmdb.sqlite",
            "usr/lib/sysimage/rpm/rpmdb.sqlite",
            "var/lib/rpm/Packages.db",
            "usr/lib/sysimage/rpm/Packages.db",
            "var/lib/rpm/Packages");

    private PackageDatabases() {}

    static List<FileStretches> files() {
        List<FileStretches> files = new ArrayList<>();
        for (String path : PATHS) {
            EntryPath place = EntryPath.ROOT;
            for (String name : path.split("/", -1)) {
                place = place.child(RawName.of(name));
            }
            files.add(new FileStretches(place, List.of(new Stretch(0, Long.MAX_VALUE))));
        }
        return files;
    }
}
