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
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules about which packages may depend on which, for all modules. */
class DependencyRulesTest {
    private static final String BASE = "dev.nydusview.base..";
    private static final String LINUX = "dev.nydusview.linux..";
    private static final String HTTP = "dev.nydusview.http..";
    private static final String RAFS = "dev.nydusview.rafs..";
    private static final String CHUNKS = "dev.nydusview.chunkstore..";
    private static final String SCAN = "dev.nydusview.scan..";
    private static final String AUTHZ = "dev.nydusview.authz..";
    private static final String JOBS = "dev.nydusview.jobs..";
    private static final String CLI = "dev.nydusview.cli..";

    private static final JavaClasses CLASSES = MainClasses.imported();

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
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
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.check.v5..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.nydusview.rafs.v6..", "dev.nydusview.check.v6..")));
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.check.v6..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.nydusview.rafs.v5..", "dev.nydusview.check.v5..")));
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.rafswriter.v5..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.nydusview.rafs.v6..", "dev.nydusview.rafswriter.v6..")));
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.rafswriter.v6..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.nydusview.rafs.v5..", "dev.nydusview.rafswriter.v5..")));
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

    /** Blobs come to it through the reader's interface, wherever they are; its cache punches holes into files. */
    @Test
    void chunkStoreKnowsTheReaderOnly() {
        check(classes()
                .that()
                .resideInAPackage(CHUNKS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CHUNKS, BASE, LINUX, RAFS, "java..", "org.jspecify.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.chunkstore.cache..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.nydusview.chunkstore")));
    }

    /** The path of a chunk is read from request to answer: no class depends on an earlier one. */
    @Test
    void filesOfTheChunkStoreFormNoCycle() {
        check(slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith("dev.nydusview.chunkstore")
                                ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "files of the chunk store";
                    }
                })
                .should()
                .beFreeOfCycles());
    }

    /** Scans get chunks through the reader's interfaces, however these are fetched. */
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
                        LINUX,
                        RAFS,
                        "dev.nydusview.fuse",
                        "java..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify.."));
    }

    /** Authorization scans images through an interface of its own, and shares the grammar of their names. */
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

    /** Use cases serve a command line, docker and a service alike. */
    @Test
    void useCasesKnowNoFront() {
        check(noClasses()
                .that()
                .resideInAPackage(JOBS)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(CLI, "picocli..", "org.jline..", "jnr..", "okhttp3..", "okio..")));
    }

    @Test
    void optionsGiveValuesOnly() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.nydusview.cli.options..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "dev.nydusview.image",
                                "dev.nydusview.registry.http",
                                "dev.nydusview.fuse..",
                                "dev.nydusview.plugin.exec",
                                "dev.nydusview.scan.run")
                        .and(not(DescribedPredicate.describe(
                                "settings",
                                type -> type.isRecord()
                                        || type.getName().startsWith("dev.nydusview.plugin.exec.SpecFlags"))))));
    }

    @Test
    void httpStaysWhereRequestsAreMade() {
        check(noClasses()
                .that(not(resideInAPackage("dev.nydusview.registry.http..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("okhttp3..", "okio..")));
    }

    /** Its classes are loaded for such backends only. */
    @Test
    void signingStaysWithBackends() {
        check(noClasses()
                .that(not(resideInAPackage("dev.nydusview.registry.backend")))
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon..")));
    }

    @Test
    void nativeCallsStayInTheirRooms() {
        check(noClasses()
                .that(not(resideInAnyPackage("dev.nydusview.fuse.jnr..", "dev.nydusview.securitylog..", LINUX)))
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

    /** An engine is chosen where programs start, and handed down as a {@code MountEngine.Factory}. */
    @Test
    void mountsNameNoEngine() {
        for (String engine : List.of("dev.nydusview.fuse.jnr..", "dev.nydusview.fuse.kernel..")) {
            check(noClasses()
                    .that(not(resideInAnyPackage(engine, "dev.nydusview.fuse.engine..")))
                    .should()
                    .dependOnClassesThat(resideInAPackage(engine)));
        }
        check(noClasses()
                .that(not(resideInAnyPackage("dev.nydusview.fuse.engine..", CLI)))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.nydusview.fuse.engine..")));
    }
}
