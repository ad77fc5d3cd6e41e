package dev.nydusview.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A type is public for another package that uses it, and the surface of each module is written down. */
class SurfaceTest {
    private static final JavaClasses CLASSES = MainClasses.imported();

    /** Types whose users outside their package cannot be seen in compiled code, with the reason. */
    private static final Map<String, String> PUBLIC_FOR_OTHERS = Map.ofEntries(
            Map.entry("dev.nydusview.cli.Main", "the launcher starts it"),
            Map.entry("dev.nydusview.fuse.jnr.LibFuse", "jnr-ffi implements it"),
            Map.entry("dev.nydusview.linux.DeviceCalls", "jnr-ffi implements it"),
            Map.entry("dev.nydusview.linux.FileCalls", "jnr-ffi implements it"),
            Map.entry("dev.nydusview.linux.HelperCalls", "jnr-ffi implements it"),
            Map.entry("dev.nydusview.linux.SparseCalls", "jnr-ffi implements it"),
            Map.entry(
                    "dev.nydusview.rafs.chunk.BlobChunkSource", "the simplest source of chunks, for tests and fuzzing"),
            Map.entry("dev.nydusview.rafs.blob.BlobMeta", "its constants are copied by the compiler"),
            Map.entry("dev.nydusview.rafs.layout.BlobMetaLayout", "its constants are copied by the compiler"),
            Map.entry("dev.nydusview.rafs.layout.BlobTocLayout", "its constants are copied by the compiler"),
            Map.entry("dev.nydusview.rafs.layout.V6Layout", "its constants are copied by the compiler"),
            Map.entry("dev.nydusview.jobs.metrics.Metric", "a test of cli makes its documentation"),
            Map.entry("dev.nydusview.authz.AuditListener", "a parameter of AuthorizationPlugin"),
            Map.entry("dev.nydusview.authz.AuditRecord", "a parameter of AuditListener"),
            Map.entry("dev.nydusview.rootfs.ImageLimitException", "thrown to whoever unpacks or extracts"),
            Map.entry("dev.nydusview.rafswriter.BootstrapWriter", "no command writes images"),
            Map.entry("dev.nydusview.rafswriter.blob.BlobSettings", "no command writes images"),
            Map.entry("dev.nydusview.rafswriter.blob.BlobWriter", "no command writes images"),
            Map.entry("dev.nydusview.rafswriter.blob.ChunkDictionary", "no command writes images"),
            Map.entry("dev.nydusview.rafswriter.blob.WrittenBlob", "no command writes images"),
            Map.entry("dev.nydusview.rafswriter.tree.EditedTree", "no command writes images"),
            Map.entry("dev.nydusview.rafswriter.tree.NewInode", "no command writes images"));

    @Test
    void typesThatOnlyTheirPackageUsesAreNotPublic() {
        assertThat(publicTypes().filter(type -> !PublicSurface.contains(type)).filter(type -> users(type)
                        .allMatch(type.getPackageName()::equals)))
                .extracting(JavaClass::getName)
                .as("public types that no other package uses")
                .filteredOn(name -> !PUBLIC_FOR_OTHERS.containsKey(name))
                .isEmpty();
    }

    @Test
    void surfaceOfEachModuleIsWrittenDown() throws IOException {
        StringBuilder lists = new StringBuilder();
        for (Module module : Module.values()) {
            Map<String, Set<String>> surface = surface(module);
            if (!surface.isEmpty()) {
                lists.append("\n## `").append(module.directory()).append("`\n\n");
                surface.forEach((name, types) -> lists.append("* `")
                        .append(name)
                        .append("`: ")
                        .append(types.stream().collect(joining(", ")))
                        .append('\n'));
            }
        }
        GeneratedBlock.require("docs/surface.md", "surface", lists.append('\n').toString());
    }

    /** Returns the types of a module that other modules use, by package. */
    private static Map<String, Set<String>> surface(Module module) {
        Map<String, Set<String>> surface = new TreeMap<>();
        publicTypes()
                .filter(type -> belongs(type.getPackageName(), module))
                .filter(type -> users(type).anyMatch(user -> !belongs(user, module)))
                .forEach(type -> surface.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getSimpleName()));
        return surface;
    }

    private static Stream<JavaClass> publicTypes() {
        return CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC));
    }

    /** Returns the packages of the types that use a type, or a type nested in it. */
    private static Stream<String> users(JavaClass type) {
        return CLASSES.stream()
                .filter(nested -> outermost(nested).equals(type))
                .flatMap(nested -> nested.getDirectDependenciesToSelf().stream())
                .map(Dependency::getOriginClass)
                .filter(user -> !outermost(user).equals(type))
                .map(JavaClass::getPackageName);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(SurfaceTest::outermost).orElse(type);
    }

    private static boolean belongs(String name, Module module) {
        return name.equals(module.rootPackage()) || name.startsWith(module.rootPackage() + ".");
    }
}
