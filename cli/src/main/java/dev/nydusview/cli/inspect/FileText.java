package dev.nydusview.cli.inspect;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.Attributes;
import dev.nydusview.inspect.Entry;
import dev.nydusview.inspect.chunk.ChunkDetails;
import dev.nydusview.inspect.chunk.FileChunk;
import dev.nydusview.inspect.metadata.FileDetails;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.rafs.model.FileType;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints all metadata of a file as text. */
final class FileText {
    private FileText() {}

    static void print(TextOutput out, FileDetails file) throws IOException {
        Entry entry = file.entry();
        KeyValueLines labels = new KeyValueLines(out)
                .line("Inode Number", entry.inode())
                .line("Name", file.name())
                .line("Path", entry.path())
                .line("Type", entry.type().replace('_', ' '));
        if (entry.target() != null) {
            labels.line("Target", entry.target());
        }
        if (entry.device() != null) {
            labels.line("Device", entry.device());
        }
        labels.line("Size", entry.size())
                .line("Parent", file.parent())
                .line("Mode", mode(file))
                .line("Permissions", Integer.toOctalString(file.fullMode()))
                .line("Nlink", entry.nlink())
                .line("UID", entry.uid())
                .line("GID", entry.gid())
                .line("Mtime", file.seconds())
                .line("MtimeNsec", file.nanoseconds())
                .line("Modified", entry.mtime())
                .line("Blocks", file.blocks());
        if (file.digest() != null) {
            labels.line("Digest", file.digest());
        }
        for (Map.Entry<String, String> xattr : file.xattrs().entrySet()) {
            labels.line(
                    "Xattr",
                    xattr.getKey() + "=" + SafeText.escape(Base64.getDecoder().decode(xattr.getValue())));
        }
        for (String problem : file.problems()) {
            labels.line("Problem", SafeText.controls(problem));
        }
        if (file.chunks() != null) {
            chunks(out, file, file.chunks());
        }
    }

    private static String mode(FileDetails file) throws CorruptDataException {
        FileType type = FileType.ofMode(file.fullMode());
        return "0x" + Integer.toHexString(file.fullMode()).toUpperCase(Locale.ROOT) + " "
                + Attributes.modeString(type, file.fullMode());
    }

    private static void chunks(TextOutput out, FileDetails file, List<FileChunk> chunks) throws IOException {
        out.line("Chunks:                 " + chunks.size());
        if (chunks.isEmpty()) {
            return;
        }
        Table table = new Table(
                ">FILE OFFSET",
                ">SIZE",
                ">BLOB",
                ">INDEX",
                ">OFFSET",
                ">STORED AT",
                ">STORED",
                "FORM",
                "CRC32",
                "DIGEST");
        for (FileChunk chunk : chunks) {
            ChunkDetails details = chunk.chunk();
            table.row(
                    chunk.fileOffset(),
                    details.size(),
                    details.blob(),
                    details.index(),
                    details.offset(),
                    details.storedOffset() == null ? "?" : details.storedOffset(),
                    details.storedSize() == null ? "?" : details.storedSize(),
                    ChunkText.form(details),
                    details.crc32() == null ? "-" : details.crc32(),
                    details.digest() == null ? "-" : details.digest());
        }
        table.print(out);
        if (chunks.size() == FileDetails.MAX_CHUNKS) {
            out.line("(the other chunks are not listed; the file has "
                    + file.entry().size() + " bytes)");
        }
        ChunkText.problem(out, chunks.stream().map(FileChunk::chunk).toList());
    }
}
