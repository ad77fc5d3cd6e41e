package dev.nydusview.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The surface of the library changes on purpose only: {@code docs/api.txt} has it, and changes with it. */
class PublicSurfaceTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path API = ROOT.resolve("docs/api.txt");

    @Test
    void dumpIsThatOfTheClasses() throws IOException, ClassNotFoundException {
        String dump = PublicSurface.dump();
        if (Boolean.getBoolean("update.cli.docs")) {
            Files.writeString(API, dump);
        }
        assertThat(Files.readString(API))
                .as(
                        "what programs of others use has changed; if it is meant, write it anew with -Dupdate.cli.docs=true")
                .isEqualTo(dump);
    }

    /** A jar has the name of its module's root package, which is that of no other. */
    @ParameterizedTest
    @EnumSource
    void moduleIsNamedByItsPackage(Module module) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module.directory()).resolve("pom.xml").toFile());
        NodeList named = pom.getElementsByTagName("automatic.module.name");
        String name = named.getLength() > 0 ? named.item(0).getTextContent() : "dev.nydusview." + module.directory();
        assertThat(name).isEqualTo(module.rootPackage());
    }
}
