package dev.nydusview.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may depend on whom, in the whole of nydusview. */
class DependencyRulesTest {
    private static final String BASE = "dev.nydusview.base..";
    private static final String HTTP = "dev.nydusview.http..";
    private static final String RAFS = "dev.nydusview.rafs..";
    private static final String REGISTRY = "dev.nydusview.registry..";
    private static final String FUSE = "dev.nydusview.fuse..";
    private static final String EXTRACT = "dev.nydusview.extract..";
    private static final String UNPACK = "dev.nydusview.unpack..";
    private static final String INSPECT = "dev.nydusview.inspect..";
    private static final String SCAN = "dev.nydusview.scan..";
    private static final String PLUGIN = "dev.nydusview.plugin..";
    private static final String AUTHZ = "dev.nydusview.authz..";
    private static final String CLI = "dev.nydusview.cli..";

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(
                        "dev.nydusview.base",
                        "dev.nydusview.http",
                        "dev.nydusview.rafs",
                        "dev.nydusview.registry",
                        "dev.nydusview.fuse",
                        "dev.nydusview.extract",
                        "dev.nydusview.unpack",
                        "dev.nydusview.inspect",
                        "dev.nydusview.scan",
                        "dev.nydusview.plugin",
                        "dev.nydusview.authz",
                        "dev.nydusview.cli");
    }

    private static void check(ArchRule rule) {
        rule.check(classes);
    }

    @Test
    void baseKnowsNoModule() {
        check(classes()
                .that()
                .resideInAPackage(BASE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(BASE, "java..", "tools.jackson..", "org.jspecify.."));
    }

    @Test
    void httpServerKnowsNoOtherModule() {
        check(classes()
                .that()
                .resideInAPackage(HTTP)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(HTTP, BASE, "java..", "org.slf4j..", "org.jspecify.."));
    }

    @Test
    void readerNeedsNothingButCodecs() {
        check(classes()
                .that()
                .resideInAPackage(RAFS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        RAFS,
                        "java..",
                        "javax.crypto..",
                        "com.github.luben.zstd..",
                        "net.jpountz..",
                        "org.jspecify.."));
    }

    @Test
    void readerDoesNoInputOrOutput() {
        DescribedPredicate<JavaClass> io = resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "java.util.zip..")
                .and(not(DescribedPredicate.describe(
                        "harmless",
                        type -> HARMLESS.contains(type.getName()) || type.isAssignableTo(Throwable.class))));
        check(noClasses().that().resideInAPackage(RAFS).should().dependOnClassesThat(io));
    }

    /** The vocabulary of I/O, and decompression and checksums of bytes in memory. */
    private static final Set<String> HARMLESS = Set.of(
            IOException.class.getName(),
            Closeable.class.getName(),
            "java.util.zip.Inflater",
            "java.util.zip.CRC32C",
            "java.util.zip.CRC32",
            "java.util.zip.Checksum",
            "java.util.zip.DataFormatException");

    @Test
    void formatVersionsNeverSeeEachOther() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.rafs.v5..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.nydusview.rafs.v6..")));
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.rafs.v6..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.nydusview.rafs.v5..")));
    }

    @Test
    void layersOfTheReader() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.rafs.layout..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.nydusview.rafs.v5..",
                        "dev.nydusview.rafs.v6..",
                        "dev.nydusview.rafs.chunk..",
                        "dev.nydusview.rafs.codec..")));
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.nydusview.rafs.bytes..", "dev.nydusview.rafs.codec..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.nydusview.rafs.v5..",
                        "dev.nydusview.rafs.v6..",
                        "dev.nydusview.rafs.blob..",
                        "dev.nydusview.rafs.chunk..")));
    }

    @Test
    void registryKnowsNeitherMountsNorCommands() {
        check(noClasses()
                .that()
                .resideInAPackage(REGISTRY)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        FUSE, EXTRACT, UNPACK, INSPECT, CLI, "picocli..", "jnr..", "ru.serce.jnrfuse..")));
    }

    @Test
    void mountsAndExtractionKnowNeitherRegistriesNorCommands() {
        check(noClasses()
                .that()
                .resideInAnyPackage(FUSE, EXTRACT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        REGISTRY, UNPACK, CLI, "picocli..", "okhttp3..", "okio..", "tools.jackson..")));
    }

    @Test
    void unpackingKnowsNeitherMountsNorCommandsNorRequests() {
        check(noClasses()
                .that()
                .resideInAPackage(UNPACK)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        FUSE, INSPECT, CLI, "dev.nydusview.registry.http..", "dev.nydusview.registry.resolve..")));
    }

    @Test
    void questionsNeedNothingButTheReader() {
        check(classes()
                .that()
                .resideInAPackage(INSPECT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        INSPECT, BASE, RAFS, "java..", "com.fasterxml.jackson.annotation..", "org.jspecify.."));
    }

    /** Chunks come to it through the reader's interfaces, whoever fetches them. */
    @Test
    void scansKnowTheReaderAndMountsOnly() {
        check(classes()
                .that()
                .resideInAPackage(SCAN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        SCAN,
                        BASE,
                        RAFS,
                        "dev.nydusview.fuse",
                        "java..",
                        "jnr.ffi..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify.."));
        check(slices().matching("dev.nydusview.scan.(*)..").should().beFreeOfCycles());
    }

    /** Images come to it mounted, by way of scans. */
    @Test
    void pluginsKnowScansAndMountsOnly() {
        check(classes()
                .that()
                .resideInAPackage(PLUGIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        PLUGIN,
                        BASE,
                        SCAN,
                        "dev.nydusview.fuse",
                        "java..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.slf4j..",
                        "org.jspecify.."));
        check(slices().matching("dev.nydusview.plugin.(*)..").should().beFreeOfCycles());
    }

    /** Images are judged through an interface of its own; it shares the grammar of their names. */
    @Test
    void authorizationKnowsReferencesAndTheServerOnly() {
        check(classes()
                .that()
                .resideInAPackage(AUTHZ)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        AUTHZ,
                        BASE,
                        HTTP,
                        "dev.nydusview.registry.ref",
                        "java..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.slf4j..",
                        "org.jspecify.."));
    }

    @Test
    void nobodyDependsOnCommands() {
        check(noClasses().that().resideOutsideOfPackage(CLI).should().dependOnClassesThat(resideInAPackage(CLI)));
    }

    @Test
    void httpStaysWhereRequestsAreMade() {
        check(noClasses()
                .that(not(resideInAPackage("dev.nydusview.registry.http..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("okhttp3..", "okio..")));
    }

    @Test
    void nativeCallsStayInTheirRooms() {
        check(noClasses()
                .that(not(resideInAnyPackage(
                        "dev.nydusview.fuse.jnr..", "dev.nydusview.extract.posix..", "dev.nydusview.scan.run..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jnr..", "ru.serce.jnrfuse..", "com.kenai.jffi..")));
    }

    @Test
    void commandLineParsingStaysInCommands() {
        check(noClasses().that(not(resideInAPackage(CLI))).should().dependOnClassesThat(resideInAPackage("picocli..")));
    }

    @Test
    void lineEditingStaysAtThePrompt() {
        check(noClasses()
                .that(not(resideInAPackage("dev.nydusview.cli.prompt..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.jline..")));
    }

    @Test
    void onlyMainEndsTheProcess() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.nydusview.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void modulesHaveNoCycles() {
        check(slices().matching("dev.nydusview.(*)..").should().beFreeOfCycles());
    }
}
