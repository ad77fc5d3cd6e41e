package dev.nydusview.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;

/** The code that is shipped, and the kit of tests that the demo uses. */
final class MainClasses {
    /** Read once for all rules. */
    private static final JavaClasses IMPORTED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(
                    Arrays.stream(Module.values()).map(Module::rootPackage).toArray(String[]::new));

    private MainClasses() {}

    static JavaClasses imported() {
        return IMPORTED;
    }
}
