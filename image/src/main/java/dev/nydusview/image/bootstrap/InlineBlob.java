package dev.nydusview.image.bootstrap;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.blob.BlobFiles;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.blob.LocalBlobSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A data blob in a file of any name, with its bootstrap behind the data.
 *
 * @param id the file's name if that is a blob's, otherwise an id made from the name: such a bootstrap does not contain
 *     one
 */
public record InlineBlob(Path file, Sha256 id) {
    public static InlineBlob of(Path file) {
        String name = String.valueOf(file.getFileName());
        Sha256 id = Sha256.isHex(name) ? new Sha256(name) : Sha256.of(name.getBytes(StandardCharsets.UTF_8));
        return new InlineBlob(file, id);
    }

    public ByteBuffer bootstrap() throws IOException {
        try (LocalBlobSource source = new LocalBlobSource(alone(), new TransferMeter())) {
            return InlineBootstrap.read(source, id.hex());
        } catch (CorruptDataException e) {
            throw new CorruptDataException(
                    file + " is neither a RAFS bootstrap nor a blob that carries one: " + e.getMessage());
        }
    }

    /** Returns the file as the place of this blob. */
    public BlobFiles alone() {
        return blob -> Extent.of(file);
    }
}
