import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives the classes of jars stack map frames, in their places. Classes without, as those for Java 5 are, have to be verified
 * at each start of a JVM, which class archives spare others. Needs asm, and the jars, on the class path.
 */
final class StackMapFrames {
    private static final String NOTICE = "META-INF/nydusview.txt";

    private StackMapFrames() {}

    public static void main(String[] arguments) throws IOException {
        for (String jar : arguments) {
            change(Path.of(jar));
        }
    }

    private static void change(Path jar) throws IOException {
        Path changed = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile in = new ZipFile(jar.toFile());
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(changed));
                ZipOutputStream out = new ZipOutputStream(file)) {
            if (in.getEntry(NOTICE) != null) {
                Files.delete(changed);
                return;
            }
            for (ZipEntry entry : Collections.list(in.entries())) {
                try (InputStream content = in.getInputStream(entry)) {
                    byte[] bytes = content.readAllBytes();
                    write(out, entry, entry.getName().endsWith(".class") ? framed(bytes) : bytes);
                }
            }
            ZipEntry notice = new ZipEntry(NOTICE);
            notice.setTime(0);
            write(out, notice, "The classes were changed: they have stack map frames.\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(ZipOutputStream out, ZipEntry like, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(like.getName());
        entry.setTime(like.getTime());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    /** Returns the class as one for Java 8, which is verified by its frames alone; the same if it is one already. */
    private static byte[] framed(byte[] type) {
        ClassReader reader = new ClassReader(type);
        if (reader.readUnsignedShort(6) >= Opcodes.V1_7) {
            return type;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        reader.accept(new Later(writer), 0);
        return writer.toByteArray();
    }

    private static final class Later extends ClassVisitor {
        Later(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String base, String[] interfaces) {
            super.visit(Opcodes.V1_8, access, name, signature, base, interfaces);
        }
    }
}
