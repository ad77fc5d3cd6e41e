package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of certificates or keys in PEM form (RFC 7468), or of one certificate in DER. */
final class PemFile {
    private static final int MAX_FILE = 4 << 20;
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*+)-----END \\1-----");

    private final Path path;
    private final byte[] content;

    private PemFile(Path path, byte[] content) {
        this.path = path;
        this.content = content;
    }

    /** A block with its label, such as {@code EC PRIVATE KEY}, and its content in DER. */
    record Block(String label, String base64) {
        byte[] der() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /** @param what noun for messages, such as "certificate file" */
    static PemFile read(Path path, String what) throws RemoteException {
        byte[] content;
        try (InputStream in = Files.newInputStream(path)) {
            content = in.readNBytes(MAX_FILE + 1);
        } catch (IOException e) {
            throw new RemoteException("the " + what + " " + path + " cannot be read", e);
        }
        if (content.length > MAX_FILE) {
            throw new RemoteException("the " + what + " " + path + " is larger than 4 MiB");
        }
        return new PemFile(path, content);
    }

    /** The certificates, at least one. */
    List<X509Certificate> certificates() throws RemoteException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            factory.generateCertificates(new ByteArrayInputStream(content))
                    .forEach(certificate -> found.add((X509Certificate) certificate));
        } catch (CertificateException e) {
            throw new RemoteException("the file " + path + " holds no certificate in PEM form", e);
        }
        if (found.isEmpty()) {
            throw new RemoteException("the file " + path + " holds no certificate in PEM form");
        }
        return List.copyOf(found);
    }

    /** The blocks in their order. Headers such as those of encrypted keys make a block that is not Base64. */
    List<Block> blocks() throws RemoteException {
        List<Block> found = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            found.add(new Block(matcher.group(1), base64(matcher.group(2))));
        }
        return found;
    }

    private String base64(String text) throws RemoteException {
        if (text.contains("ENCRYPTED")) {
            throw encrypted();
        }
        try {
            String plain = text.replaceAll("\\s", "");
            Base64.getDecoder().decode(plain);
            return plain;
        } catch (IllegalArgumentException e) {
            throw new RemoteException("the file " + path + " is not valid PEM: a block is not Base64");
        }
    }

    RemoteException encrypted() {
        return new RemoteException(
                "the key in " + path + " is encrypted; store it without a password, as docker needs");
    }
}
