package dev.nydusview.image.nio;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The views {@code basic}, {@code owner} and {@code posix} of a file, which nothing can be set through. */
final class InodeView implements PosixFileAttributeView {
    private final NydusPath path;
    private final String name;
    private final LinkOption[] options;

    InodeView(NydusPath path, String name, LinkOption... options) {
        this.path = path;
        this.name = name;
        this.options = options.clone();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InodeAttributes readAttributes() throws IOException {
        NydusFileSystem fileSystem = path.getFileSystem();
        return new InodeAttributes(fileSystem, fileSystem.tree().inode(path, options));
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
        return readAttributes().owner();
    }

    @Override
    public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setGroup(GroupPrincipal group) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setOwner(UserPrincipal owner) {
        throw new ReadOnlyFileSystemException();
    }
}
