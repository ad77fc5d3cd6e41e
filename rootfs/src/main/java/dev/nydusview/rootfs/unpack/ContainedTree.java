package dev.nydusview.rootfs.unpack;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.Status;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.LinkFollower;
import dev.nydusview.rootfs.Allowance;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory in which paths are walked as if it were the root of the system. */
final class ContainedTree implements Closeable {
    /*
     * Containment. Layers do lead through symbolic links: one layer makes bin a link to usr/bin, the next one has
     * bin/sh. The kernel never gets to see such a path. Directories are entered one name at a time, by calls that do not
     * follow links; a name that turns out to be a link is read, and its target walked in the same way, from the top of the
     * tree if it is absolute, and never further up than that. The kernel's ".." is taken only below the top, and leads to
     * where the walk came from: nothing in the tree is ever moved. rafs.path.LinkFollower has places that can be kept; here
     * one directory is open at a time, missing ones are made on the way, and each step costs part of an allowance.
     *
     * Times. A directory's time changes with each entry that is made in it. So each directory that is written into gets
     * back the time that it had before.
     */

    private static final int IMPLIED_MODE = 0755;

    private final DirectoryHandle top;
    private final int maxPath;
    private final Allowance allowance;
    private final FileMetadataMap metadataMap;
    private @Nullable String lastPath;
    private @Nullable Place last;

    /**
     * @param maxPath bytes of a path in the tree
     * @param metadataMap receives the metadata of directories that are made
     */
    ContainedTree(DirectoryHandle top, int maxPath, Allowance allowance, FileMetadataMap metadataMap) {
        this.top = top;
        this.maxPath = maxPath;
        this.allowance = allowance;
        this.metadataMap = metadataMap;
    }

    /**
     * An open directory and its key: its path without links. Closed by the tree, which then gives it the
     * time of {@code before} back.
     */
    record Place(DirectoryHandle directory, String key, Status before) {}

    /** Returns the top itself, for its own attributes; closes the place that was open last. */
    DirectoryHandle top() throws PosixException {
        leavePlace();
        return top;
    }

    /**
     * Opens the directory to which {@code names} lead; valid until the next call.
     *
     * @param make whether to make missing directories
     * @return null if it is missing or not a directory, and is not to be made
     */
    @Nullable
    Place place(List<RawName> names, boolean make) throws IOException {
        String path = Names.key(names);
        if (last != null && path.equals(lastPath)) {
            return last;
        }
        leavePlace();
        Walk walk = new Walk(names);
        try {
            if (!walk.run(make)) {
                walk.here.close();
                return null;
            }
        } catch (IOException | RuntimeException e) {
            walk.here.close();
            throw e;
        }
        lastPath = path;
        last = new Place(walk.here, Names.key(walk.at), walk.here.status());
        return last;
    }

    /** Restores the time of the place that was open last; nothing may be written into it after that. */
    void leavePlace() throws PosixException {
        Place left = last;
        if (left != null) {
            last = null;
            try (DirectoryHandle directory = left.directory()) {
                keepTime(directory, left.before());
            }
        }
    }

    static void keepTime(DirectoryHandle directory, Status before) throws PosixException {
        directory.mtime(before.mtime(), before.mtimeNanos());
    }

    private final class Walk {
        private final String path;
        private final Deque<RawName> ahead;
        private final List<RawName> at = new ArrayList<>();
        private DirectoryHandle here;
        private int links;

        Walk(List<RawName> names) throws PosixException {
            this.path = Names.key(names);
            this.ahead = new ArrayDeque<>(names);
            this.here = top.enterAgain();
        }

        boolean run(boolean make) throws IOException {
            while (!ahead.isEmpty()) {
                allowance.takeSteps(1);
                RawName name = ahead.pop();
                if (name.equals(RawName.DOT_DOT)) {
                    goUp();
                } else if (!step(name, make)) {
                    return false;
                }
            }
            return true;
        }

        private boolean step(RawName name, boolean make) throws IOException {
            try {
                goTo(here.enter(name.bytes()));
                at.add(name);
                return true;
            } catch (PosixException e) {
                if (e.absent() && make) {
                    imply(name);
                    return true;
                }
                if (!e.absent() && !e.notDirectory()) {
                    throw e;
                }
                return !e.absent() && follow(name, make);
            }
        }

        private void imply(RawName name) throws IOException {
            Names.checked(Names.below(Names.key(at), name), maxPath);
            allowance.takeEntry();
            Status before = here.status();
            DirectoryHandle made = here.makeDirectory(name.bytes());
            keepTime(here, before);
            goTo(made);
            here.permissions(IMPLIED_MODE);
            // Its number may have been that of a removed file.
            metadataMap.put(here.status(), FileMetadata.implied());
            at.add(name);
        }

        private boolean follow(RawName name, boolean make) throws IOException {
            byte[] target = here.linkTarget(name.bytes());
            if (target == null) {
                if (make) {
                    throw new CorruptDataException(
                            shown() + " leads through " + Names.shown(name) + ", which is not a directory");
                }
                return false;
            }
            if (++links > LinkFollower.MAX_LINKS) {
                throw new CorruptDataException(
                        shown() + " leads through more than " + LinkFollower.MAX_LINKS + " symbolic links");
            }
            List<RawName> names = Names.split(RawName.of(target));
            for (int i = names.size() - 1; i >= 0; i--) {
                ahead.push(names.get(i));
            }
            if (target.length > 0 && target[0] == '/') {
                at.clear();
                goTo(top.enterAgain());
            }
            return true;
        }

        private void goUp() throws PosixException {
            if (at.isEmpty()) {
                return;
            }
            at.remove(at.size() - 1);
            goTo(here.enter(RawName.DOT_DOT.bytes()));
        }

        private void goTo(DirectoryHandle next) {
            here.close();
            here = next;
        }

        private String shown() {
            return "the path " + Names.shown(RawName.of(path));
        }
    }

    @Override
    public void close() {
        if (last != null) {
            last.directory().close();
        }
        top.close();
    }
}
