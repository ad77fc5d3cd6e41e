package dev.nydusview.image.nio;

import dev.nydusview.rafs.model.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Extended attributes: as the view {@code user} those of the namespace user, without its prefix, as the JDK on Linux has
 * them; as {@code xattr} all of them, by their full names.
 */
final class XattrView implements UserDefinedFileAttributeView {
    static final String USER = "user";
    static final String ALL = "xattr";

    private static final String PREFIX = "user.";

    private final NydusPath path;
    private final String view;
    private final LinkOption[] options;

    XattrView(NydusPath path, String view, LinkOption... options) {
        this.path = path;
        this.view = view;
        this.options = options.clone();
    }

    Map<String, byte[]> values() throws IOException {
        ImageTree tree = path.getFileSystem().tree();
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (Xattr xattr : tree.inodes().xattrs(tree.inode(path, options))) {
            String name = PathText.of(xattr.name().bytes());
            if (view.equals(ALL)) {
                values.put(name, xattr.value());
            } else if (name.startsWith(PREFIX)) {
                values.put(name.substring(PREFIX.length()), xattr.value());
            }
        }
        return values;
    }

    Map<String, Object> read(String names) throws IOException {
        Map<String, byte[]> values = values();
        Map<String, Object> asked = new LinkedHashMap<>();
        for (String name : NamedAttributes.list(names, values.keySet())) {
            asked.put(name, value(values, name).clone());
        }
        return asked;
    }

    private byte[] value(Map<String, byte[]> values, String name) throws IOException {
        byte[] value = values.get(name);
        if (value == null) {
            throw new FileSystemException(path.toString(), null, "has no extended attribute \"" + name + "\"");
        }
        return value;
    }

    @Override
    public String name() {
        return view;
    }

    @Override
    public List<String> list() throws IOException {
        return List.copyOf(values().keySet());
    }

    @Override
    public int size(String name) throws IOException {
        return value(values(), name).length;
    }

    @Override
    public int read(String name, ByteBuffer target) throws IOException {
        byte[] value = value(values(), name);
        if (value.length > target.remaining()) {
            throw new FileSystemException(
                    path.toString(), null, "the extended attribute \"" + name + "\" has " + value.length + " bytes");
        }
        target.put(value);
        return value.length;
    }

    @Override
    public int write(String name, ByteBuffer source) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(String name) {
        throw new ReadOnlyFileSystemException();
    }
}
