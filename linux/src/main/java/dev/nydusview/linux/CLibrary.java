package dev.nydusview.linux;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import jnr.ffi.LibraryLoader;

/**
 * Binds functions of the C library, the only place that does. The first binding takes a tenth of a second, and longer
 * for each function, so the functions that every mount needs have an interface of their own.
 */
final class CLibrary {
    private static final Charset PATHS = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private CLibrary() {}

    /**
     * Binds the functions that {@code functions} declares.
     *
     * @throws LinkageError if the library lacks one of them
     */
    static <T> T bind(Class<T> functions) {
        return LibraryLoader.create(functions).failImmediately().load("c");
    }

    /** Returns the bytes of {@code path} with a NUL behind them. */
    static byte[] terminated(Path path) {
        return terminated(path.toString());
    }

    /** Returns the bytes of {@code text}, such as a path or a variable, with a NUL behind them. */
    static byte[] terminated(String text) {
        byte[] bytes = text.getBytes(PATHS);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
