package dev.nydusview.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;

/** The code that is shipped, and the kit of tests that the demo uses. */
final class MainClasses {
    static final JavaClasses IMPORTED = imported();

    private MainClasses() {}

    private static JavaClasses imported() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(
                        Arrays.stream(Module.values()).map(Module::rootPackage).toArray(String[]::new));
    }
}
