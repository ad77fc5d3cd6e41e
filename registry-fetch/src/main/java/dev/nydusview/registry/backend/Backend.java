package dev.nydusview.registry.backend;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place where the blobs of an image lie. No form of it prints a secret. */
public sealed interface Backend {
    /** Tests whether it is on this machine, so that it can be read without a network. */
    default boolean isLocal() {
        return this instanceof Directories || this instanceof SingleFile;
    }

    /** Files that are named by the ids of their blobs, in the first of these directories that has them. */
    record Directories(List<Path> directories) implements Backend {
        public Directories {
            directories = List.copyOf(directories);
        }
    }

    /** A file that is the only blob. */
    record SingleFile(Path file) implements Backend {}

    /**
     * A directory of an HTTP server.
     *
     * @param url to whose path {@code /ID} is appended; may have a user, a password and a query, which are secrets
     */
    record Http(String url, Connection connection) implements Backend {
        @Override
        public String toString() {
            return url.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
        }
    }

    /** Kinds of object storage, which differ in signatures. */
    enum Storage {
        S3,
        OSS
    }

    /** Forms of URLs: with the bucket in the path, in the name of the host, or as is usual for the endpoint. */
    enum Addressing {
        PATH,
        VIRTUAL,
        AUTO
    }

    /**
     * Keys of an account of object storage.
     *
     * @param session token of temporary keys; null for lasting ones
     * @param origin for messages
     */
    record AccessKeys(String id, String secret, @Nullable String session, String origin) {
        /** Returns where the keys are from, without them. */
        @Override
        public String toString() {
            return "keys from " + origin;
        }
    }

    /**
     * A bucket of object storage.
     *
     * @param endpoint host with an optional scheme and port; empty for that of the environment, or the usual one
     * @param prefix of the names of objects, before the blob's id
     * @param region empty for that of the environment, or of the endpoint
     * @param keys null for those of the environment
     */
    record Bucket(
            Storage storage,
            String endpoint,
            String bucket,
            String prefix,
            String region,
            Addressing addressing,
            @Nullable AccessKeys keys,
            Connection connection)
            implements Backend {
        @Override
        public String toString() {
            return (storage == Storage.S3 ? "s3://" : "oss://") + bucket + "/" + prefix
                    + (endpoint.isEmpty() ? "" : "?endpoint=" + endpoint.replaceFirst("//[^/]*@", "//"));
        }
    }

    /**
     * A repository of a registry.
     *
     * @param scheme {@code http}, {@code https}, or empty for what is usual for the host
     * @param login {@code user:password} in Base64; empty for none
     */
    record Repository(String host, String repository, String scheme, String login, Connection connection)
            implements Backend {
        @Override
        public String toString() {
            return host + "/" + repository;
        }
    }

    /**
     * The way to a server.
     *
     * @param insecure do not verify its certificate
     * @param authorities files of authorities that sign its certificate
     * @param proxy URL of a proxy; null for what the environment says
     */
    record Connection(boolean insecure, List<Path> authorities, @Nullable String proxy) {
        /** The usual way. */
        public static final Connection USUAL = new Connection(false, List.of(), null);

        public Connection {
            authorities = List.copyOf(authorities);
        }

        @Override
        public String toString() {
            return "Connection[insecure=" + insecure + ", authorities=" + authorities + "]";
        }
    }
}
