package dev.nydusview.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that modules depend only on those of {@link Module}, that packages form no cycle, and that data flows as in
 * {@link Stage}.
 */
class ModuleRulesTest {
    private static final JavaClasses CLASSES = MainClasses.imported();

    @ParameterizedTest
    @EnumSource
    void moduleDependsOnWhatItMayOnly(Module module) {
        List<String> allowed = new ArrayList<>(List.of("java..", "org.jspecify.."));
        allowed.add(module.rootPackage() + "..");
        module.modules().forEach(other -> allowed.add(other.rootPackage() + ".."));
        allowed.addAll(module.libraries());
        classes()
                .that()
                .resideInAPackage(module.rootPackage() + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .check(CLASSES);
    }

    @ParameterizedTest
    @EnumSource
    void floorsKnowThoseBelowThemOnly(Module module) {
        assertThat(module.modules())
                .as("modules below %s, but for what only fronts implement", module)
                .allMatch(other -> other.floor().compareTo(module.floor()) <= 0
                        || other == Module.TESTKIT
                        || (module == Module.JOBS && other == Module.DOCKER_AUTHZ));
    }

    @ParameterizedTest
    @EnumSource
    void packagesOfAModuleHaveNoCycle(Module module) {
        slices().assignedFrom(new Packages(module.rootPackage()))
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** Makes each package a slice, the root too, which a pattern of packages would leave out. */
    private record Packages(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(root) || name.startsWith(root + ".")
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + root;
        }
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("dev.nydusview.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @EnumSource
    void dataFlowsOneWay(Stage stage) {
        String[] later = Arrays.stream(Stage.values())
                .filter(other -> other.compareTo(stage) > 0)
                .flatMap(other -> Arrays.stream(other.fullPackages()))
                .toArray(String[]::new);
        if (later.length > 0) {
            noClasses()
                    .that()
                    .resideInAnyPackage(stage.fullPackages())
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(later))
                    .check(CLASSES);
        }
    }

    /** Chunks of images come to it through the reader's interfaces alone, so that any other source can stand there. */
    @Test
    void registriesKnowOfTheReaderTheSourceOfBlobsOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.nydusview.registry..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.nydusview.rafs..")
                        .and(describe("others than BlobSource", type -> !type.getFullName()
                                .equals("dev.nydusview.rafs.blob.BlobSource"))))
                .check(CLASSES);
    }
}
