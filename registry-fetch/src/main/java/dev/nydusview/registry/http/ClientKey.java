package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate with its private key, by which a registry recognises the client. */
record ClientKey(PrivateKey key, List<X509Certificate> chain) {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** Reads a pair of files such as docker's {@code client.cert} and {@code client.key}. */
    static ClientKey read(Path certificate, Path keyFile) throws RemoteException {
        List<X509Certificate> chain =
                PemFile.read(certificate, "client certificate").certificates();
        PublicKey publicKey = chain.get(0).getPublicKey();
        PemFile file = PemFile.read(keyFile, "client key");
        for (PemFile.Block block : file.blocks()) {
            if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
                throw file.encrypted();
            }
            byte[] encoded = encoded(block, publicKey);
            if (encoded != null) {
                return new ClientKey(parse(encoded, publicKey, certificate, keyFile), chain);
            }
        }
        throw new RemoteException("the file " + keyFile + " holds no private key in PEM form");
    }

    /** The key of {@code block} in the form of PKCS #8; null if the block is not a key. */
    private static byte @Nullable [] encoded(PemFile.Block block, PublicKey publicKey) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            // PKCS #1 and SEC 1 have the key alone. PKCS #8 puts its algorithm before it, as the certificate does.
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                der(SEQUENCE, VERSION_0, algorithm(publicKey), der(OCTETS, block.der()));
            default -> null;
        };
    }

    private static PrivateKey parse(byte[] encoded, PublicKey publicKey, Path certificate, Path keyFile)
            throws RemoteException {
        try {
            KeyFactory factory = KeyFactory.getInstance(publicKey.getAlgorithm());
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            requirePair(key, publicKey);
            return key;
        } catch (GeneralSecurityException e) {
            throw new RemoteException(
                    "the key in " + keyFile + " is malformed, or is not the " + publicKey.getAlgorithm()
                            + " key that belongs to " + certificate,
                    e);
        }
    }

    /** Signs something, as the two say nothing about each other. */
    private static void requirePair(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        if (!signature.verify(signed)) {
            throw new InvalidKeyException("another key");
        }
    }

    /** Returns the AlgorithmIdentifier, the first element of a SubjectPublicKeyInfo (RFC 5280 section 4.1). */
    private static byte[] algorithm(PublicKey key) {
        byte[] info = key.getEncoded();
        int start = headerLength(info, 0);
        int header = headerLength(info, start);
        int length = info[start + 1] & 0x7f; // of few bytes: an object identifier and perhaps a curve's
        return Arrays.copyOfRange(info, start, start + header + length);
    }

    private static int headerLength(byte[] der, int at) {
        return 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        writeLength(element, content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /** Writes a length below 16 MiB in its shortest form, the only one in DER. */
    private static void writeLength(ByteArrayOutputStream out, int length) {
        int bytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
        if (bytes > 0) {
            out.write(0x80 | bytes);
        }
        for (int i = Math.max(bytes, 1) - 1; i >= 0; i--) {
            out.write(length >> (8 * i));
        }
    }

    /** Returns the names of the certificate's owner, without the key. */
    @Override
    public String toString() {
        return "client key of " + chain.get(0).getSubjectX500Principal();
    }
}
