package dev.nydusview.rafs.blob;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.codec.AesXts;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.CipherAlgorithm;

/** Decrypts an encrypted blob with the key and initialization vector in the bootstrap. */
public final class BlobCipher {
    private BlobCipher() {}

    public static AesXts of(BlobInfo blob) throws UnsupportedFeatureException {
        BlobInfo.V6BlobFields fields = blob.v6Fields();
        if (fields.cipher() != CipherAlgorithm.AES_128_XTS) {
            throw new UnsupportedFeatureException(
                    "blob " + blob.id() + " is encrypted by " + fields.cipher() + ", which is not supported");
        }
        return new AesXts(fields.cipherKey(), fields.initializationVector());
    }
}
