package dev.nydusview.image.bootstrap;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.blob.BlobFiles;
import dev.nydusview.registry.blob.LocalBlobSource;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A data blob in a file of any name, with its bootstrap behind the data.
 *
 * @param id the file's name if it is one of a blob, else one made of it: builders write no name into such a bootstrap
 */
public record InlineBlob(Path file, String id) {
    private static final Pattern BLOB_NAME = Pattern.compile("[0-9a-f]{64}");

    public static InlineBlob of(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean isId = BLOB_NAME.matcher(name).matches();
        String made = VerifyingInputStream.digestOf(name.getBytes(StandardCharsets.UTF_8));
        return new InlineBlob(file, isId ? name : made.substring(made.indexOf(':') + 1));
    }

    public ByteBuffer bootstrap() throws IOException {
        try (LocalBlobSource source = new LocalBlobSource(blobId -> file, new TransferMeter())) {
            return InlineBootstrap.read(source, id);
        } catch (CorruptDataException e) {
            throw new CorruptDataException(
                    file + " is neither a RAFS bootstrap nor a blob that carries one: " + e.getMessage());
        }
    }

    /** Where this blob is found under its id, and every other one where {@code others} have it. */
    public BlobFiles before(BlobFiles others) {
        return blobId -> blobId.equals(id) ? file : others.find(blobId);
    }
}
