package dev.countersign.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Reads the version of this product from the WAR's manifest, which the build has written. Stateless. */
final class WarVersion {
    private static final String NONE = "unknown";

    private WarVersion() {}

    /** A word for messages; {@code unknown} where nothing was built yet. */
    static String of(Path place) throws StartupException {
        if (Files.isDirectory(place)) {
            return NONE;
        }
        try (JarFile war = new JarFile(place.toFile())) {
            Manifest manifest = war.getManifest();
            String version =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION);
            return version == null ? NONE : version;
        } catch (IOException e) {
            throw StartupException.because("cannot read " + place, e);
        }
    }
}
