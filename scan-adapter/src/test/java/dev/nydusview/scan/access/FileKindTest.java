package dev.nydusview.scan.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileKindTest {
    private static FileKind kind(String latin1) {
        return FileKind.of(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void byTheFirstBytes() {
        assertThat(kind("\u007fELF\u0002\u0001")).isEqualTo(FileKind.ELF);
        assertThat(kind("#!/bin/sh")).isEqualTo(FileKind.SCRIPT);
        assertThat(kind("PK\u0003\u0004")).isEqualTo(FileKind.ZIP);
        assertThat(kind("\u001f\u008b\b")).isEqualTo(FileKind.GZIP);
        assertThat(kind("(\u00b5/\u00fd")).isEqualTo(FileKind.ZSTD);
        assertThat(kind("BZh9")).isEqualTo(FileKind.BZIP2);
        assertThat(kind("plain")).isEqualTo(FileKind.TEXT);
        assertThat(kind("PK")).isEqualTo(FileKind.TEXT);
        assertThat(kind("\u00e4\u00f6\u00fc")).isEqualTo(FileKind.TEXT);
        assertThat(kind("\u0001\u0002")).isEqualTo(FileKind.BINARY);
        assertThat(FileKind.ELF.label()).isEqualTo("elf");
    }

    @Test
    void headsWithNulOrLineFeed() {
        assertThat(kind("\u00fd7zXZ\0\0")).isEqualTo(FileKind.XZ);
        assertThat(kind("!<arch>\ndebian")).isEqualTo(FileKind.AR);
        assertThat(kind("SQLite format 3\0")).isEqualTo(FileKind.SQLITE);
        assertThat(kind("a\tb\r\n\u001b[0m")).isEqualTo(FileKind.TEXT);
        assertThat(kind("a\0")).isEqualTo(FileKind.BINARY);
        assertThat(kind("")).isEqualTo(FileKind.TEXT);
        assertThat(kind("x".repeat(512) + "\0")).isEqualTo(FileKind.TEXT);
    }

    @Test
    void onlyWhatIsLeftOfTheBufferCounts() {
        ByteBuffer bytes = ByteBuffer.wrap("\0\0#!/bin/sh".getBytes(StandardCharsets.ISO_8859_1));
        bytes.position(2);
        assertThat(FileKind.of(bytes.asReadOnlyBuffer())).isEqualTo(FileKind.SCRIPT);
        assertThat(bytes.position()).isEqualTo(2);
    }
}
