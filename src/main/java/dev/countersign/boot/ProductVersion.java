package dev.countersign.boot;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which version of Countersign this is, from the manifest that the build has written. Stateless. */
final class ProductVersion {

    private static final Logger LOG = LoggerFactory.getLogger(ProductVersion.class);

    private static final String MANIFEST = "/META-INF/MANIFEST.MF";
    private static final String OURS = "Countersign";

    private ProductVersion() {}

    /** Empty: it runs from its sources, and there is none. */
    static Optional<String> of(ServletContext context) {
        return ofPackage(ProductVersion.class.getPackage()).or(() -> ofApplication(context));
    }

    /** From our jar's manifest, when the filter runs inside another application. */
    private static Optional<String> ofPackage(Package packaged) {
        return OURS.equals(packaged.getImplementationTitle())
                ? Optional.ofNullable(packaged.getImplementationVersion())
                : Optional.empty();
    }

    private static Optional<String> ofApplication(ServletContext context) {
        try (InputStream manifest = context.getResourceAsStream(MANIFEST)) {
            return manifest == null ? Optional.empty() : in(manifest);
        } catch (IOException e) {
            LOG.warn("the application's manifest cannot be read: the version is unknown", e);
            return Optional.empty();
        }
    }

    /** Empty: the manifest belongs to another application. */
    static Optional<String> in(InputStream manifest) throws IOException {
        Attributes attributes = new Manifest(manifest).getMainAttributes();
        return OURS.equals(attributes.getValue(Name.IMPLEMENTATION_TITLE))
                ? Optional.ofNullable(attributes.getValue(Name.IMPLEMENTATION_VERSION))
                : Optional.empty();
    }
}
