package dev.nydusview.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The types that programs of others may use, by docs/library.md: packages, and types of packages that are not for others. */
@SuppressWarnings("ImmutableEnumChecker") // its collections are unmodifiable
enum PublicSurface {
    IMAGES(
            "images, their library and their file systems",
            "dev.nydusview.image",
            "dev.nydusview.image.access.Access",
            "dev.nydusview.image.access.ImageSelection",
            "dev.nydusview.image.access.LibrarySettings",
            "dev.nydusview.image.access.TwinPolicy",
            "dev.nydusview.image.nio"),
    WAYS(
            "the way to registries",
            "dev.nydusview.registry.AuthenticationException",
            "dev.nydusview.registry.MissingPlatformException",
            "dev.nydusview.registry.NotFoundException",
            "dev.nydusview.registry.RemoteException",
            "dev.nydusview.registry.http.RegistryAccess",
            "dev.nydusview.registry.http.TransportSettings",
            "dev.nydusview.registry.auth.CredentialSettings"),
    METADATA(
            "metadata of an open image, and its bytes",
            "dev.nydusview.rafs.RafsImage",
            "dev.nydusview.rafs.model.ChunkVerificationException",
            "dev.nydusview.rafs.model.DirEntry",
            "dev.nydusview.rafs.model.FileType",
            "dev.nydusview.rafs.model.Inode",
            "dev.nydusview.rafs.model.InodeTree",
            "dev.nydusview.rafs.model.MissingTablePolicy",
            "dev.nydusview.rafs.model.RafsFormatException",
            "dev.nydusview.rafs.model.RawName",
            "dev.nydusview.rafs.model.Xattr",
            "dev.nydusview.rafs.chunk.FileReader",
            "dev.nydusview.rafs.chunk.OpenImage"),
    VOCABULARY(
            "digests, names and failures",
            "dev.nydusview.base.DataException",
            "dev.nydusview.base.CorruptDataException",
            "dev.nydusview.base.UnsupportedFeatureException",
            "dev.nydusview.base.ReplacedImage",
            "dev.nydusview.base.SafeText",
            "dev.nydusview.base.Sha256"),
    PLUGINS(
            "scans of images by plugins, and what they find",
            "dev.nydusview.plugin",
            "dev.nydusview.plugin.discovery.Discovered",
            "dev.nydusview.plugin.exec.SpecFlags",
            "dev.nydusview.plugin.limits.Limits",
            "dev.nydusview.plugin.log.LogEntry",
            "dev.nydusview.plugin.log.LogLevel",
            "dev.nydusview.plugin.log.LogListener",
            "dev.nydusview.plugin.manifest.PluginCommand",
            "dev.nydusview.plugin.manifest.PluginManifest",
            "dev.nydusview.plugin.report.AlertType",
            "dev.nydusview.plugin.report.DetectType",
            "dev.nydusview.plugin.report.EventType",
            "dev.nydusview.plugin.report.Finding",
            "dev.nydusview.plugin.report.Level",
            "dev.nydusview.plugin.report.ScannedObject",
            "dev.nydusview.plugin.scan"),
    SERVICES(
            "services that plugins call",
            "dev.nydusview.plugin.service.Arguments",
            "dev.nydusview.plugin.service.LimitExceededException",
            "dev.nydusview.plugin.service.PluginServices",
            "dev.nydusview.plugin.service.RunContext",
            "dev.nydusview.plugin.service.ServiceException",
            "dev.nydusview.plugin.service.ServiceFunction"),
    MOUNTS(
            "images as plugins see them, and verdicts",
            "dev.nydusview.fuse.engine.Engines",
            "dev.nydusview.scan.ScannerResult",
            "dev.nydusview.scan.Verdict",
            "dev.nydusview.scan.image.ScanImage",
            "dev.nydusview.scan.mount.MountSettings",
            "dev.nydusview.scan.receipt");

    private final String purpose;
    private final List<String> names;

    PublicSurface(String purpose, String... names) {
        this.purpose = purpose;
        this.names = List.of(names);
    }

    /** Returns all of it as text, by purpose and name; last the types that it names without having them. */
    static String dump() throws ClassNotFoundException {
        StringBuilder text = new StringBuilder(
                "# Public surface of the library: see library.md. Generated: -Dupdate.cli.docs=true\n");
        Set<String> own = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        for (PublicSurface part : values()) {
            text.append("\n## ").append(part.purpose).append('\n');
            for (Class<?> type : part.types()) {
                TypeText one = new TypeText(type);
                text.append('\n').append(one.text());
                own.add(TypeText.name(type));
                named.addAll(one.named());
            }
        }
        named.removeAll(own);
        text.append("\n## Types that are named above and are not part of the surface\n\n");
        named.forEach(name -> text.append(name).append('\n'));
        return text.toString();
    }

    /** Tests whether a type is for programs of others. */
    static boolean contains(JavaClass type) {
        return Stream.of(values()).flatMap(part -> part.names.stream()).anyMatch(name -> isIn(type, name));
    }

    private List<Class<?>> types() throws ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (String name : names) {
            List<String> found = MainClasses.imported().stream()
                    .filter(type -> isIn(type, name) && isVisible(type))
                    .map(JavaClass::getName)
                    .sorted(Comparator.naturalOrder())
                    .toList();
            if (found.isEmpty()) {
                throw new ClassNotFoundException("nothing is public of " + name);
            }
            for (String type : found) {
                types.add(Class.forName(type, false, PublicSurface.class.getClassLoader()));
            }
        }
        return types;
    }

    private static boolean isIn(JavaClass type, String name) {
        return type.getPackageName().equals(name)
                || type.getName().equals(name)
                || type.getName().startsWith(name + "$");
    }

    private static boolean isVisible(JavaClass type) {
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && !type.getSimpleName().equals("package-info")
                && Stream.iterate(type, one -> one != null, one -> one.getEnclosingClass()
                                .orElse(null))
                        .allMatch(one -> one.getModifiers().contains(JavaModifier.PUBLIC)
                                || one.getModifiers().contains(JavaModifier.PROTECTED));
    }
}
